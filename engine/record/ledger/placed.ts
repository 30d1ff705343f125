import type { BreakCause } from '../../../contract/recording.ts';
import type { StoredSegment, StreamSummary } from '../stored.ts';
import { type Line, type Mark, secondsOf } from './line.ts';

/** How a segment goes on behind the one before, where it does not simply follow. */
export interface Join {
  /** something is missing between them */
  readonly gap: boolean;
  /** why the timeline breaks here, or `null` where it does not */
  readonly cause: BreakCause | null;
  readonly detail: string | null;
  /** both may stand in one file */
  readonly sameFormat: boolean;
}

/** A segment the ledger still holds. */
export interface Kept {
  readonly segment: StoredSegment;
  /** counts the segments of a track */
  readonly order: number;
  /** `null`: it follows, or nothing is before it */
  readonly join: Join | null;
}

/** A segment of the main track, and its place on the timeline. */
export interface Placed extends Kept {
  /** the stream it is placed and cut by */
  readonly reference: StreamSummary;
  readonly line: Line;
  /** what is added to timestamps to get ticks of the line */
  readonly lift: number;
  /**
   * Tick of the line where all that is stored up to here ends. Not always in this segment: it may hold only pictures that are shown
   * before the last of the one before.
   */
  readonly end: number;
  /** this computer's time when it was stored, milliseconds since the epoch */
  readonly storedAt: number;
}

/** Where a segment begins. */
export function firstOf({ line, reference, lift }: Placed): Mark {
  return { line, ticks: reference.first + lift };
}

/** Where a segment ends. */
export function endOf({ line, end }: Placed): Mark {
  return { line, ticks: end };
}

/** Where a timestamp of the reference stream lies. */
export function markAt({ line, lift }: Placed, pts: number): Mark {
  return { line, ticks: pts + lift };
}

/** Where a segment can begin to be shown: at its first keyframe, or, of sound, at its beginning. `undefined`: nowhere. */
export function startOf(placed: Placed): Mark | undefined {
  if (placed.reference.kind === 'audio') return firstOf(placed);
  const key = placed.reference.keys[0];
  return key === undefined ? undefined : markAt(placed, key.pts);
}

/** From and to where another stream of the segment holds something. Seconds on the timeline. */
export function extentOf({ line, reference, lift }: Placed, stream: StreamSummary): { first: number; end: number } {
  const at = (ticks: number): number =>
    secondsOf({ line, ticks: (ticks / stream.timescale) * reference.timescale + lift });
  return { first: at(stream.first), end: at(stream.end) };
}
