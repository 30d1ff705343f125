import { ChevronRight, ListVideo } from 'lucide-react';
import { memo } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import type { Group } from '../../contract/video.ts';
import { useFormats, useTasks } from '../client/client-context.tsx';
import { amount } from '../format/amount.ts';
import { hostOf } from '../format/links.ts';
import { honest } from '../format/names.ts';
import { groupState } from '../tasks/group-state.ts';
import { sizeOf } from '../tasks/rows.ts';
import styles from './list.module.css';
import { Bar } from './progress-bar.tsx';
import { RowButton } from './row-button.tsx';

/** The row of a group, over those of its tasks. Drawn again when its total changes, and for no other reason. */
export const GroupRow = memo(function GroupRow({ id, name }: { id: string; name: string }) {
  const group = useTasks((state) => state.groups.get(id));
  const { t } = useTranslation();
  if (!group) return null;
  const { counts } = group;
  return (
    <div className={styles['row']} data-group data-state={groupState(group)} data-warning={warns(group) || undefined}>
      <Button slot="chevron" className={styles['chevron'] ?? ''} aria-label={t('group.expand', { name: honest(name) })}>
        <ChevronRight size={17} aria-hidden />
      </Button>
      <div className={styles['what']}>
        <div className={styles['title']} title={honest(name)}>
          <ListVideo size={14} aria-hidden />
          <bdi dir="auto">{honest(name)}</bdi>
        </div>
        <div className={styles['under']}>
          <Counts group={group} />
          <bdi className={styles['host']} title={group.url}>
            {hostOf(group.url)}
          </bdi>
          <Brief group={group} />
        </div>
      </div>
      <Total group={group} />
      <Speed id={id} active={counts.active > 0} />
      <div className={styles['left']} />
      <Word group={group} />
      <RowButton id={id} name={name} />
    </div>
  );
});

/** Whether a group came to its end with some of it missing. */
function warns(group: Group): boolean {
  return groupState(group) === 'completed' && group.counts.failed > 0;
}

function Counts({ group }: { group: Group }) {
  const words = useCountWords(group);
  return words.map(({ text, bad }) => (
    <span key={text} className={styles['fact']} data-bad={bad || undefined}>
      {text}
    </span>
  ));
}

/** How many are done, and how many are not to be had. */
function useCountWords(group: Group): readonly { readonly text: string; readonly bad: boolean }[] {
  const { t } = useTranslation();
  const formats = useFormats();
  const { completed, failed, canceled } = group.counts;
  const total = sizeOf(group);
  return [
    { text: t('group.done', { number: formats.count(completed), total: formats.count(total) }), bad: false },
    ...(failed > 0 ? [{ text: t('group.failed', { count: failed, number: formats.count(failed) }), bad: true }] : []),
    ...(canceled > 0
      ? [{ text: t('group.canceled', { count: canceled, number: formats.count(canceled) }), bad: false }]
      : []),
  ];
}

/** All in one line, for a window that is too narrow for columns. */
function Brief({ group }: { group: Group }) {
  const formats = useFormats();
  const words = useCountWords(group).map(({ text }) => text);
  return <span className={styles['brief']}>{[...words, formats.percent(group.progress.fraction)].join(' · ')}</span>;
}

function Total({ group }: { group: Group }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { fraction } = group.progress;
  const state = groupState(group);
  const size = amount(group.progress, formats);
  if (state === 'completed' || state === 'canceled') return <div className={styles['progress']}>{size}</div>;
  return (
    <div className={styles['progress']}>
      <Bar
        name={group.title}
        label={t('group.progress', { name: honest(group.title) })}
        fraction={fraction}
        moving={state === 'running'}
      />
      <div className={styles['bytes']}>
        <span>{size}</span>
        <span>{formats.percent(fraction)}</span>
      </div>
    </div>
  );
}

/** Bytes a second of all that runs in a group. */
function Speed({ id, active }: { id: string; active: boolean }) {
  const formats = useFormats();
  const speed = useTasks(({ ledger }) => {
    if (!active) return 0;
    let sum = 0;
    for (const delta of ledger.moving.values()) {
      if (ledger.tasks.get(delta.id)?.group?.id === id) sum += delta.pace?.speed ?? 0;
    }
    return sum;
  });
  return <div className={styles['speed']}>{speed > 0 ? formats.speed(speed) : ''}</div>;
}

function Word({ group }: { group: Group }) {
  const { t } = useTranslation();
  const text = t(`state.${groupState(group)}`);
  return (
    <div className={styles['state']}>
      <span title={text}>{text}</span>
    </div>
  );
}
