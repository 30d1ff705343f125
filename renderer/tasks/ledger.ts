import type { EventBatch, ProgressDelta } from '../../contract/events.ts';
import type { Progress, Task, TaskId } from '../../contract/task.ts';
import { reorder } from './order.ts';

/** Everything the window knows about tasks. Never changed in place, so that whoever looks can compare by identity. */
export interface Ledger {
  readonly tasks: ReadonlyMap<TaskId, Task>;
  /**
   * The newest figures of every task that runs or finishes. Kept apart from `tasks`: it holds a handful of entries and is replaced ten
   * times a second, while the big map is only copied when a task changes its state.
   */
  readonly moving: ReadonlyMap<TaskId, ProgressDelta>;
  /** all ids as the list shows them */
  readonly order: readonly TaskId[];
}

export const emptyLedger: Ledger = { tasks: new Map(), moving: new Map(), order: [] };

/** Takes in whole tasks, new or changed, and forgets removed ones. */
export function applyTasks(ledger: Ledger, changed: readonly Task[], removed: readonly TaskId[] = []): Ledger {
  if (changed.length === 0 && removed.length === 0) return ledger;
  const tasks = new Map(ledger.tasks);
  const moving = new Map(ledger.moving);
  const touched = new Set<TaskId>();
  for (const task of changed) {
    tasks.set(task.id, task);
    if (task.state.name === 'running') {
      const { pace, live } = task.state;
      moving.set(task.id, { id: task.id, progress: task.progress, pace, live });
    } else {
      moving.delete(task.id);
    }
    touched.add(task.id);
  }
  for (const id of removed) {
    tasks.delete(id);
    moving.delete(id);
    touched.add(id);
  }
  return { tasks, moving, order: reorder(ledger.order, ledger.tasks, tasks, touched) };
}

/**
 * Takes in one page of the list. What events have told since the list was begun is newer than any page, so those ids
 * are left alone.
 *
 * @param touched ids that events have changed or removed meanwhile
 */
export function applyPage(ledger: Ledger, page: readonly Task[], touched: ReadonlySet<TaskId>): Ledger {
  return applyTasks(
    ledger,
    page.filter((task) => !touched.has(task.id)),
  );
}

/** Takes in one batch of events. A batch with `reset` is not for here: it asks for the whole list again. */
export function applyBatch(ledger: Ledger, batch: Pick<EventBatch, 'tasks' | 'progress' | 'removed'>): Ledger {
  const next = applyTasks(ledger, batch.tasks, batch.removed);
  const known = batch.progress.filter((delta) => isMoving(next.tasks.get(delta.id)));
  if (known.length === 0) return next;
  const moving = new Map(next.moving);
  for (const delta of known) moving.set(delta.id, delta);
  return { ...next, moving };
}

function isMoving(task: Task | undefined): boolean {
  return task?.state.name === 'running' || task?.state.name === 'finishing';
}

/** How far a task is by now; what stands in the task itself is from its last change of state. */
export function progressOf(ledger: Ledger, task: Task): Progress {
  return ledger.moving.get(task.id)?.progress ?? task.progress;
}

/** Bytes a second of all running tasks together. */
export function totalSpeed(ledger: Ledger): number {
  let speed = 0;
  for (const { pace } of ledger.moving.values()) speed += pace?.speed ?? 0;
  return speed;
}
