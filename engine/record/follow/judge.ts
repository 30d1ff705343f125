import type { PlaylistSegment } from '../playlist.ts';
import { type Agreement, agreement } from './agreement.ts';
import { align } from './align.ts';
import { meanDuration, totalDuration } from './known.ts';
import type { Memory } from './memory.ts';

/** What a playlist is, seen from what is known. */
export type Judgement =
  /** the stream as it is known, up to or beyond the last known segment; `sequence` is what its numbers are shifted by */
  | { readonly as: 'goes-on'; readonly sequence: number }
  /** an older state of it */
  | { readonly as: 'stale'; readonly sequence: number }
  /** `old`: it looks like one of before, so that it takes much to believe that it is new */
  | { readonly as: 'unclear'; readonly evidence: 'strong' | 'weak' | 'old'; readonly by: Agreement['by'] };

/**
 * Judges a playlist that holds at least one segment.
 * @param renewed its address was just resolved anew, so that other names mean nothing
 * @param now milliseconds since the epoch
 */
export function judge(memory: Memory, segments: readonly PlaylistSegment[], renewed: boolean, now: number): Judgement {
  const { trust, last: known } = memory;
  const offset = memory.shift.sequence;
  const first = (segments[0]?.sequence ?? 0) + offset;
  const last = (segments.at(-1)?.sequence ?? 0) + offset;
  const here = agreement(memory.recent, segments, offset, { trust, renewed });
  if (here.verdict === 'same') {
    if (last >= known) return { as: 'goes-on', sequence: offset };
    const behind = (known - last) * meanDuration(segments);
    // Names may come again when a server begins anew. No cache is of use behind the window, so nobody runs one there.
    if (here.by === 'dates' || behind <= Math.max(memory.window, totalDuration(segments)))
      return { as: 'stale', sequence: offset };
    return { as: 'unclear', evidence: 'weak', by: here.by };
  }
  const moved = align(memory.recent, segments, trust);
  if (moved !== null) {
    const reaches = (segments.at(-1)?.sequence ?? 0) + moved >= known;
    return { as: reaches ? 'goes-on' : 'stale', sequence: moved };
  }
  const order = trust.dates ? dateOrder(memory, segments) : null;
  if (order === 'before') return { as: 'unclear', evidence: 'old', by: 'dates' };
  if (memory.past.some((known) => agreement(known, segments, 0, { trust }).verdict === 'same')) {
    return { as: 'unclear', evidence: 'old', by: 'names' };
  }
  if (here.verdict === 'other') return { as: 'unclear', evidence: 'strong', by: here.by };
  if (first > known) {
    return mayJump(memory, segments, now, 0)
      ? { as: 'goes-on', sequence: offset }
      : { as: 'unclear', evidence: order === null ? 'weak' : 'strong', by: order === null ? 'nothing' : 'dates' };
  }
  if (here.overlap > 0) {
    if (last >= known) return { as: 'goes-on', sequence: offset };
    if (onlyClockToldBehind(memory, last)) return { as: 'stale', sequence: offset };
  }
  return { as: 'unclear', evidence: order === 'after' ? 'strong' : 'weak', by: 'nothing' };
}

/**
 * Whether everything that is known behind a number was told of by the clock alone. A manifest that ends says that it never was; it
 * has no dates any more, and where each period has the names of the one before, the names tell nothing either.
 */
function onlyClockToldBehind({ recent, last: known }: Memory, last: number): boolean {
  const behind = recent.filter(({ sequence }) => sequence > last);
  return behind.length === known - last && behind.every(({ byClock }) => byClock === true);
}

/**
 * Whether the dates, or the time that has passed, explain that the playlist begins where it does; else the numbers are others.
 * Holds as well for one that begins right behind the last known segment.
 * @param free seconds that need no explanation where there are no dates
 */
export function mayJump(memory: Memory, segments: readonly PlaylistSegment[], now: number, free: number): boolean {
  const count = (segments[0]?.sequence ?? 0) + memory.shift.sequence - memory.last - 1;
  if (count < 0) return false;
  const apart = hole(memory, segments);
  if (joins(memory, segments, apart)) return true;
  const mean = meanDuration(segments);
  // Durations are not all alike, clocks are not exact, and the last answer may have been as old as a segment.
  if (apart !== null) return Math.abs(apart - count * mean) <= 1.5 * mean + 0.25 * apart;
  return count * mean <= (1.5 * Math.max(0, now - memory.movedAt)) / 1000 + mean + free;
}

/**
 * Whether a playlist begins a new period right behind the last known segment: periods of a DASH stream may number from anywhere,
 * their dates say that nothing is missing.
 * @param apart see `hole`
 */
export function joins(memory: Memory, segments: readonly PlaylistSegment[], apart: number | null): boolean {
  const last = memory.recent.at(-1);
  const first = segments[0];
  if (apart === null || last === undefined || first === undefined) return false;
  if (first.discontinuity + memory.shift.discontinuity === last.discontinuity) return false;
  return Math.abs(apart) <= meanDuration(segments) / 2;
}

/** Seconds between the end of the last known segment and a playlist by their dates, or `null`. */
export function hole(memory: Memory, segments: readonly PlaylistSegment[]): number | null {
  const last = memory.recent.at(-1);
  const first = segments[0];
  if (!memory.trust.dates || last?.sequence !== memory.last || last.dateTime === null) return null;
  if (first === undefined || first.dateTime === null) return null;
  return (first.dateTime - last.dateTime) / 1000 - last.duration;
}

function dateOrder(memory: Memory, segments: readonly PlaylistSegment[]): 'before' | 'after' | null {
  const old = memory.recent.at(-1);
  const newest = segments.at(-1);
  const gap = hole(memory, segments);
  if (gap === null || old === undefined || old.dateTime === null) return null;
  const unit = Math.max(old.duration, meanDuration(segments));
  if (gap >= -unit / 2) return 'after';
  if (newest === undefined || newest.dateTime === null) return null;
  return newest.dateTime <= old.dateTime + (unit / 2) * 1000 ? 'before' : null;
}
