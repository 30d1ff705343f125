import type { PlaylistSegment } from '../playlist.ts';
import { type Known, knownOf, type Shift } from './known.ts';
import type { Memory } from './memory.ts';

/**
 * Not every server counts the discontinuities that have left its playlist, so the numbers are brought to those that are known;
 * they never fall. The newest tell, but of those that only the clock told of the oldest: the others may turn out to be something
 * else.
 */
export function discontinuityShift(memory: Memory, segments: readonly PlaylistSegment[], sequence: number): number {
  const known = new Map(memory.recent.map((old) => [old.sequence, old.discontinuity]));
  const fromOldest = isByClock(segments);
  for (let i = 0; i < segments.length; i += 1) {
    const segment = segments[fromOldest ? i : segments.length - 1 - i];
    const there = segment === undefined ? undefined : known.get(segment.sequence + sequence);
    if (segment !== undefined && there !== undefined) return there - segment.discontinuity;
  }
  const first = segments[0]?.discontinuity ?? 0;
  return Math.max(memory.shift.discontinuity, (memory.recent.at(-1)?.discontinuity ?? 0) - first);
}

/** Whether the newest segments follow from the clock. */
export function isByClock(segments: readonly PlaylistSegment[]): boolean {
  return segments.at(-1)?.byClock === true;
}

/** What is known, with names and dates as the playlist has them now. */
export function refreshed(
  recent: readonly Known[],
  segments: readonly PlaylistSegment[],
  shift: Shift,
): readonly Known[] {
  const now = new Map(segments.map((segment) => [segment.sequence + shift.sequence, segment]));
  return recent.map((old) => {
    const segment = now.get(old.sequence);
    return segment === undefined ? old : knownOf(segment, shift);
  });
}
