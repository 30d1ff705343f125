import type { Task, TaskId } from '../../contract/task.ts';

type Tasks = ReadonlyMap<TaskId, Task>;

/** When a task came to its end, in milliseconds since the epoch; `null` while there is something left to do. */
function endedAt(task: Task): number | null {
  return task.state.name === 'completed' || task.state.name === 'canceled' ? task.state.at : null;
}

/**
 * How two tasks stand in the list: what is still to do comes first, as the queue takes it (priority, then position); what is
 * over comes below, newest first. A failed task keeps its place in the queue, a retry puts it right back there.
 */
export function compareTasks(a: Task, b: Task): number {
  const aEnd = endedAt(a);
  const bEnd = endedAt(b);
  if (aEnd === null && bEnd !== null) return -1;
  if (aEnd !== null && bEnd === null) return 1;
  if (aEnd !== null && bEnd !== null && aEnd !== bEnd) return bEnd - aEnd;
  if (a.priority !== b.priority) return b.priority - a.priority;
  if (a.position !== b.position) return a.position - b.position;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/**
 * Puts changed, new and removed tasks into an order that was right before, in one pass over it. Sorting ten thousand
 * tasks ten times a second would be felt; sorting the few that changed is not.
 *
 * @param order ids as they stood, of tasks in `before`
 * @param changed ids whose task is new, different or gone in `after`
 * @returns the same array when nothing moves
 */
export function reorder(
  order: readonly TaskId[],
  before: Tasks,
  after: Tasks,
  changed: ReadonlySet<TaskId>,
): readonly TaskId[] {
  const moved = new Set<TaskId>();
  const arrived: Task[] = [];
  for (const id of changed) {
    const old = before.get(id);
    const now = after.get(id);
    if (old && now && samePlace(old, now)) continue;
    if (old) moved.add(id);
    if (now) arrived.push(now);
  }
  if (moved.size === 0 && arrived.length === 0) return order;
  arrived.sort(compareTasks);
  return merge(order, moved, arrived, after);
}

function samePlace(a: Task, b: Task): boolean {
  return a.priority === b.priority && a.position === b.position && endedAt(a) === endedAt(b);
}

function merge(order: readonly TaskId[], skip: ReadonlySet<TaskId>, arrived: readonly Task[], tasks: Tasks): TaskId[] {
  const result: TaskId[] = [];
  let next = 0;
  for (const id of order) {
    const standing = skip.has(id) ? undefined : tasks.get(id);
    if (!standing) continue;
    for (let task = arrived[next]; task && compareTasks(task, standing) < 0; task = arrived[next]) {
      result.push(task.id);
      next += 1;
    }
    result.push(id);
  }
  for (const task of arrived.slice(next)) result.push(task.id);
  return result;
}
