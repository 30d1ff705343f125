import { Button } from '@mantine/core';
import { LogOut } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useClient, useSettings } from '../client/client-context.tsx';
import type { Web } from '../place.ts';
import { LocalSetting } from './local-setting.tsx';
import styles from './preferences.module.css';
import { SettingGroup } from './setting-row.tsx';

/** What may be done from a browser, and the way out of it. */
export function SessionSettings({ web }: { web: Web }) {
  const { t } = useTranslation();
  const { dialogs } = useClient();
  const allowed = useSettings((settings) => settings.apiPrivateAddresses);
  return (
    <SettingGroup title={t('settings.web')}>
      <LocalSetting
        label={t('settings.apiPrivate')}
        hint={t('settings.apiPrivateHintThere')}
        value={t(allowed ? 'settings.allowed' : 'settings.refused')}
        command="api-private-addresses on"
      />
      <div className={styles['row']}>
        <div>
          <span className={styles['label']}>{t('web.session')}</span>
          <p>{t('web.sessionHint')}</p>
        </div>
        <Button
          variant="default"
          leftSection={<LogOut size={15} aria-hidden />}
          onClick={() => {
            dialogs.close();
            void web.signOut();
          }}
        >
          {t('web.signOut')}
        </Button>
      </div>
    </SettingGroup>
  );
}
