import type { Progress, Task } from '../../contract/task.ts';
import { useFormats } from '../client/client-context.tsx';
import { amount } from '../format/amount.ts';
import styles from './list.module.css';
import { Bar } from './progress-bar.tsx';

/** The bar and the bytes of a task; only the size once it is done, nothing before anything is known. */
export function ProgressCell({ task, progress }: { task: Task; progress: Progress }) {
  const formats = useFormats();
  const { done, fraction } = progress;
  const state = task.state.name;
  if (state === 'completed') {
    const size = task.state.artifacts.reduce((sum, artifact) => sum + artifact.size, 0);
    return <div className={styles['progress']}>{formats.bytes(size)}</div>;
  }
  const begun = done > 0 || state === 'running' || state === 'finishing';
  if (state === 'canceled') return <div className={styles['progress']} />;
  const moving = state === 'running' || state === 'finishing';
  // of something that rests and whose whole is unknown, a bar says nothing
  if (!begun || (fraction === null && !moving))
    return <div className={styles['progress']}>{amount(progress, formats)}</div>;
  return (
    <div className={styles['progress']}>
      <Bar name={task.name} fraction={fraction} moving={moving} />
      <div className={styles['bytes']}>
        <span>{amount(progress, formats)}</span>
        <span>{fraction === null ? '' : formats.percent(fraction)}</span>
      </div>
    </div>
  );
}
