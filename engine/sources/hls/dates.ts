import { readDate } from '../date.ts';
import type { SegmentText } from './playlist-text.ts';

/**
 * The date of each segment, milliseconds since the epoch and not rounded, so that nothing adds up: as its tag says, else as far
 * behind the one before as that is long; before the first tag the same way back (RFC 8216bis section 4.4.4.6).
 * @param first of the first segment where it has no tag, or `null`
 */
export function datesOf(segments: readonly SegmentText[], first: number | null): (number | null)[] {
  let next = first;
  const dates = segments.map(({ date, duration }) => {
    const at = (date === null ? null : readDate(date)) ?? next;
    next = at === null ? null : at + duration * 1000;
    return at;
  });
  const known = dates.findIndex((date) => date !== null);
  let behind = dates[known] ?? null;
  for (let at = known - 1; at >= 0 && behind !== null; at -= 1) {
    behind -= (segments[at]?.duration ?? 0) * 1000;
    dates[at] = behind;
  }
  return dates;
}
