import type { StoredSegment, StreamSummary } from '../stored.ts';
import type { Placed } from './placed.ts';

/** What lies between two stored segments. Seconds. */
export interface Between {
  /** something is missing */
  readonly gap: boolean;
  /** how much, as far as anybody knows */
  readonly missing: number;
  /** segments that hold nothing to place them by */
  readonly silent: number;
}

export const nothingBetween: Between = { gap: false, missing: 0, silent: 0 };

/** A segment that is to be placed behind another. */
export interface Incoming {
  readonly segment: StoredSegment;
  readonly reference: StreamSummary;
  /** this computer's time when it was stored, milliseconds since the epoch */
  readonly storedAt: number;
}

/** How the timestamps of a segment stand to those before. */
export type Succession =
  /** they go on; `lift` is what is added to get ticks of the same line */
  | { readonly follows: true; readonly lift: number }
  /** they begin anew, `hole` seconds behind the end of the segment before; `jump`: by how many seconds more than expected */
  | { readonly follows: false; readonly hole: number; readonly jump: number | null };

/** How far a segment may begin before the one before it ends, seconds: more would be shown twice. */
const overlap = 0.25;
/** Seconds by which timestamps are rounded. */
const grain = 0.001;
/** Pictures that may be decoded before others that are shown earlier: the most that H.264 and HEVC allow. */
const reordered = 16;
/** How far timestamps may run ahead, seconds, before they are taken for a jump: a pause of the encoder, a frame every second. */
const leap = 1;

/**
 * Decides whether the timestamps of a segment of a track go on where those of the one before it end. They are believed as long
 * as the playlist does not say otherwise: they alone are exact.
 */
export function successionOf(before: Placed, next: Incoming, between: Between): Succession {
  const { reference: a } = before;
  const { reference: b } = next;
  const expected = between.missing + between.silent;
  const alike =
    a.kind === b.kind &&
    a.timescale === b.timescale &&
    before.segment.media.timed === next.segment.media.timed &&
    before.segment.media.wrap === next.segment.media.wrap;
  if (!alike) return { follows: false, hole: holeBetween(before, next, between), jump: null };
  const end = a.end + before.lift;
  if (!next.segment.media.timed) {
    return { follows: true, lift: end + Math.round(expected * a.timescale) - b.first };
  }
  const lift = before.lift + unwrap(b.first + before.lift - end - expected * a.timescale, next.segment.media.wrap);
  const ahead = (b.first + lift - end) / a.timescale;
  const announced = before.segment.duration + expected;
  const aheadOfPlaylist = (b.first + lift - a.first - before.lift) / a.timescale - announced;
  // Behind a break nothing is decoded together with what comes before it.
  const isApart =
    before.segment.epoch !== next.segment.epoch || before.segment.discontinuity !== next.segment.discontinuity;
  const isBack = isApart && ahead < -grain;
  if (
    (isContinuous(ahead, a, b, between) && !isBack) ||
    (ahead > 0 && aheadOfPlaylist >= -leap && aheadOfPlaylist <= leap)
  )
    return { follows: true, lift };
  return { follows: false, hole: holeBetween(before, next, between), jump: ahead - expected };
}

/**
 * Whether a segment that begins `ahead` seconds behind the end of the one before can be its successor. What is missing is known
 * roughly: its end may be anywhere up to half as far again.
 * @param before the stream as it is in the segment before
 * @param next and as it is in this one
 */
export function isContinuous(
  ahead: number,
  before: StreamSummary,
  next: StreamSummary,
  { gap, missing, silent }: Between,
): boolean {
  const expected = missing + silent;
  const slack = gap || silent > 0 ? Math.max(3 * leap, expected / 2) : leap;
  return ahead >= -overlapOf(before, next) && ahead <= expected + slack;
}

/** A segment that does not begin with a keyframe may begin with pictures that are shown before the last of the one before. */
function overlapOf(before: StreamSummary, next: StreamSummary): number {
  if (next.kind === 'audio' || next.keys[0]?.pts === next.first) return overlap;
  return Math.max(2 * overlap, reordered * unitOf(before), reordered * unitOf(next));
}

/** Seconds of a picture, or of a frame of sound; 0 where a segment has only one. */
export function unitOf({ first, end, units, timescale }: StreamSummary): number {
  return (end - first) / units / timescale;
}

/** Whole wraps that bring a distance of timestamps nearest to 0. Ticks. */
export function unwrap(distance: number, wrap: number | null): number {
  // Not -0, which would show in comparisons.
  return wrap === null ? 0 : -Math.round(distance / wrap) * wrap + 0;
}

/**
 * How long nothing is stored between two segments whose timestamps cannot be compared: by their dates where both have one, else
 * what is known to be missing. Never so short that a stream of one would reach over the same stream of the other. Seconds.
 */
function holeBetween(before: Placed, next: Incoming, between: Between): number {
  const known = between.missing + between.silent;
  const dated = datedHole(before, next, between);
  return Math.max(dated ?? known, seamOf(before, next.segment, next.reference));
}

function datedHole(before: Placed, next: Incoming, between: Between): number | null {
  const { dateTime } = before.segment;
  if (dateTime === null || next.segment.dateTime === null) return null;
  const { first, end, timescale } = before.reference;
  const hole = (next.segment.dateTime - dateTime) / 1000 - (end - first) / timescale;
  const known = between.missing + between.silent;
  // Dates of advertisements and of badly set clocks may lead anywhere. A hole that long would have taken its time, but for what
  // the segment before was late.
  const passed = Math.max(0, next.storedAt - before.storedAt) / 1000 + 2 * before.segment.duration + 2;
  const isPlausible = hole >= 0 && (hole <= passed || Math.abs(hole - known) <= Math.max(3, known / 2));
  if (!isPlausible) return null;
  // Dates are rounded, and a hole of a fraction of a second is more likely that than missing.
  return Math.abs(hole - known) <= leap ? null : hole;
}

/** Sound that outlasts the picture by more is no matter of how streams were cut, seconds. */
const longestSeam = 5;

/** How far the second segment must begin behind the first so that no kind of stream is in two places at once. Seconds. */
function seamOf(before: Placed, segment: StoredSegment, reference: StreamSummary): number {
  const over = (stream: StreamSummary, of: StreamSummary): number =>
    stream.end / stream.timescale - of.end / of.timescale;
  const late = (stream: StreamSummary): number =>
    stream.first / stream.timescale - reference.first / reference.timescale;
  let seam = 0;
  for (const kind of ['video', 'audio'] as const) {
    const one = before.segment.media.streams.find((stream) => stream.kind === kind && stream.units > 0);
    const other = segment.media.streams.find((stream) => stream.kind === kind && stream.units > 0);
    if (one !== undefined && other !== undefined) seam = Math.max(seam, over(one, before.reference) - late(other));
  }
  return Math.min(seam, longestSeam);
}
