import { Button, Modal } from '@mantine/core';
import { ArrowLeft } from 'lucide-react';
import { type SubmitEvent, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useClient, useFormats } from '../client/client-context.tsx';
import { useLast } from '../dialogs/use-last.ts';
import { FolderPicker } from '../preferences/folder-picker.tsx';
import { SubfolderField } from '../preferences/subfolder-field.tsx';
import { LookView } from '../video/look-view.tsx';
import { readVideoForm } from '../video/video-form.ts';
import { VideoSettings } from '../video/video-settings.tsx';
import { useIsNarrow } from '../window/use-room.ts';
import { readAccess } from './access-form.ts';
import { AccessSettings } from './access-settings.tsx';
import { onlyOfSite, type Review } from './candidate.ts';
import { CandidateList } from './candidate-list.tsx';
import { planOf } from './plan.ts';
import { promiseOf } from './promise.ts';
import { readForm } from './recording-form.ts';
import { RecordingSettings } from './recording-settings.tsx';
import styles from './review.module.css';

/** What was recognised, before any of it starts: choose among the links, say how to record, choose the folder, go. */
export function ReviewDialog() {
  const { t } = useTranslation();
  const client = useClient();
  const fullScreen = useIsNarrow();
  const formats = useFormats();
  const open = useStore(client.review, (state) => state.review);
  const review = useLast(open);
  if (!review) return null;
  const found = review.candidates.length;
  return (
    <Modal
      fullScreen={fullScreen}
      opened={open !== null}
      onClose={client.review.dismiss}
      title={t('review.title', { count: found, number: formats.count(found) })}
      size={720}
      closeButtonProps={{ 'aria-label': t('review.cancel') }}
    >
      <Content review={review} />
    </Modal>
  );
}

function Content({ review }: { review: Review }) {
  const { t } = useTranslation();
  const client = useClient();
  const formats = useFormats();
  const chosen = review.candidates.filter(({ key }) => review.ticked.has(key));
  const plan = planOf(review, chosen);
  const { streams, files, videos, listed, info, alone } = plan;
  const reading = readForm(review.form, Date.now());
  const scheduled = reading.startAt !== null;
  const video = readVideoForm(review.video, info, alone);
  // pasted cookies may be megabytes
  const access = useMemo(() => readAccess(review.access), [review.access]);
  const able =
    plan.ready &&
    access.wrong.size === 0 &&
    (streams === 0 || reading.wrong.size === 0) &&
    (videos + listed === 0 || video.wrong.size === 0);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (able) void client.confirm('now');
  };
  return (
    <form noValidate onSubmit={submit}>
      <Found review={review} />
      {videos + listed > 0 && (
        <VideoSettings form={review.video} reading={video} count={videos + listed} info={info} alone={alone} />
      )}
      {streams > 0 && <RecordingSettings form={review.form} reading={reading} count={streams} />}
      <AccessSettings
        form={review.access}
        reading={access}
        chosen={chosen}
        recorded={streams > 0}
        nameable={chosen.length === 1 && plan.lists === 0}
        open={review.accessOpen}
      />
      <div className={styles['folder']}>
        {client.place.web ? (
          <SubfolderField label={t('review.folder')} path={review.directory} onPick={client.review.saveTo} />
        ) : (
          <FolderPicker label={t('review.folder')} path={review.directory} onPick={client.review.saveTo} />
        )}
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
          // what is paused would not start at its time
          disabled={!able || review.busy || (streams > 0 && scheduled)}
          onClick={() => void client.confirm('paused')}
        >
          {t('review.paused')}
        </Button>
        <Button variant="default" onClick={client.review.dismiss}>
          {t('review.cancel')}
        </Button>
        <Button type="submit" data-autofocus disabled={!able} loading={review.busy}>
          {promiseOf({ files, videos: videos + listed, streams, scheduled }, t, formats)}
        </Button>
      </div>
    </form>
  );
}

/** The links, or in their place the only one, or one of them from near. */
function Found({ review }: { review: Review }) {
  const { t } = useTranslation();
  const { review: store } = useClient();
  const near = review.candidates.find(({ key }) => key === review.near);
  const shown = onlyOfSite(review) ?? near;
  if (!shown) return <CandidateList review={review} />;
  return (
    <>
      {review.candidates.length > 1 && (
        <Button
          className={styles['back'] ?? ''}
          size="compact-sm"
          variant="subtle"
          leftSection={<ArrowLeft size={14} aria-hidden />}
          onClick={() => store.goNear(null)}
        >
          {t('video.back')}
        </Button>
      )}
      <LookView link={shown} look={review.looks.get(shown.key)} />
    </>
  );
}
