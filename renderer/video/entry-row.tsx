import { Ban, Check, CircleAlert, CircleCheck, Clock } from 'lucide-react';
import { memo } from 'react';
import { Checkbox } from 'react-aria-components/Checkbox';
import { useTranslation } from 'react-i18next';
import type { ListEntry } from '../../contract/video.ts';
import { useFormats } from '../client/client-context.tsx';
import { honest } from '../format/names.ts';
import { isThere, markOf } from './list-choice.ts';
import styles from './video.module.css';

interface EntryRowProps {
  readonly entry: ListEntry;
  /** whether channels differ, so that each is worth a column */
  readonly channel: boolean;
  /** whether there is something to say of any of them */
  readonly mark: boolean;
}

const signs = { downloaded: CircleCheck, listed: Clock, failed: CircleAlert, missing: Ban } as const;

/** One video of a list: its place, what it is, and whether it is here already or cannot be had. */
export const EntryRow = memo(function EntryRow({ entry, channel, mark }: EntryRowProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const there = isThere(entry);
  return (
    <div
      className={styles['entry']}
      data-channel={channel || undefined}
      data-marks={mark || undefined}
      data-missing={!there || undefined}
    >
      {there ? (
        <Checkbox slot="selection" className={styles['box'] ?? ''}>
          <Check size={14} strokeWidth={3} aria-hidden />
        </Checkbox>
      ) : (
        <span />
      )}
      <span className={styles['number']}>{formats.count(entry.number)}</span>
      <span className={styles['name']} title={honest(entry.title)}>
        <bdi>{honest(entry.title)}</bdi>
      </span>
      {channel && (
        <span className={styles['maker']} title={honest(entry.channel ?? '')}>
          <bdi>{honest(entry.channel ?? '')}</bdi>
        </span>
      )}
      {mark && <Mark entry={entry} />}
      <span className={styles['time']}>
        {entry.live ? t('video.live') : entry.duration === null ? '' : formats.clock(entry.duration)}
      </span>
    </div>
  );
});

/** That a video is here already, or why it cannot be had. */
function Mark({ entry }: { entry: ListEntry }) {
  const { t } = useTranslation();
  const mark = isThere(entry) ? markOf(entry) : 'missing';
  const lack = useLackWords();
  if (mark === null) return <span />;
  const text = mark === 'missing' ? lack(entry.missing ?? '') : t(`video.markOf.${mark}`);
  const Sign = signs[mark];
  return (
    <span className={styles['mark']} data-mark={mark} title={text}>
      <Sign size={13} aria-hidden />
      <span>{text}</span>
    </span>
  );
}

/** What lists say where a video cannot be had, by the word that gives it away. */
const lacks = [
  ['private', /private/i],
  ['deleted', /deleted|removed/i],
  ['members', /member/i],
  ['unavailable', /unavailable/i],
] as const;

/** Puts the reason of a list into the language of the window; one that nobody knows stays as it is. */
function useLackWords(): (reason: string) => string {
  const { t } = useTranslation();
  return (reason) => {
    const known = lacks.find(([, pattern]) => pattern.test(reason))?.[0];
    return known === undefined ? honest(reason) : t(`video.missingOf.${known}`);
  };
}
