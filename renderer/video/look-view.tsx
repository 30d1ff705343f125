import { Checkbox } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useClient } from '../client/client-context.tsx';
import { honest } from '../format/names.ts';
import type { Candidate } from '../review/candidate.ts';
import { BothQuestion } from './both-question.tsx';
import { ListView } from './list-view.tsx';
import type { Look } from './look.ts';
import { LookTrouble } from './look-trouble.tsx';
import { TextButton } from './text-button.tsx';
import styles from './video.module.css';
import { CardToCome, VideoCard } from './video-card.tsx';

/** What one link leads to, from near. It is asked for as soon as it is shown. */
export function LookView({ link, look }: { link: Candidate; look: Look | undefined }) {
  const { review: store } = useClient();
  const { t } = useTranslation();
  useEffect(() => store.looks.want(link.key), [store, link.key]);
  return (
    <>
      <Found link={link} look={look} />
      {link.duplicateOf !== null && <KnownNote link={link} older={link.duplicateOf} />}
      {link.kind === 'file' && look?.state !== 'failed' && (
        <p className={styles['instead']}>
          <TextButton onPress={() => store.switchVideo(link.key)}>{t('review.toFile')}</TextButton>
        </p>
      )}
    </>
  );
}

function Found({ link, look }: { link: Candidate; look: Look | undefined }) {
  if (look?.state === 'list') return <ListView linkKey={link.key} list={look.list} />;
  if (look?.state === 'both') return <BothQuestion linkKey={link.key} />;
  if (look?.state === 'failed') return <LookTrouble link={link} look={look} />;
  // one element for both, so that a screen reader hears when the answer is there
  return (
    <div role="status">
      {look?.state === 'video' ? (
        <VideoCard info={look.info} />
      ) : (
        <CardToCome url={link.url} list={link.kind === 'list' || look?.asked.as === 'list'} />
      )}
    </div>
  );
}

/** That the video was downloaded before, or is about to be: it is then had again only when somebody says so. */
function KnownNote({ link, older }: { link: Candidate; older: NonNullable<Candidate['duplicateOf']> }) {
  const { t } = useTranslation();
  const { review: store } = useClient();
  const ticked = useStore(store, ({ review }) => review?.ticked.has(link.key) ?? false);
  const done = older.state === 'completed';
  return (
    <Checkbox
      className={styles['known'] ?? ''}
      size="sm"
      label={t('video.onceMore')}
      description={t(done ? 'video.onceMoreDone' : 'video.onceMoreListed', { name: honest(older.name) })}
      checked={ticked}
      onChange={(event) => store.tick(event.currentTarget.checked ? [link.key] : [])}
    />
  );
}
