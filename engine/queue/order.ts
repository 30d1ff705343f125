import type { TaskId } from '../../contract/task.ts';

/** A task and its rank; lower goes first. */
interface Ranked {
  readonly id: TaskId;
  readonly position: number;
}

/**
 * New positions in front of everything, or behind it, for tasks that keep their order among themselves.
 * @param ids in their present order
 * @param ends the lowest and highest position in use
 */
export function toEnd(
  ids: readonly TaskId[],
  to: 'top' | 'bottom',
  ends: { readonly first: number; readonly last: number },
): Map<TaskId, number> {
  const start = to === 'top' ? ends.first - ids.length : ends.last + 1;
  return new Map(ids.map((id, index) => [id, start + index]));
}

/**
 * The positions that change when the chosen tasks each go one step; a block at the very end stays where it is.
 * Tasks only exchange positions, so nothing else has to be renumbered.
 * @param line the tasks of one priority in their order
 */
export function oneStep(line: readonly Ranked[], chosen: ReadonlySet<TaskId>, to: 'up' | 'down'): Map<TaskId, number> {
  const order = to === 'up' ? [...line] : [...line].reverse();
  const positions = order.map((item) => item.position);
  for (let index = 1; index < order.length; index++) {
    const before = order[index - 1];
    const item = order[index];
    if (before === undefined || item === undefined) continue;
    if (chosen.has(item.id) && !chosen.has(before.id)) {
      order[index - 1] = item;
      order[index] = before;
    }
  }
  const changed = new Map<TaskId, number>();
  for (const [index, item] of order.entries()) {
    const position = positions[index];
    if (position !== undefined && position !== item.position) changed.set(item.id, position);
  }
  return changed;
}
