import type { MediaSummary, StreamSummary } from '../stored.ts';
import type { Line } from './line.ts';
import { unwrap } from './succession.ts';

/** Where a segment of another track lies: in a line, with what is added to its timestamps, in ticks of its own. */
export interface Alignment {
  readonly line: Line;
  readonly lift: number;
}

/** A segment of another track that is to be placed. */
export interface Candidate {
  readonly media: MediaSummary;
  readonly reference: StreamSummary;
  readonly discontinuity: number;
}

/** The one before it. */
export interface Predecessor extends Alignment {
  readonly reference: StreamSummary;
}

/** `ahead`: the main track will get there; `unfit`: no line of the main track has such timestamps. */
type Unaligned = 'ahead' | 'unfit';

/** Seconds by which a segment may miss what is stored of the main track and still belong to that place. */
const near = 0.5;
/** Seconds by which the tracks of a stream may begin apart. */
const apart = 60;
/** Seconds a segment may reach back over the one before. */
const back = 1;

/**
 * Finds the line of the main track by whose timestamps a segment of another track is placed: the renditions of a stream share
 * their timestamps (RFC 8216 section 3.4), and the numbers of their discontinuities.
 * @param before the segment of the same track before it, or `null`
 * @param follows whether its timestamps go on behind `before`
 */
export function align(
  candidate: Candidate,
  before: Predecessor | null,
  follows: boolean,
  lines: readonly Line[],
): Alignment | Unaligned {
  const current = before === null ? -1 : lines.lastIndexOf(before.line);
  const options = lines.slice(Math.max(0, current)).map((line) => optionOf(candidate, before, line));
  // Lines further on are later whatever their timestamps are.
  const isLater = (line: Line): boolean => before === null || (current >= 0 && line !== before.line);
  const inOrder = options.filter(({ at, line }) => isLater(line) || (before !== null && at >= endOf(before) - back));
  const fitting = inOrder.filter(({ behind, ahead }) => behind < near && ahead < near);
  const { discontinuity } = candidate;
  const same = fitting.find(({ line }) => line.discontinuities.has(discontinuity));
  if (same !== undefined) return same;
  const last = options.at(-1);
  const isReached = options.some(({ line }) => [...line.discontinuities].some((number) => number >= discontinuity));
  if (last === undefined || !isReached) return 'ahead';
  if (fitting[0] !== undefined) return fitting[0];
  const early = inOrder.find(
    ({ behind, line }) => behind < apart && line.discontinuities.has(discontinuity) && behind >= near,
  );
  if (early !== undefined) return early;
  const goesOn = follows && before?.line === last.line;
  return last.ahead >= near && (goesOn || last.ahead < apart) ? 'ahead' : 'unfit';
}

interface Option extends Alignment {
  /** where the segment would begin, seconds on the timeline */
  readonly at: number;
  /** seconds from its end to the beginning of the line, and from the end of the line to its beginning */
  readonly behind: number;
  readonly ahead: number;
}

function optionOf({ media, reference }: Candidate, before: Predecessor | null, line: Line): Option {
  const { timescale, first, end } = reference;
  const scale = line.timescale / timescale;
  // A line without wraps beside timestamps that wrap, or the other way round, still counts the same time.
  const wrap = media.wrap ?? (line.wrap === null ? null : Math.round(line.wrap / scale));
  const expected = before?.line === line ? before.reference.end + before.lift : line.first / scale;
  const lift = unwrap(first - expected, wrap);
  const begins = (first + lift) * scale;
  return {
    line,
    lift,
    at: line.seconds(begins),
    behind: (line.first - (end + lift) * scale) / line.timescale,
    ahead: (begins - line.end) / line.timescale,
  };
}

function endOf({ line, reference, lift }: Predecessor): number {
  return line.seconds(((reference.end + lift) * line.timescale) / reference.timescale);
}
