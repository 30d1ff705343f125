import type { ErrorBody } from '../../contract/errors.ts';
import type { TaskId } from '../../contract/task.ts';
import type { Clock, Log } from '../host.ts';
import type { LeftoverTable } from '../store/leftovers.ts';
import type { Pool } from '../workers/pool.ts';

/** How often the deletion is tried in one run before it is left to the next. */
const tries = 3;
/** Milliseconds a worker gets to drop the traces of a finished file before it is asked in so many words. */
const dropWithin = 10_000;

/** Milliseconds after which finished deletions are written down together. */
const writeAfter = 1_000;

/** What the clean-up works with. */
export interface CleanUpParts {
  readonly table: LeftoverTable;
  readonly pool: Pool;
  readonly clock: Clock;
  readonly log: Log;
  /** a deletion is over */
  readonly onDone: () => void;
}

interface Pending {
  tried: number;
  /** cancels the wait for a worker that is about to do it by itself */
  cancel: () => void;
}

/**
 * Has workers delete the unfinished data of canceled and removed tasks, and the traces of finished ones. What is to be
 * deleted is on record until it is done, so a crash only delays it.
 */
export class CleanUp {
  readonly #parts: CleanUpParts;
  readonly #pending = new Map<TaskId, Pending>();
  readonly #done = new Set<TaskId>();
  #cancelWrite: (() => void) | undefined;

  constructor(parts: CleanUpParts) {
    this.#parts = parts;
  }

  /** How many deletions are under way. */
  get size(): number {
    return this.#pending.size;
  }

  /** True while data of this task is being deleted; it must not start meanwhile. */
  has(id: TaskId): boolean {
    return this.#pending.has(id);
  }

  /** Begins to delete what a task left behind; nothing if that is under way. */
  begin(id: TaskId, directory: string): void {
    if (this.#pending.has(id)) return;
    this.#done.delete(id);
    this.#pending.set(id, { tried: 1, cancel: () => undefined });
    this.#parts.pool.discard(id, directory);
  }

  /** The worker that has this finished job is about to drop its traces and will answer. */
  expect(id: TaskId, directory: string): void {
    const { pool, clock } = this.#parts;
    const cancel = clock.after(dropWithin, () => pool.send(id, { type: 'discard', id, directory }));
    this.#done.delete(id);
    this.#pending.set(id, { tried: 1, cancel });
  }

  /** A worker says that a job has stopped, or that its traces are gone; nothing if no deletion of it is under way. */
  done(id: TaskId): void {
    if (!this.#pending.has(id)) return;
    this.#done.add(id);
    this.#cancelWrite ??= this.#parts.clock.after(writeAfter, () => this.writeDone());
    this.#end(id);
  }

  /** The task starts anew: what it leaves from now on is another matter. */
  forget(id: TaskId): void {
    this.#done.delete(id);
  }

  /** Writes down what is done. Not at once: if it is lost, something that is gone is deleted once more. */
  writeDone(): void {
    this.#cancelWrite?.();
    this.#cancelWrite = undefined;
    if (this.#done.size === 0) return;
    try {
      this.#parts.table.deleteAll([...this.#done]);
      this.#done.clear();
    } catch (error) {
      this.#parts.log.warn('what was deleted could not be written down', { reason: String(error) });
    }
  }

  /** It cannot be deleted now; the next run tries again. */
  failed(id: TaskId, error: ErrorBody): void {
    if (!this.#pending.has(id)) return;
    const { code, detail } = error;
    this.#parts.log.warn('unfinished data could not be deleted', { task: id, code, detail });
    this.#end(id);
  }

  /** The worker is gone before it answered: another one tries, some times. */
  lost(id: TaskId): void {
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    pending.cancel();
    const directory = this.#parts.table.of(id);
    if (directory === undefined || pending.tried >= tries) {
      this.#end(id);
      return;
    }
    pending.tried++;
    this.#parts.pool.discard(id, directory);
  }

  #end(id: TaskId): void {
    this.#pending.get(id)?.cancel();
    this.#pending.delete(id);
    this.#parts.pool.free(id);
    this.#parts.onDone();
  }
}
