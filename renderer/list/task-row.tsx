import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Pace, Progress, Task, TaskId } from '../../contract/task.ts';
import { useClient, useFormats, useTasks } from '../client/client-context.tsx';
import { amount } from '../format/amount.ts';
import { hostOf } from '../format/links.ts';
import { FileName } from './file-name.tsx';
import styles from './list.module.css';
import { ProgressCell } from './progress-cell.tsx';
import { StateIcon } from './state-icon.tsx';
import { StateText } from './state-text.tsx';
import { troubleOf } from './trouble.ts';

/** A task and its newest figures. The pace is `null` while no bytes move. */
interface Figures {
  readonly task: Task;
  readonly progress: Progress;
  readonly pace: Pace | null;
}

function useFigures(id: TaskId): Figures | null {
  const task = useTasks((state) => state.ledger.tasks.get(id));
  const delta = useTasks((state) => state.ledger.moving.get(id));
  if (!task) return null;
  return { task, progress: delta?.progress ?? task.progress, pace: delta?.pace ?? null };
}

/** One row. Drawn again when its own task changes, and for no other reason. */
export const TaskRow = memo(function TaskRow({ id }: { id: TaskId }) {
  const figures = useFigures(id);
  const client = useClient();
  const formats = useFormats();
  const { t } = useTranslation();
  if (!figures) return null;
  const { task, progress, pace } = figures;
  const trouble = troubleOf(task.state);
  const speed = pace && pace.speed > 0 ? formats.speed(pace.speed) : '';
  const left = pace?.eta == null ? '' : t('row.left', { time: formats.duration(pace.eta) });
  const explained = trouble && client.explain(trouble);
  return (
    <div className={styles['row']} data-state={task.state.name}>
      <StateIcon state={task.state} />
      <div className={styles['what']}>
        <FileName name={task.name} />
        <div className={styles['under']}>
          <bdi className={styles['host']} title={task.url}>
            {hostOf(task.url)}
          </bdi>
          <span className={styles['brief']}>
            {explained ?? ([amount(progress, formats), speed, left].filter(Boolean).join(' · ') || hostOf(task.url))}
          </span>
        </div>
      </div>
      {explained === null ? (
        <>
          <ProgressCell task={task} progress={progress} />
          <div className={styles['speed']}>{speed}</div>
          <div className={styles['left']}>{left}</div>
        </>
      ) : (
        <div
          className={styles['trouble']}
          title={trouble?.detail === undefined ? explained : `${explained}\n${trouble.detail}`}
        >
          {explained}
        </div>
      )}
      <StateText state={task.state} />
    </div>
  );
});
