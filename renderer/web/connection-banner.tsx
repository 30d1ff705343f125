import { CloudOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import styles from './connection-banner.module.css';
import type { ConnectionStore } from './connection-store.ts';

/** Says that Sluice does not answer, as long as it does not. */
export function ConnectionBanner({ connection }: { connection: ConnectionStore }) {
  const { t } = useTranslation();
  const lost = useStore(connection, (state) => state.lost);
  return (
    <div role="status">
      {lost && (
        <p className={styles['banner']}>
          <CloudOff size={15} aria-hidden />
          {t('web.lost')}
        </p>
      )}
    </div>
  );
}
