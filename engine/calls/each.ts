import { setImmediate as breath } from 'node:timers/promises';
import type { VerbResult } from '../../contract/calls.ts';
import { type ErrorCode, Failure } from '../../contract/errors.ts';
import { errorBodyOf } from '../error-body.ts';
import type { TaskRecord } from '../store/record.ts';
import type { Parts } from './parts.ts';
import { type Targets, targetsOf } from './targets.ts';

/** Why a task of a group is passed over: the verb makes no sense for it, or somebody has removed it meanwhile. */
const passedOver: ReadonlySet<ErrorCode> = new Set(['conflict', 'no-such-task']);
/** Tasks that are changed in one transaction, between which others get their turn. */
const together = 1_000;

/**
 * Does something to each of the tasks, see `targetsOf`; a `Failure` refuses the one task and goes on with the others.
 */
export function eachTask(
  parts: Parts,
  ids: readonly string[],
  work: (record: TaskRecord) => void,
): Promise<VerbResult> {
  return eachTarget(parts, targetsOf(parts, ids), work);
}

/**
 * As `eachTask`. A task of a group that is in no state for it is passed over: it was not asked for by itself. Of a group that was
 * given the id of the group is done.
 */
export async function eachTarget(
  parts: Parts,
  { tasks, groups }: Targets,
  work: (record: TaskRecord) => void,
): Promise<VerbResult> {
  const done: string[] = [];
  const refused: VerbResult['refused'] = [];
  for (let start = 0; start < tasks.length; start += together) {
    if (start > 0) await breath();
    parts.book.transaction(() => {
      for (const { id, group } of tasks.slice(start, start + together)) {
        const error = refusalOf(parts, id, work);
        if (error === null && group === null) done.push(id);
        if (error !== null && (group === null || !passedOver.has(error.code)))
          refused.push({ id, error: errorBodyOf(error) });
      }
    });
  }
  return { done: [...done, ...groups], refused };
}

function refusalOf(parts: Parts, id: string, work: (record: TaskRecord) => void): Failure | null {
  try {
    const record = parts.book.get(id);
    if (record === undefined) throw new Failure('no-such-task');
    work(record);
    return null;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return error;
  }
}
