import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useClient, useFormats } from '../../client/client-context.tsx';
import { honest } from '../../format/names.ts';
import styles from './player.module.css';
import type { Trouble } from './trouble.ts';

interface TroubleNoteProps {
  readonly trouble: Trouble;
  readonly onAgain: () => void;
  /** shows it with another program; `null` when there is no file yet */
  readonly onElsewhere: (() => void) | null;
}

/** Says in the place of the picture why there is none, and what can be done. */
export function TroubleNote({ trouble, onAgain, onElsewhere }: TroubleNoteProps) {
  const { t } = useTranslation();
  const { web } = useClient().place;
  const words = useTroubleWords();
  if (trouble.kind === 'absent') {
    return (
      <div className={styles['note']} role="status">
        <p>{words(trouble)}</p>
      </div>
    );
  }
  return (
    <div className={styles['note']} role="alert">
      <p>{words(trouble)}</p>
      {onElsewhere === null && trouble.kind !== 'failed' && (
        <p>{t(web ? 'player.downloadLater' : 'player.openLater')}</p>
      )}
      <div>
        {trouble.kind === 'failed' && (
          <Button variant="default" onClick={onAgain}>
            {t('player.again')}
          </Button>
        )}
        {onElsewhere && <Button onClick={onElsewhere}>{t(web ? 'player.download' : 'player.open')}</Button>}
      </div>
    </div>
  );
}

function useTroubleWords(): (trouble: Trouble) => string {
  const { t } = useTranslation();
  const formats = useFormats();
  return (trouble) => {
    switch (trouble.kind) {
      case 'absent':
        return t('player.nothingYet');
      case 'codec':
        return t('player.cannotThis');
      case 'codecs':
        return t('player.cannot', { codecs: formats.list(trouble.names) });
      case 'container':
        return t('player.cannotContainer');
      case 'failed':
        return t('player.failed', { detail: honest(trouble.detail) });
    }
  };
}
