import type { Progress } from '../../../contract/task.ts';
import type { RecordingBook } from './book.ts';

/**
 * How far a recording is, by what is stored of it.
 * @param asked seconds, or `null`
 */
export function progressOf({ ledger, bytes }: RecordingBook, asked: number | null): Progress {
  const fraction = asked === null ? null : Math.min(1, ledger.length / asked);
  return { fraction, done: bytes, total: null };
}
