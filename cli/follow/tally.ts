import type { ErrorCode } from '../../contract/errors.ts';
import type { Task } from '../../contract/task.ts';
import { type ExitName, exitOfAll, exitOfSignal } from '../exit.ts';

/** What came of everything a command was asked to do. */
export interface Tally {
  readonly completed: number;
  /** of these, recordings that lack something */
  readonly incomplete: number;
  readonly skipped: number;
  readonly failed: number;
  readonly refused: number;
  readonly paused: number;
  readonly canceled: number;
  readonly removed: number;
  /** not settled when the command ended */
  readonly unfinished: number;
  /** the codes of what failed or was refused */
  readonly codes: readonly ErrorCode[];
}

/** Counts the final states of tasks; what never became one is added by the caller. */
export function tally(
  tasks: Iterable<Task>,
  others: {
    readonly skipped: number;
    readonly removed: number;
    readonly incomplete: number;
    readonly refused: readonly ErrorCode[];
  },
): Tally {
  const counts = { completed: 0, failed: 0, paused: 0, canceled: 0, unfinished: 0 };
  const codes: ErrorCode[] = [...others.refused];
  for (const { state } of tasks) {
    switch (state.name) {
      case 'completed':
      case 'paused':
      case 'canceled':
        counts[state.name] += 1;
        break;
      case 'failed':
        counts.failed += 1;
        codes.push(state.error.code);
        break;
      default:
        counts.unfinished += 1;
    }
  }
  const { skipped, removed, incomplete, refused } = others;
  return { ...counts, skipped, removed, incomplete, refused: refused.length, codes };
}

/** How a command ends: a signal first, then the failures, then whatever else is not done. */
export function exitOfTally(result: Tally, signal: NodeJS.Signals | undefined): ExitName {
  if (signal !== undefined && result.unfinished + result.paused > 0) return exitOfSignal(signal);
  const notDone = result.paused + result.canceled + result.removed + result.unfinished;
  if (notDone > 0) return 'failed';
  if (result.codes.length > 0) return exitOfAll(result.codes);
  return result.incomplete > 0 ? 'incomplete' : 'done';
}
