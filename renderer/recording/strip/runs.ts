import type { FragmentEntry } from '../../../contract/recording.ts';

/** Fragments that are drawn as one piece. Seconds. */
export interface Run {
  readonly from: number;
  readonly to: number;
  /** the parts in it */
  readonly first: number;
  readonly last: number;
  readonly state: FragmentEntry['state'];
}

/** Pixels below which the pieces of a strip would be a pattern and no longer tell anything. */
const leastWidth = 5;
/** Seconds between two fragments that follow each other closely; their lengths are rounded. */
const seam = 0.1;

/**
 * The fragments as pieces to draw: one each while they are wide enough to be told apart, else those that follow each other
 * without a gap as one. So the number of pieces is bounded by the pixels and the gaps, also after a day of short fragments.
 *
 * @param scale pixels a second
 */
export function runsOf(fragments: readonly FragmentEntry[], scale: number): readonly Run[] {
  const total = fragments.reduce((sum, { length }) => sum + length, 0);
  const apart = (total / Math.max(1, fragments.length)) * scale >= leastWidth;
  const runs: Run[] = [];
  for (const { part, at, length, state } of fragments) {
    const before = runs.at(-1);
    const follows = before?.state === state && at - before.to <= Math.max(seam, 1 / scale);
    if (before && follows && !apart) runs[runs.length - 1] = { ...before, to: at + length, last: part };
    else runs.push({ from: at, to: at + length, first: part, last: part, state });
  }
  return runs;
}
