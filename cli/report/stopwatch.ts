import type { Task, TaskId } from '../../contract/task.ts';
import { isActive } from '../follow/settled.ts';

/** How long tasks ran, as far as this command saw it: from the first sight of a working state to the end. */
export class Stopwatch {
  readonly #begun = new Map<TaskId, { readonly at: number; readonly done: number }>();

  /** Takes note of a task's state at `now` (milliseconds). */
  see(task: Task, now: number): void {
    if (isActive(task) && !this.#begun.has(task.id)) this.#begun.set(task.id, { at: now, done: task.progress.done });
  }

  /**
   * Seconds since it began, or `undefined` when it was never seen to work or had bytes already (a rate over its whole size
   * would then be a lie); forgets it.
   */
  stop(id: TaskId, now: number): number | undefined {
    const begun = this.#begun.get(id);
    this.#begun.delete(id);
    return begun === undefined || begun.done > 0 ? undefined : (now - begun.at) / 1000;
  }
}
