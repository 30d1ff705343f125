import { Failure } from '../../contract/errors.ts';
import type { StateName } from '../../contract/task.ts';
import { activeStates, isActive, legalMoves } from '../queue/moves.ts';
import { viewOf } from '../store/record.ts';
import type { Handler } from './parts.ts';

/** A page of tasks, those added last first. */
export const listTasks: Handler<'tasks.list'> = ({ store, book, hub }, { states, cursor, limit }) => {
  const wanted = states === undefined ? undefined : [...new Set(states.map(stateNamed))];
  const before = cursor === undefined ? undefined : Number(cursor);
  if (before !== undefined && !Number.isSafeInteger(before)) throw new Failure('invalid-input', { detail: 'cursor' });
  const active = wanted?.filter(isActive) ?? [];
  const idle = wanted?.filter((state) => !isActive(state));
  // which of the states of an attempt a task is in is known in memory only
  const stored = active.length === 0 ? idle : [...(idle ?? []), ...activeStates];
  const { records, next } = store.tasks.page(stored, before, limit);
  const tasks = records.map((record) => viewOf(book.newest(record)));
  return {
    tasks: wanted === undefined ? tasks : tasks.filter((task) => wanted.includes(task.state.name)),
    next: next === null ? null : String(next),
    total: store.tasks.count(idle) + book.countHeld(active),
    seq: hub.seq,
  };
};

function stateNamed(name: string): StateName {
  if (!Object.hasOwn(legalMoves, name)) throw new Failure('invalid-input', { detail: `no such state: ${name}` });
  return name as StateName;
}
