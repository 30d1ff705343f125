import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Settings } from '../../contract/settings.ts';
import { useClient, useSettings } from '../client/client-context.tsx';
import styles from './preferences.module.css';
import { SettingGroup } from './setting-row.tsx';

const themes: readonly Settings['theme'][] = ['system', 'light', 'dark'];
/** Languages by their own names, so that everybody finds theirs. */
const languages: readonly (readonly [Exclude<Settings['language'], 'system'>, string])[] = [
  ['en', 'English'],
  ['ru', 'Русский'],
];

/** Colours and language of the window. */
export function AppearanceSettings() {
  const { t } = useTranslation();
  const client = useClient();
  const theme = useSettings((settings) => settings.theme);
  const language = useSettings((settings) => settings.language);
  return (
    <SettingGroup title={t('settings.appearance')}>
      <div className={styles['pair']}>
        <NativeSelect
          label={t('settings.theme')}
          value={theme}
          data={themes.map((value) => ({ value, label: t(`settings.${value}`) }))}
          onChange={(event) => {
            const chosen = themes.find((name) => name === event.currentTarget.value);
            if (chosen) void client.change({ theme: chosen });
          }}
        />
        <NativeSelect
          label={t('settings.language')}
          value={language}
          data={[
            { value: 'system', label: t('settings.system') },
            ...languages.map(([value, label]) => ({ value, label })),
          ]}
          onChange={(event) => {
            const chosen = languages.find(([name]) => name === event.currentTarget.value)?.[0] ?? 'system';
            void client.change({ language: chosen });
          }}
        />
      </div>
    </SettingGroup>
  );
}
