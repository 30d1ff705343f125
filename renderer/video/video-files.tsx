import { Download, ExternalLink, FolderOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Artifact, TaskId } from '../../contract/task.ts';
import { useClient, useFormats } from '../client/client-context.tsx';
import { fileNameOf } from '../format/links.ts';
import { honest } from '../format/names.ts';
import { IconButton } from '../recording/icon-button.tsx';
import styles from './dialog.module.css';

/** The files that came of a video, its subtitles among them, each to be opened or shown in its folder. */
export function VideoFiles({ id, files }: { id: TaskId; files: readonly Artifact[] }) {
  const { t } = useTranslation();
  const client = useClient();
  const formats = useFormats();
  if (files.length === 0) return null;
  return (
    <section>
      <h3 className={styles['heading']}>{t('video.files')}</h3>
      <ul className={styles['files']}>
        {files.map(({ path, size }, index) => {
          const name = honest(fileNameOf(path));
          return (
            <li key={path}>
              <span className={styles['name']} title={honest(path)}>
                <bdi>{name}</bdi>
              </span>
              <span className={styles['bytes']}>{formats.bytes(size)}</span>
              {client.place.web ? (
                <IconButton
                  label={t('video.downloadFile', { name })}
                  Icon={Download}
                  onPress={() => void client.handOver('download', id, index + 1)}
                />
              ) : (
                <>
                  <IconButton
                    label={t('video.openFile', { name })}
                    Icon={ExternalLink}
                    onPress={() => void client.handOver('open', id, index + 1)}
                  />
                  <IconButton
                    label={t('video.revealFile', { name })}
                    Icon={FolderOpen}
                    onPress={() => void client.handOver('reveal', id, index + 1)}
                  />
                </>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
