import {
  ArrowDownToLine,
  Ban,
  CircleAlert,
  CircleCheck,
  CircleDot,
  CircleDotDashed,
  CirclePause,
  Clock,
  FileCheck2,
  History,
  Hourglass,
  type LucideIcon,
  Radio,
  Unplug,
} from 'lucide-react';
import type { LiveFigures } from '../../contract/recording.ts';
import type { StateName, Task } from '../../contract/task.ts';
import { interruptionOf } from '../recording/outages.ts';
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

/** The sign for a task, and the name of its colour. */
function signOf({ kind, state }: Task, live: LiveFigures | null): { Icon: LucideIcon; tone: string } {
  if (state.name === 'queued' && state.waiting !== null) {
    if (state.waiting.why === 'slot') return { Icon: Hourglass, tone: 'trouble' };
    return state.waiting.why === 'live' ? { Icon: Radio, tone: 'queued' } : { Icon: History, tone: 'trouble' };
  }
  if (kind === 'stream' && state.name === 'running') {
    return interruptionOf(live) ? { Icon: Unplug, tone: 'trouble' } : { Icon: CircleDot, tone: 'recording' };
  }
  return { Icon: icons[state.name], tone: state.name };
}

/** The state as a sign; the word for it stands at the end of the row. */
export function StateIcon({ task, live }: { task: Task; live: LiveFigures | null }) {
  const { Icon, tone } = signOf(task, live);
  return <Icon className={styles['icon']} size={18} strokeWidth={1.75} data-state={tone} aria-hidden />;
}
