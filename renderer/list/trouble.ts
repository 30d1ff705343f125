import type { ErrorBody } from '../../contract/errors.ts';
import type { TaskState } from '../../contract/task.ts';
import { useClient } from '../client/client-context.tsx';

/** The error that stands in the way of a task, to be told in its row; `null` where there is none. */
export function troubleOf(state: TaskState): ErrorBody | null {
  if (state.name === 'failed') return state.error;
  if (state.name !== 'queued' || state.waiting === null) return null;
  return state.waiting.why === 'live' || state.waiting.why === 'slot' ? null : state.waiting.error;
}

/** Trouble in words: short for the row, and with its technical part. */
interface TroubleWords {
  readonly text: string;
  readonly whole: string;
}

/** What stands in the way of a task, in the window's language. */
export function useTroubleWords(state: TaskState): TroubleWords | null {
  const client = useClient();
  const trouble = troubleOf(state);
  if (trouble === null) return null;
  const text = client.explain(trouble);
  return { text, whole: trouble.detail === undefined ? text : `${text}\n${trouble.detail}` };
}
