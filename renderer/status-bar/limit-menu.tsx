import { Menu } from '@mantine/core';
import { Check, Gauge } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useClient, useFormats, useSettings } from '../client/client-context.tsx';
import styles from './status-bar.module.css';

/** Bytes a second. */
const presets = [500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000, 20_000_000] as const;

/** The speed limit for all tasks together. */
export function LimitMenu() {
  const { t } = useTranslation();
  const client = useClient();
  const formats = useFormats();
  const limit = useSettings((settings) => settings.limitRate);
  const shown = limit === null ? t('status.noLimit') : formats.rate(limit);
  const rates =
    limit === null || presets.some((rate) => rate === limit) ? presets : [...presets, limit].sort((a, b) => a - b);
  const mark = (here: boolean) => (here ? <Check size={14} aria-hidden /> : <span className={styles['unmarked']} />);
  return (
    <Menu position="top-end" width={180} shadow="md" transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <button
          type="button"
          className={styles['button']}
          title={t('status.limitHint')}
          aria-label={`${t('status.limitHint')}: ${shown}`}
        >
          <Gauge size={14} aria-hidden />
          {shown}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={mark(limit === null)} onClick={() => void client.change({ limitRate: null })}>
          {t('status.noLimit')}
        </Menu.Item>
        {rates.map((rate) => (
          <Menu.Item
            key={rate}
            leftSection={mark(rate === limit)}
            onClick={() => void client.change({ limitRate: rate })}
          >
            {formats.rate(rate)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          leftSection={mark(false)}
          onClick={() => client.dialogs.open({ name: 'settings', field: 'limitRate' })}
        >
          {t('status.otherLimit')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
