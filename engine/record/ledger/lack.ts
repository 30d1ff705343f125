import { heldBy, wholeShare } from '../held.ts';
import type { Missing } from '../journal-entry.ts';
import type { StoredSegment, StreamSummary } from '../stored.ts';
import { unitOf, unwrap } from './succession.ts';

/** Frames between two segments that are no lack: timestamps jitter, and the last frame may be shown for longer. */
const usualFrames = 3;
/** Seconds by which durations in playlists may be wrong for a jump of timestamps still to be what is missing. */
const leap = 1;

/**
 * How much is missing at the end of a segment: it was cut where a packet or a fragment of it ends, so that it looks whole, but
 * holds less than its playlist says. Durations in playlists alone prove nothing, many are wrong; so it counts only where the
 * timestamps of the next segment say so too, and of every stream: where one of them goes straight on, nothing is missing.
 * @param next stored behind it, on the same track
 * @returns seconds; 0: nothing is missing, or nothing tells
 */
export function lackBehind(before: StoredSegment, next: StoredSegment): number {
  const { duration, media } = before;
  const held = heldBy(media);
  if (held === null || held >= wholeShare * duration || !goesOn(before, next)) return 0;
  const streams = media.streams.flatMap((stream) => {
    const same = next.media.streams.find(({ id }) => id === stream.id);
    return same !== undefined && isComparable(stream, same) ? [{ stream, same }] : [];
  });
  if (streams.length === 0) return 0;
  const lack = Math.min(...streams.map(({ stream, same }) => secondsBetween(stream, same, media.wrap)));
  const least = Math.max((1 - wholeShare) * duration, ...streams.map(({ stream }) => usualFrames * unitOf(stream)));
  // Further ahead than the playlist knows of, the stream itself jumps.
  return lack > least && lack <= duration - held + leap ? lack : 0;
}

/**
 * What is missing at the end of a segment that was cut, as the next one tells.
 * @returns `null`: nothing, as far as anybody knows
 */
export function missingBehind(before: StoredSegment, next: StoredSegment): Missing | null {
  const duration = lackBehind(before, next);
  if (duration === 0) return null;
  const { track, epoch, sequence } = before;
  const detail = `${(heldBy(before.media) ?? 0).toFixed(3)} s of ${before.duration.toFixed(3)} s`;
  return { track, epoch, sequence, count: 0, duration, cause: 'short', detail };
}

/** Whether nothing but the end of the first can lie between two segments. */
function goesOn(before: StoredSegment, next: StoredSegment): boolean {
  return (
    before.epoch === next.epoch &&
    before.sequence + 1 === next.sequence &&
    before.discontinuity === next.discontinuity &&
    before.media.timed &&
    next.media.timed &&
    before.media.wrap === next.media.wrap
  );
}

function isComparable(one: StreamSummary, other: StreamSummary): boolean {
  return one.kind === other.kind && one.timescale === other.timescale && one.units > 1 && other.units > 0;
}

/** From the end of a stream in one segment to its beginning in the next. */
function secondsBetween({ end, timescale }: StreamSummary, { first }: StreamSummary, wrap: number | null): number {
  const distance = first - end;
  return (distance + unwrap(distance, wrap)) / timescale;
}
