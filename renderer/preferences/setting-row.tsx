import { type ReactNode, useId } from 'react';
import styles from './preferences.module.css';

/** Ids that tie a control to its words. */
interface Tied {
  readonly id: string;
  readonly labelId: string;
  readonly hintId: string;
}

interface SettingRowProps {
  readonly label: string;
  readonly hint: string;
  readonly children: (tied: Tied) => ReactNode;
}

/** A setting: what it is and what it does on one side, its control on the other. */
export function SettingRow({ label, hint, children }: SettingRowProps) {
  const id = useId();
  const tied = { id, labelId: `${id}label`, hintId: `${id}hint` };
  return (
    <div className={styles['row']}>
      <div>
        <label htmlFor={id} id={tied.labelId}>
          {label}
        </label>
        <p id={tied.hintId}>{hint}</p>
      </div>
      <div className={styles['control']}>{children(tied)}</div>
    </div>
  );
}

/** A heading with the settings that belong under it. */
export function SettingGroup({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles['section']}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}
