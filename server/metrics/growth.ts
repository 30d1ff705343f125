import type { EventBatch } from '../../contract/events.ts';
import type { LiveFigures } from '../../contract/recording.ts';
import type { Progress, Task } from '../../contract/task.ts';

/** What only grows. */
export interface Grown {
  /** bytes that were stored */
  readonly bytes: number;
  /** gaps of recordings */
  readonly gaps: number;
  /** seconds that are missing in recordings */
  readonly missing: number;
}

const none: Grown = { bytes: 0, gaps: 0, missing: 0 };

/** Adds up by how much tasks grow, from what changes: a task is remembered only while it is on its way. */
export class Growth {
  readonly #last = new Map<string, Grown>();
  #total = none;
  #before: number;

  /** @param now milliseconds since the epoch */
  constructor(now: number) {
    this.#before = now;
  }

  /** Everything since the beginning. */
  get total(): Grown {
    return this.#total;
  }

  /** Takes in a batch that came at `now`. */
  take(batch: EventBatch, now: number): void {
    if (batch.reset) this.#last.clear();
    for (const task of batch.tasks) {
      // what was added since the batch before began with nothing
      this.#grow(task.id, task.progress, liveOf(task), task.createdAt >= this.#before);
      if (isOver(task)) this.#last.delete(task.id);
    }
    for (const { id, progress, live } of batch.progress) this.#grow(id, progress, live, false);
    for (const id of batch.removed) this.#last.delete(id);
    this.#before = now;
  }

  #grow(id: string, { done }: Progress, live: LiveFigures | null, isNew: boolean): void {
    const known = this.#last.get(id);
    const now: Grown = {
      bytes: done,
      gaps: live?.gaps ?? known?.gaps ?? 0,
      missing: live?.missing ?? known?.missing ?? 0,
    };
    const before = known ?? (isNew ? none : now);
    this.#last.set(id, now);
    this.#total = {
      bytes: this.#total.bytes + Math.max(0, now.bytes - before.bytes),
      gaps: this.#total.gaps + Math.max(0, now.gaps - before.gaps),
      missing: this.#total.missing + Math.max(0, now.missing - before.missing),
    };
  }
}

function liveOf({ state }: Task): LiveFigures | null {
  return state.name === 'running' ? state.live : null;
}

function isOver({ state }: Task): boolean {
  return state.name === 'completed' || state.name === 'failed' || state.name === 'canceled';
}
