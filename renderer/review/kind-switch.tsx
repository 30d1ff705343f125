import { VisuallyHidden } from '@mantine/core';
import { ArrowDownToLine, ChevronsUpDown, CircleDot } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useClient } from '../client/client-context.tsx';
import { honest } from '../format/names.ts';
import { type Candidate, isStream } from './candidate.ts';
import styles from './review.module.css';

/**
 * Whether a link is downloaded as a file or recorded as a stream. A link alone does not always tell, so a file can be
 * switched; a playlist is nothing but a stream.
 */
export function KindSwitch({ link }: { link: Candidate }) {
  const { t } = useTranslation();
  const { review: store } = useClient();
  const stream = useStore(store, ({ review }) => review !== null && isStream(link, review));
  if (link.kind === null) return <span />;
  const other = stream ? t('review.toFile') : t('review.toStream');
  const face = stream ? (
    <>
      <CircleDot size={13} aria-hidden />
      {t('review.kindStream')}
    </>
  ) : (
    <>
      <ArrowDownToLine size={13} aria-hidden />
      {t('review.kindFile')}
    </>
  );
  if (link.kind === 'stream') {
    return (
      <span className={styles['kind']} data-stream>
        {face}
      </span>
    );
  }
  return (
    <span title={other}>
      <Button
        className={styles['kind'] ?? ''}
        data-stream={stream || undefined}
        onPress={() => store.switchKind(link.key)}
      >
        {face}
        <VisuallyHidden>{`, ${honest(link.name === '' ? link.url : link.name)}: ${other}`}</VisuallyHidden>
        <ChevronsUpDown size={11} aria-hidden />
      </Button>
    </span>
  );
}
