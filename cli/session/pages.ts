import type { Task } from '../../contract/task.ts';
import type { Engine } from '../../engine/engine.ts';
import { call } from './call.ts';

/** Tasks a page; large enough to be quick, small enough not to hold them all at once. */
const pageSize = 1000;

/** Every task, page by page, in the engine's order; those in `states` only when given, `most` at most. */
export async function* pages(
  engine: Engine,
  states?: readonly string[],
  most = Number.POSITIVE_INFINITY,
): AsyncGenerator<readonly Task[]> {
  let left = most;
  let cursor: string | null = null;
  do {
    const page: { tasks: Task[]; next: string | null } = await call(engine, 'tasks.list', {
      limit: Math.min(pageSize, left),
      ...(states === undefined ? {} : { states: [...states] }),
      ...(cursor === null ? {} : { cursor }),
    });
    yield page.tasks;
    cursor = page.next;
    left -= page.tasks.length;
  } while (cursor !== null && left > 0);
}
