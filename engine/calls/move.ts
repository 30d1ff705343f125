import { Failure } from '../../contract/errors.ts';
import { isOver } from '../queue/moves.ts';
import { oneStep, toEnd } from '../queue/order.ts';
import type { TaskRecord } from '../store/record.ts';
import { eachTask } from './each.ts';
import type { Handler, Parts } from './parts.ts';

/** Moves tasks in their priority: to either end, keeping their order among themselves, or one step. */
export const moveTasks: Handler<'tasks.move'> = async (parts, { ids, to }) => {
  const chosen: TaskRecord[] = [];
  const result = await eachTask(parts, ids, (record) => {
    if (isOver(record.state.name)) throw new Failure('conflict', { detail: `move while ${record.state.name}` });
    chosen.push(record);
  });
  parts.book.transaction(() => {
    for (const [id, position] of newPositions(parts, chosen, to)) {
      const record = parts.book.get(id);
      if (record !== undefined) parts.book.save({ ...record, position });
    }
  });
  parts.admission.poke();
  return result;
};

function newPositions(
  { store }: Parts,
  chosen: readonly TaskRecord[],
  to: 'top' | 'up' | 'down' | 'bottom',
): Iterable<[string, number]> {
  if (to === 'top' || to === 'bottom') {
    const inOrder = chosen.toSorted((a, b) => a.position - b.position);
    return toEnd(
      inOrder.map((record) => record.id),
      to,
      store.line.ends(),
    );
  }
  const ids = new Set(chosen.map((record) => record.id));
  const priorities = new Set(chosen.map((record) => record.priority));
  return [...priorities].flatMap((priority) => [...oneStep(store.line.ranks(priority), ids, to)]);
}
