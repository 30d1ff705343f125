import { Check } from 'lucide-react';
import { Checkbox } from 'react-aria-components/Checkbox';
import { useTranslation } from 'react-i18next';
import { useClient } from '../client/client-context.tsx';
import { honest } from '../format/names.ts';
import { FileName } from '../list/file-name.tsx';
import styles from './review.module.css';
import type { Candidate } from './review-store.ts';

/** A link that was found: what it will be called, where it comes from, and what speaks against it. */
export function CandidateRow({ link }: { link: Candidate }) {
  const { t } = useTranslation();
  const client = useClient();
  return (
    <div className={styles['row']}>
      {link.problem === null ? (
        <Checkbox slot="selection" className={styles['tick'] ?? ''}>
          <Check size={14} strokeWidth={3} aria-hidden />
        </Checkbox>
      ) : (
        <span />
      )}
      <div className={styles['what']}>
        <FileName name={link.name === '' ? link.url : link.name} />
        <div className={styles['under']} title={link.url}>
          {link.problem ? (
            <span className={styles['wrong']} title={link.problem.detail}>
              {client.explain(link.problem)}
            </span>
          ) : (
            <bdi>{link.host}</bdi>
          )}
        </div>
      </div>
      {link.duplicateOf === null ? (
        <span />
      ) : (
        <span className={styles['mark']} title={t('review.duplicateHint', { name: honest(link.duplicateOf.name) })}>
          {link.duplicateOf.state === 'completed' ? t('review.duplicateDone') : t('review.duplicateUnfinished')}
        </span>
      )}
      <span className={styles['kind']}>{link.kind === 'file' ? t('review.kindFile') : ''}</span>
    </div>
  );
}
