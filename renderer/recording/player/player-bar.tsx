import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { StreamTask } from '../../../contract/task.ts';
import { useFormats } from '../../client/client-context.tsx';
import { isOpenEnded, type Watch } from '../use-watch.ts';
import styles from './player.module.css';

/** Says what plays, and leads to the newest that is recorded and out of the player. */
export function PlayerBar({ task, watch }: { task: StreamTask; watch: Watch }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const source = watch.wish?.source;
  if (!source) return null;
  return (
    <div className={styles['bar']}>
      <span>
        {source.kind === 'live' ? t('player.live') : t('player.part', { number: formats.count(source.part) })}
      </span>
      {isOpenEnded(task) && (
        <Button size="compact-xs" variant="default" onClick={() => watch.play(Number.MAX_SAFE_INTEGER)}>
          {t('player.newest')}
        </Button>
      )}
      <Button size="compact-xs" variant="default" onClick={watch.hide}>
        {t('recording.hide')}
      </Button>
    </div>
  );
}
