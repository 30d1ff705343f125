import type { EventBatch, ProgressDelta } from '../../contract/events.ts';
import type { Task, TaskId } from '../../contract/task.ts';
import { isActive, isSettled } from './settled.ts';

/** What became of a followed task; `after` is `null` when it was removed. */
export interface Change {
  readonly before: Task;
  readonly after: Task | null;
}

/** The tasks a command waits for, kept current from batches; tasks of others are passed over. Counts are kept, not counted anew. */
export class Watch {
  readonly #tasks = new Map<TaskId, Task>();
  readonly #active = new Set<TaskId>();
  readonly #open = new Set<TaskId>();
  #removed = 0;
  #bytes = 0;

  /** Begins to follow a task, or takes note of its newer form. */
  put(task: Task): void {
    const before = this.#tasks.get(task.id);
    if (before !== undefined) this.#bytes += Math.max(0, task.progress.done - before.progress.done);
    this.#tasks.set(task.id, task);
    if (isActive(task)) this.#active.add(task.id);
    else this.#active.delete(task.id);
    if (isSettled(task)) this.#open.delete(task.id);
    else this.#open.add(task.id);
  }

  /** Applies a batch and tells what changed among the followed tasks, in the order of the batch. */
  apply(batch: EventBatch): Change[] {
    const changes: Change[] = [];
    for (const task of batch.tasks) this.#replace(task, changes);
    for (const delta of batch.progress) {
      const task = this.#tasks.get(delta.id);
      if (task !== undefined) this.#replace(advanced(task, delta), changes);
    }
    for (const id of batch.removed) this.#drop(id, changes);
    return changes;
  }

  #replace(task: Task, changes: Change[]): void {
    const before = this.#tasks.get(task.id);
    if (before === undefined) return;
    this.put(task);
    changes.push({ before, after: task });
  }

  #drop(id: TaskId, changes: Change[]): void {
    const before = this.#tasks.get(id);
    if (before === undefined) return;
    this.#tasks.delete(id);
    this.#active.delete(id);
    this.#open.delete(id);
    this.#removed += 1;
    changes.push({ before, after: null });
  }

  /** Takes a task out that an answer no longer knows. */
  forget(id: TaskId): Change[] {
    const changes: Change[] = [];
    this.#drop(id, changes);
    return changes;
  }

  get(id: TaskId): Task | undefined {
    return this.#tasks.get(id);
  }

  /** every followed task that is still there */
  get tasks(): Iterable<Task> {
    return this.#tasks.values();
  }

  /** ids of those that are not settled */
  get open(): ReadonlySet<TaskId> {
    return this.#open;
  }

  /** those with a worker, in the order they got it */
  get active(): Task[] {
    return Array.from(this.#active, (id) => this.#tasks.get(id)).filter((task) => task !== undefined);
  }

  /** how many are or were followed */
  get total(): number {
    return this.#tasks.size + this.#removed;
  }

  get removed(): number {
    return this.#removed;
  }

  /** bytes stored by all of them since they are followed */
  get bytes(): number {
    return this.#bytes;
  }
}

/** A task with newer figures. They only belong to a running task, so they are dropped elsewhere. */
function advanced(task: Task, { pace, live, progress }: ProgressDelta): Task {
  const state = task.state.name === 'running' && pace !== null ? { ...task.state, pace, live } : task.state;
  return { ...task, progress, state };
}
