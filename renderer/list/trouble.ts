import type { ErrorBody } from '../../contract/errors.ts';
import type { TaskState } from '../../contract/task.ts';

/** What stands in the way of a task, to be told in its row; `null` when nothing does. */
export function troubleOf(state: TaskState): ErrorBody | null {
  if (state.name === 'failed') return state.error;
  if (state.name === 'queued') return state.waiting?.error ?? null;
  return null;
}
