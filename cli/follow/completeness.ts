import type { GapEntry, Timeline } from '../../contract/recording.ts';

/** What is missing of a recording. */
export interface Missing {
  /** seconds in which something is missing, each counted once although several tracks may miss it */
  readonly seconds: number;
  readonly gaps: number;
  /** media segments, as far as their number is known */
  readonly segments: number;
  /** fragments that could not be put together, or are not yet */
  readonly fragments: number;
}

/** Adds up what is missing. */
export function missingOf({ gaps, fragments, segments }: Pick<Timeline, 'gaps' | 'fragments' | 'segments'>): Missing {
  return {
    seconds: coveredBy(gaps),
    gaps: gaps.length,
    segments: segments.missing,
    fragments: fragments.filter(({ state }) => state !== 'published').length,
  };
}

/** Whether a recording is over, and all that was asked for and that the stream gave is there. Nothing at all is not complete. */
export function isComplete(timeline: Timeline): boolean {
  const { seconds, gaps, segments, fragments } = missingOf(timeline);
  const isWhole = seconds === 0 && gaps + segments + fragments === 0;
  return isWhole && timeline.ended && timeline.fragments.length > 0 && timeline.end !== 'gave-up';
}

function coveredBy(gaps: readonly GapEntry[]): number {
  let covered = 0;
  let until = 0;
  for (const { at, length } of gaps.toSorted((a, b) => a.at - b.at)) {
    covered += Math.max(0, at + length - Math.max(at, until));
    until = Math.max(until, at + length);
  }
  return covered;
}
