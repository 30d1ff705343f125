import type { FinishingStep, Progress } from '../../contract/task.ts';

/** Phases of an attempt that have a part of the bar. */
export type Phase = 'transfer' | FinishingStep;

/** What the transfer alone can reach, and where the later phases stand; the last percent belongs to the completion. */
const ofTransfer = 0.97;
const reachedBy: Readonly<Record<Exclude<Phase, 'transfer'>, number>> = { assemble: 0.98, verify: 0.98, publish: 0.99 };

/** Figures of a worker; a `fraction` counts where there is no `total`. */
type Report = Pick<Progress, 'done' | 'total'> & Partial<Pick<Progress, 'fraction'>>;

/**
 * The progress after a report of the worker: never less than before, never the whole before completion.
 */
export function advance(before: Progress, report: Report, phase: Phase): Progress {
  const total = report.total ?? before.total;
  const reached = phase === 'transfer' ? transferred({ ...report, total }) : reachedBy[phase];
  const fraction = reached === null ? before.fraction : Math.max(before.fraction ?? 0, reached);
  return { fraction, done: report.done, total };
}

/** By bytes where their number is known, else as the worker says: a recording counts seconds. */
function transferred({ done, total, fraction = null }: Report): number | null {
  if (total === null) return fraction === null ? null : ofTransfer * Math.min(1, fraction);
  return ofTransfer * (total === 0 ? 1 : Math.min(1, done / total));
}

/**
 * The progress where a transfer begins, or has stopped, with so much stored. The bar falls here and nowhere else, and only
 * when nothing is left of what it stood for: an attempt that goes on a little behind the one that died does not lower it.
 */
export function standing(before: Progress, report: Pick<Progress, 'done' | 'total'>): Progress {
  return advance(report.done === 0 ? nothing : before, report, 'transfer');
}

/** The progress of a task whose file of `size` bytes is in its place. */
export function completed(size: number): Progress {
  return { fraction: 1, done: size, total: size };
}

/** The progress of a task that has nothing. */
export const nothing: Progress = { fraction: null, done: 0, total: null };
