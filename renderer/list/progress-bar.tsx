import { useTranslation } from 'react-i18next';
import { honest } from '../format/names.ts';
import styles from './list.module.css';

interface BarProps {
  readonly name: string;
  /** 0 to 1, or `null` while the whole is unknown */
  readonly fraction: number | null;
  readonly moving: boolean;
  readonly recording?: true;
  /** what it is called; by default the progress of the name */
  readonly label?: string;
}

/** How far a task is. */
export function Bar({ name, fraction, moving, recording, label }: BarProps) {
  const { t } = useTranslation();
  return (
    <div
      className={styles['bar']}
      role="progressbar"
      aria-label={label ?? t('row.progress', { name: honest(name) })}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={fraction === null ? undefined : Math.floor(fraction * 100)}
      data-moving={moving || undefined}
      data-unknown={fraction === null || undefined}
      data-recording={recording}
    >
      <div style={fraction === null ? undefined : { transform: `scaleX(${fraction})` }} />
    </div>
  );
}
