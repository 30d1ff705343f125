import { Check } from 'lucide-react';
import { Checkbox } from 'react-aria-components/Checkbox';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useClient } from '../client/client-context.tsx';
import { honest } from '../format/names.ts';
import { FileName } from '../list/file-name.tsx';
import { LookCell } from '../video/look-cell.tsx';
import { TextButton } from '../video/text-button.tsx';
import { type Candidate, isOfSite, isStream, mayBePage } from './candidate.ts';
import { KindSwitch } from './kind-switch.tsx';
import styles from './review.module.css';

/** A link that was found: what it will be called, where it comes from, and what speaks against it. */
export function CandidateRow({ link }: { link: Candidate }) {
  const { review: store } = useClient();
  const ofSite = useStore(store, ({ review }) => review !== null && isOfSite(link, review));
  return (
    <div className={styles['row']}>
      {link.problem === null ? (
        <Checkbox slot="selection" className={styles['tick'] ?? ''}>
          <Check size={14} strokeWidth={3} aria-hidden />
        </Checkbox>
      ) : (
        <span />
      )}
      {ofSite ? <LookCell link={link} /> : <FileCell link={link} />}
      {link.duplicateOf === null ? <span /> : <DuplicateMark link={link} older={link.duplicateOf} />}
      <KindSwitch link={link} />
    </div>
  );
}

/** A link to a file or a stream: its name, and below it where it comes from or why it cannot be used. */
function FileCell({ link }: { link: Candidate }) {
  const { t } = useTranslation();
  const client = useClient();
  const stream = useStore(client.review, ({ review }) => review !== null && isStream(link, review));
  return (
    <div className={styles['what']}>
      <FileName name={link.name === '' ? link.url : link.name} />
      <div className={styles['under']} title={link.url} data-parts>
        {link.problem ? (
          <span className={styles['wrong']} title={link.problem.detail}>
            {client.explain(link.problem)}
          </span>
        ) : (
          <bdi className={styles['host']}>{link.host}</bdi>
        )}
        {!stream && link.problem === null && mayBePage(link) && (
          <span className={styles['search']} title={t('video.lookHereHint')}>
            {' · '}
            <TextButton onPress={() => client.review.switchVideo(link.key)}>{t('video.lookHere')}</TextButton>
          </span>
        )}
      </div>
    </div>
  );
}

/** Says that a link is known already. A stream that was recorded before can well be recorded again. */
function DuplicateMark({ link, older }: { link: Candidate; older: NonNullable<Candidate['duplicateOf']> }) {
  const { t } = useTranslation();
  const name = honest(older.name);
  const recorded = link.kind === 'stream' && older.state === 'completed';
  const hint = recorded ? t('review.duplicateRecordedHint', { name }) : t('review.duplicateHint', { name });
  return (
    <span className={styles['mark']} data-quiet={recorded || undefined} title={hint}>
      {older.state !== 'completed'
        ? t('review.duplicateUnfinished')
        : recorded
          ? t('review.duplicateRecorded')
          : t('review.duplicateDone')}
    </span>
  );
}
