import { z } from 'zod';
import { Failure } from '../../contract/errors.ts';
import type { StateName } from '../../contract/task.ts';
import { activeStates, isActive } from '../queue/moves.ts';
import { fold } from '../store/fold.ts';
import { viewOf } from '../store/record.ts';
import type { TaskFilter } from '../store/task-list.ts';
import { type Direction, type SortKey, TaskOrder, type TaskSort } from '../store/task-order.ts';
import type { Handler, Parts } from './parts.ts';

/** A page of tasks. */
export const listTasks: Handler<'tasks.list'> = ({ store, book, hub }, input) => {
  const { states, kinds, group, text, sort, cursor, limit } = input;
  const direction = input.order ?? (sort === 'created' ? 'descending' : 'ascending');
  const after = cursor === undefined ? undefined : placeOf(cursor, sort, direction);
  const filter: TaskFilter = {
    ...{ kinds, group, text: text === undefined ? undefined : fold(text) },
    ...(states === undefined ? {} : inStates([...new Set(states)], book)),
  };
  const { records, next } = store.list.page(filter, new TaskOrder(sort, direction), after, limit);
  return {
    tasks: records.map((record) => viewOf(book.newest(record))),
    next: next === null ? null : cursorOf(sort, direction, next),
    total: store.list.count(filter),
    seq: hub.seq,
  };
};

/** Which of the states of an attempt a task is in is known in memory only: what is stored is one of them. */
function inStates(wanted: readonly StateName[], book: Parts['book']): Pick<TaskFilter, 'states' | 'without'> {
  if (!wanted.some(isActive)) return { states: wanted };
  const others = activeStates.filter((state) => !wanted.includes(state));
  return { states: [...new Set([...wanted, ...activeStates])], without: book.heldIn(others) };
}

/** What a cursor holds beside its order, see `SortKey`. */
const places: Readonly<Record<TaskSort, z.ZodType<SortKey>>> = {
  created: z.tuple([z.number()]),
  name: z.tuple([z.string(), z.number()]),
  line: z.tuple([z.number(), z.number(), z.number()]),
};

/** A place in a list as front ends carry it from page to page. */
function cursorOf(sort: TaskSort, direction: Direction, place: SortKey): string {
  return Buffer.from(JSON.stringify([sort, direction, ...place])).toString('base64url');
}

/** @throws Failure `invalid-input` for what is no cursor, or one of another order */
function placeOf(cursor: string, sort: TaskSort, direction: Direction): SortKey {
  const [ofSort, ofDirection, ...place] = listIn(cursor);
  const parsed = places[sort].safeParse(place);
  if (ofSort !== sort || ofDirection !== direction || !parsed.success)
    throw new Failure('invalid-input', { detail: 'cursor' });
  return parsed.data;
}

function listIn(cursor: string): unknown[] {
  try {
    const list: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}
