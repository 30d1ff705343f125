import { useTranslation } from 'react-i18next';
import type { Progress, Task } from '../../contract/task.ts';
import { useFormats } from '../client/client-context.tsx';
import { amount } from '../format/amount.ts';
import { honest } from '../format/names.ts';
import styles from './list.module.css';

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
  if (!begun) return <div className={styles['progress']}>{amount(progress, formats)}</div>;
  return (
    <div className={styles['progress']}>
      <Bar name={task.name} fraction={fraction} moving={state === 'running' || state === 'finishing'} />
      <div className={styles['bytes']}>
        <span>{amount(progress, formats)}</span>
        <span>{fraction === null ? '' : formats.percent(fraction)}</span>
      </div>
    </div>
  );
}

function Bar({ name, fraction, moving }: { name: string; fraction: number | null; moving: boolean }) {
  const { t } = useTranslation();
  return (
    <div
      className={styles['bar']}
      role="progressbar"
      aria-label={t('row.progress', { name: honest(name) })}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={fraction === null ? undefined : Math.floor(fraction * 100)}
      data-moving={moving || undefined}
      data-unknown={fraction === null || undefined}
    >
      <div style={fraction === null ? undefined : { transform: `scaleX(${fraction})` }} />
    </div>
  );
}
