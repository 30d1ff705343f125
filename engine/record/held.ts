import type { MediaSummary } from './stored.ts';

/** How much of its duration a segment that is whole holds at least: durations in playlists are rounded, and frames are not divided. */
export const wholeShare = 0.9;

/** Seconds that a segment holds: its longest stream. `null` where nothing tells, for how long a single frame lasts nothing says. */
export function heldBy({ streams }: MediaSummary): number | null {
  const lengths = streams
    .filter(({ units }) => units > 1)
    .map(({ first, end, timescale }) => (end - first) / timescale);
  return lengths.length === 0 ? null : Math.max(...lengths);
}
