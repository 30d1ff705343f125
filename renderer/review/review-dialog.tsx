import { Button, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useClient, useFormats } from '../client/client-context.tsx';
import { useLast } from '../dialogs/use-last.ts';
import { FolderPicker } from '../preferences/folder-picker.tsx';
import { CandidateList } from './candidate-list.tsx';
import styles from './review.module.css';

/** What was recognised, before any of it starts: choose among the links, choose the folder, go. */
export function ReviewDialog() {
  const { t } = useTranslation();
  const client = useClient();
  const formats = useFormats();
  const open = useStore(client.review, (state) => state.review);
  const review = useLast(open);
  if (!review) return null;
  const found = review.candidates.length;
  const chosen = review.ticked.size;
  return (
    <Modal
      opened={open !== null}
      onClose={client.review.dismiss}
      title={t('review.title', { count: found, number: formats.count(found) })}
      size={720}
      closeButtonProps={{ 'aria-label': t('review.cancel') }}
    >
      <CandidateList review={review} />
      <div className={styles['folder']}>
        <FolderPicker label={t('review.folder')} path={review.directory} onPick={client.review.saveTo} />
      </div>
      {review.problem && (
        <p className={styles['problem']} role="alert">
          {client.explain(review.problem)}
          {review.problem.detail !== undefined && <code>{review.problem.detail}</code>}
        </p>
      )}
      <div className={styles['answers']}>
        <Button
          variant="default"
          className={styles['later'] ?? ''}
          disabled={chosen === 0 || review.busy}
          onClick={() => void client.confirm('paused')}
        >
          {t('review.paused')}
        </Button>
        <Button variant="default" onClick={client.review.dismiss}>
          {t('review.cancel')}
        </Button>
        <Button data-autofocus disabled={chosen === 0} loading={review.busy} onClick={() => void client.confirm('now')}>
          {chosen === 0
            ? t('review.confirmNone')
            : t('review.confirm', { count: chosen, number: formats.count(chosen) })}
        </Button>
      </div>
    </Modal>
  );
}
