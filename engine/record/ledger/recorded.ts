import { secondsOf } from './line.ts';
import { endOf, firstOf, type Placed } from './placed.ts';

/** Seconds that a segment adds to what is stored, from where the timeline begins, or a later place. */
export function addedBy(placed: Placed, before: Placed | undefined, from = 0): number {
  // Pictures follow on each other, also where some are decoded in the segment before or behind.
  const begin = secondsOf(before === undefined || placed.join !== null ? firstOf(placed) : endOf(before));
  return Math.max(0, secondsOf(endOf(placed)) - Math.max(from, begin));
}

/** Seconds that are stored behind a place. @param placed of the main track, in their order */
export function storedBehind(placed: readonly Placed[], place: number): number {
  return placed.reduce((sum, one, index) => sum + addedBy(one, placed[index - 1], place), 0);
}
