import type { Progress, StateName, TaskId } from '../../contract/task.ts';
import type { Group } from '../../contract/video.ts';

type Counts = Group['counts'];

/** Fractions are added up in whole millionths: sums of them are exact, however often one is taken out and put in again. */
const whole = 1_000_000;

/** What one task adds to the total. */
interface Share {
  readonly as: keyof Counts;
  /** millionths */
  readonly fraction: number;
  readonly done: number;
  readonly total: number | null;
}

/** A task as far as it matters here. */
export interface Member {
  readonly state: StateName;
  readonly progress: Progress;
}

/** The total of a group, kept up to date a task at a time: the cost of a change does not grow with the group. */
export class GroupTotal {
  readonly #shares = new Map<TaskId, Share>();
  readonly #counts: Counts = { waiting: 0, active: 0, paused: 0, completed: 0, failed: 0, canceled: 0 };
  /** over all that are not canceled */
  #fraction = 0;
  #done = 0;
  #total = 0;
  #ofUnknownSize = 0;

  /** A task is in the group, or is another than before. */
  set(id: TaskId, member: Member): void {
    this.delete(id);
    const share = shareOf(member);
    this.#shares.set(id, share);
    this.#add(share, 1);
  }

  /** A task is in it no more. */
  delete(id: TaskId): void {
    const share = this.#shares.get(id);
    if (share === undefined) return;
    this.#shares.delete(id);
    this.#add(share, -1);
  }

  get counts(): Counts {
    return { ...this.#counts };
  }

  /** The mean of what the tasks have reached that are not canceled; each counts the same, whatever its size. */
  get progress(): Group['progress'] {
    const counted = this.#shares.size - this.#counts.canceled;
    return {
      fraction: counted === 0 ? 0 : this.#fraction / whole / counted,
      done: this.#done,
      total: this.#ofUnknownSize > 0 ? null : this.#total,
    };
  }

  #add({ as, fraction, done, total }: Share, sign: 1 | -1): void {
    this.#counts[as] += sign;
    if (as === 'canceled') return;
    this.#fraction += sign * fraction;
    this.#done += sign * done;
    this.#total += sign * (total ?? 0);
    if (total === null) this.#ofUnknownSize += sign;
  }
}

function shareOf({ state, progress }: Member): Share {
  const { done, total } = progress;
  // only what is completed is whole
  const fraction = state === 'completed' ? whole : Math.min(whole - 1, Math.floor((progress.fraction ?? 0) * whole));
  return { as: countedAs[state], fraction, done, total };
}

const countedAs: Readonly<Record<StateName, keyof Counts>> = {
  scheduled: 'waiting',
  queued: 'waiting',
  resolving: 'active',
  running: 'active',
  finishing: 'active',
  paused: 'paused',
  completed: 'completed',
  failed: 'failed',
  canceled: 'canceled',
};
