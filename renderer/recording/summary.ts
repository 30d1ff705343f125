import type { Timeline } from '../../contract/recording.ts';

/** A recording in a few figures. */
export interface Summary {
  /** finished ones */
  readonly fragments: number;
  /** seconds on the timeline, gaps included */
  readonly length: number;
  readonly gaps: number;
  /** seconds in which something is missing, each counted once although several tracks may miss it */
  readonly missing: number;
}

/** The figures of a timeline. */
export function summarise({ fragments, gaps, length }: Pick<Timeline, 'fragments' | 'gaps' | 'length'>): Summary {
  let missing = 0;
  let until = 0;
  for (const gap of gaps.toSorted((a, b) => a.at - b.at)) {
    const end = gap.at + gap.length;
    missing += Math.max(0, end - Math.max(gap.at, until));
    until = Math.max(until, end);
  }
  return {
    fragments: fragments.filter(({ state }) => state === 'published').length,
    length,
    gaps: gaps.length,
    missing,
  };
}
