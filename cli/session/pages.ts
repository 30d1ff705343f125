import type { CallInput } from '../../contract/calls.ts';
import type { Task } from '../../contract/task.ts';
import type { Engine } from '../../engine/engine.ts';
import { call } from './call.ts';

/** Tasks a page; large enough to be quick, small enough not to hold them all at once. */
const pageSize = 1000;

/** Which tasks, and in which order; see `tasks.list`. */
export type Asked = Pick<CallInput<'tasks.list'>, 'states' | 'kinds' | 'text' | 'sort'>;

/** The tasks that are asked for, page by page, `most` at most. */
export async function* pages(
  engine: Engine,
  asked: Asked = {},
  most = Number.POSITIVE_INFINITY,
): AsyncGenerator<readonly Task[]> {
  let left = most;
  let cursor: string | null = null;
  do {
    const page: { tasks: Task[]; next: string | null } = await call(engine, 'tasks.list', {
      limit: Math.min(pageSize, left),
      ...asked,
      ...(cursor === null ? {} : { cursor }),
    });
    yield page.tasks;
    cursor = page.next;
    left -= page.tasks.length;
  } while (cursor !== null && left > 0);
}
