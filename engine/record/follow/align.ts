import type { PlaylistSegment } from '../playlist.ts';
import { repeatedNames, type Trust } from './agreement.ts';
import { type Known, nameOf } from './known.ts';

/** Segments in a row that have to bear the known names. */
const RUN = 3;

/**
 * Where the last known segment stands in a playlist that numbers the same segments differently: a playlist without
 * EXT-X-MEDIA-SEQUENCE, one of another server, or of the finished stream.
 * @returns what is to be added to the playlist's numbers, or `null` when the last known segment is not in it
 */
export function align(known: readonly Known[], segments: readonly PlaylistSegment[], trust: Trust): number | null {
  const last = known.at(-1);
  if (last === undefined) return null;
  const found = (trust.names ? byNames(known, segments) : null) ?? (trust.dates ? byDate(last, segments) : null);
  return found === null ? null : last.sequence - found.sequence;
}

function byNames(known: readonly Known[], segments: readonly PlaylistSegment[]): PlaylistSegment | null {
  const repeated = repeatedNames(known);
  for (let i = segments.length - 1; i >= 0; i -= 1) {
    const segment = segments[i];
    if (segment !== undefined && endsAt(i, known, segments, repeated)) return segment;
  }
  return null;
}

/** Whether the known ones end with the segment at `index`, as far back as both go. */
function endsAt(
  index: number,
  known: readonly Known[],
  segments: readonly PlaylistSegment[],
  repeated: ReadonlySet<string>,
): boolean {
  for (let back = 0; back < RUN; back += 1) {
    const old = known.at(-1 - back);
    const segment = segments[index - back];
    if (old === undefined || segment === undefined) return back > 0;
    if (old.name === '' || repeated.has(old.name) || old.name !== nameOf(segment)) return false;
    if (old.dateTime !== null && segment.dateTime !== null && !near(old, segment)) return false;
  }
  return true;
}

/** Only where the playlist reaches back to the known segment, so that its date is not met by chance at an edge. */
function byDate(last: Known, segments: readonly PlaylistSegment[]): PlaylistSegment | null {
  for (let i = segments.length - 1; i >= 0; i -= 1) {
    const segment = segments[i];
    if (segment !== undefined && near(last, segment)) return segment;
  }
  return null;
}

function near(old: Known, segment: PlaylistSegment): boolean {
  if (old.dateTime === null || segment.dateTime === null) return false;
  // Below a half, so that of two neighbours at most one is near.
  return Math.abs(old.dateTime - segment.dateTime) / 1000 < Math.min(old.duration, segment.duration) * 0.45;
}
