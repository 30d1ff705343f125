import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '../client/client-context.tsx';
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
      {link.kind === 'file' && look?.state !== 'failed' && (
        <p className={styles['instead']}>
          <TextButton onPress={() => store.switchVideo(link.key)}>{t('review.toFile')}</TextButton>
        </p>
      )}
    </>
  );
}

function Found({ link, look }: { link: Candidate; look: Look | undefined }) {
  switch (look?.state) {
    case 'video':
      return <VideoCard info={look.info} />;
    case 'list':
      return <ListView linkKey={link.key} list={look.list} />;
    case 'both':
      return <BothQuestion linkKey={link.key} />;
    case 'failed':
      return <LookTrouble link={link} look={look} />;
    default:
      return <CardToCome url={link.url} list={link.kind === 'list' || look?.asked.as === 'list'} />;
  }
}
