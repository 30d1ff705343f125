import type { TaskId } from '../../contract/task.ts';
import type { Clock, Log } from '../host.ts';

/** Milliseconds in which finished files are collected: bringing the record to the disk costs the same for one and for many. */
const collectFor = 1_000;
/** Finished files after which the record is brought to the disk at once. */
const atMost = 200;

/** What waits until the record of it is on the disk. */
export interface Settled {
  readonly id: TaskId;
  readonly directory: string;
  /** no worker has the job any more */
  lost: boolean;
}

/** What settling works with. */
export interface SettlingParts {
  readonly clock: Clock;
  readonly log: Log;
  /** brings everything that was written down to the disk; throws when it cannot */
  readonly flush: () => void;
  /** the record is safe: the traces of these may go */
  readonly drop: (settled: readonly Settled[]) => void;
  /** nothing waits any more */
  readonly onQuiet: () => void;
}

/**
 * Holds the traces of finished files back until the record of their completion would survive a loss of power. Without
 * record and traces nobody could tell a finished file from somebody else's, and it would be fetched again beside itself.
 */
export class Settling {
  readonly #parts: SettlingParts;
  readonly #waiting = new Map<TaskId, Settled>();
  #cancel: (() => void) | undefined;
  #closing = false;

  constructor(parts: SettlingParts) {
    this.#parts = parts;
  }

  get size(): number {
    return this.#waiting.size;
  }

  has(id: TaskId): boolean {
    return this.#waiting.has(id);
  }

  /** The completion of this task has just been written down. */
  add(settled: Settled): void {
    this.#waiting.set(settled.id, settled);
    if (this.#closing || this.#waiting.size >= atMost) this.settle();
    else this.#cancel ??= this.#parts.clock.after(collectFor, () => this.settle());
  }

  /** Its worker is gone. */
  lost(id: TaskId): void {
    const settled = this.#waiting.get(id);
    if (settled !== undefined) settled.lost = true;
  }

  /** Settles what waits now. What fails is tried again after a while, or by the next run when this one ends. */
  settle(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    if (this.#waiting.size === 0) return;
    const { clock, log, flush, drop, onQuiet } = this.#parts;
    try {
      flush();
    } catch (error) {
      log.warn('what is finished could not be brought to the disk', { reason: String(error) });
      if (this.#closing) this.#waiting.clear();
      else this.#cancel = clock.after(collectFor, () => this.settle());
      onQuiet();
      return;
    }
    const settled = [...this.#waiting.values()];
    this.#waiting.clear();
    drop(settled);
  }

  /** The program ends: nothing is waited for any more. */
  close(): void {
    this.#closing = true;
    this.settle();
  }
}
