import { ArrowDown, FolderOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useClient, useFormats, useSettings, useTasks } from '../client/client-context.tsx';
import { folderName } from '../format/links.ts';
import { totalSpeed } from '../tasks/ledger.ts';
import { AtOnce } from './at-once.tsx';
import { LimitMenu } from './limit-menu.tsx';
import styles from './status-bar.module.css';

/** What goes on in all, and the settings one wants at hand: folder, how many at once, how fast. */
export function StatusBar() {
  return (
    <footer className={styles['bar']}>
      <Speed />
      <Numbers />
      <div className={styles['space']} />
      <Folder />
      <AtOnce />
      <LimitMenu />
    </footer>
  );
}

function Speed() {
  const { t } = useTranslation();
  const formats = useFormats();
  const speed = useTasks((state) => totalSpeed(state.ledger));
  return (
    <span className={styles['speed']} title={t('status.speed')}>
      <ArrowDown size={14} aria-hidden />
      {formats.speed(speed)}
    </span>
  );
}

function Numbers() {
  const { t } = useTranslation();
  const formats = useFormats();
  const { active, waiting } = useTasks((state) => state.view.counts);
  const parts = [
    active > 0 && t('status.active', { count: active, number: formats.count(active) }),
    waiting > 0 && t('status.waiting', { count: waiting, number: formats.count(waiting) }),
  ].filter((part) => part !== false);
  return <span className={styles['numbers']}>{parts.length === 0 ? t('status.idle') : parts.join(' · ')}</span>;
}

function Folder() {
  const { t } = useTranslation();
  const client = useClient();
  const path = useSettings((settings) => settings.downloadFolder);
  if (client.place.web) {
    return (
      <span className={styles['folder']} title={t('status.folderThere', { path })}>
        <FolderOpen size={14} aria-hidden />
        <bdi className={styles['path']}>{folderName(path)}</bdi>
      </span>
    );
  }
  const label = t('status.folder', { path });
  return (
    <button
      type="button"
      className={styles['button']}
      title={label}
      aria-label={label}
      onClick={() =>
        void client.chooseFolder(path).then((chosen) => {
          if (chosen !== null) void client.change({ downloadFolder: chosen });
        })
      }
    >
      <FolderOpen size={14} aria-hidden />
      <bdi className={styles['path']}>{folderName(path)}</bdi>
    </button>
  );
}
