import {
  ArrowDownToLine,
  Ban,
  CircleAlert,
  CircleCheck,
  CircleDotDashed,
  CirclePause,
  Clock,
  FileCheck2,
  History,
  type LucideIcon,
} from 'lucide-react';
import type { StateName, TaskState } from '../../contract/task.ts';
import styles from './list.module.css';

const icons: Readonly<Record<StateName, LucideIcon>> = {
  scheduled: Clock,
  queued: Clock,
  resolving: CircleDotDashed,
  running: ArrowDownToLine,
  finishing: FileCheck2,
  paused: CirclePause,
  completed: CircleCheck,
  failed: CircleAlert,
  canceled: Ban,
};

/** The state as a sign; the word for it stands at the end of the row. */
export function StateIcon({ state }: { state: TaskState }) {
  const waits = state.name === 'queued' && state.waiting !== null;
  const Icon = waits ? History : icons[state.name];
  return (
    <Icon
      className={styles['icon']}
      size={18}
      strokeWidth={1.75}
      data-state={waits ? 'trouble' : state.name}
      aria-hidden
    />
  );
}
