import type { Progress } from '../../contract/task.ts';
import type { Formats } from './formats.ts';

/** How much of a task is here, in one short text; empty when nothing is known. */
export function amount({ done, total }: Progress, formats: Formats): string {
  if (total === null) return done === 0 ? '' : formats.bytes(done);
  return done === 0 || done >= total ? formats.bytes(total) : formats.bytesOf(done, total);
}
