import { VisuallyHidden } from '@mantine/core';
import { ArrowDownToLine, ChevronsUpDown, CircleDot, Clapperboard, ListVideo, type LucideIcon } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useClient } from '../client/client-context.tsx';
import { honest } from '../format/names.ts';
import { type Candidate, isOfSite, type Part, partOf } from './candidate.ts';
import styles from './review.module.css';

const faces = {
  file: { Icon: ArrowDownToLine, text: 'review.kindFile' },
  stream: { Icon: CircleDot, text: 'review.kindStream' },
  video: { Icon: Clapperboard, text: 'review.kindVideo' },
  list: { Icon: ListVideo, text: 'review.kindList' },
} as const satisfies Record<Exclude<Part, 'open'>, { Icon: LucideIcon; text: string }>;

/**
 * What becomes of a link: whether it is downloaded as a file or recorded as a stream, or leads to a video or a list of them. A
 * link alone does not always tell, so what looks like a file can be switched; the others are nothing but what they are.
 */
export function KindSwitch({ link }: { link: Candidate }) {
  const { t } = useTranslation();
  const { review: store } = useClient();
  const part = useStore(store, ({ review }) => (review === null ? 'open' : partOf(link, review)));
  const searched = useStore(store, ({ review }) => review !== null && link.kind === 'file' && isOfSite(link, review));
  if (link.kind === null) return <span />;
  const { Icon, text } = faces[part === 'open' ? (link.kind === 'list' ? 'list' : 'video') : part];
  const face = (
    <>
      <Icon size={13} aria-hidden />
      <span>{t(text)}</span>
    </>
  );
  if (link.kind !== 'file') {
    return (
      <span className={styles['kind']} data-stream={part === 'stream' || undefined}>
        {face}
      </span>
    );
  }
  const other = part === 'file' ? t('review.toStream') : t('review.toFile');
  return (
    <span title={other}>
      <Button
        className={styles['kind'] ?? ''}
        data-stream={part === 'stream' || undefined}
        onPress={() => (searched ? store.switchVideo(link.key) : store.switchKind(link.key))}
      >
        {face}
        <VisuallyHidden>{`, ${honest(link.name === '' ? link.url : link.name)}: ${other}`}</VisuallyHidden>
        <ChevronsUpDown size={11} aria-hidden />
      </Button>
    </span>
  );
}
