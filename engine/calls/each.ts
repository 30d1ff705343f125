import { setImmediate as breath } from 'node:timers/promises';
import type { VerbResult } from '../../contract/calls.ts';
import { Failure } from '../../contract/errors.ts';
import { errorBodyOf } from '../error-body.ts';
import type { TaskRecord } from '../store/record.ts';
import type { Parts } from './parts.ts';

/** Tasks that are changed in one transaction, between which others get their turn. */
const together = 1_000;

/** Does something to each of the tasks; a `Failure` refuses the one task and goes on with the others. */
export async function eachTask(
  parts: Parts,
  ids: readonly string[],
  work: (record: TaskRecord) => void,
): Promise<VerbResult> {
  const result: VerbResult = { done: [], refused: [] };
  const unique = [...new Set(ids)];
  for (let start = 0; start < unique.length; start += together) {
    if (start > 0) await breath();
    parts.book.transaction(() => {
      for (const id of unique.slice(start, start + together)) attemptOne(parts, id, work, result);
    });
  }
  return result;
}

function attemptOne(parts: Parts, id: string, work: (record: TaskRecord) => void, result: VerbResult): void {
  try {
    const record = parts.book.get(id);
    if (record === undefined) throw new Failure('no-such-task');
    work(record);
    result.done.push(id);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    result.refused.push({ id, error: errorBodyOf(error) });
  }
}
