import type { FragmentPiece } from '../fragment.ts';
import { grain, type Mark, secondsOf, ticksFrom } from '../ledger/line.ts';
import { extentOf, firstOf, type Placed } from '../ledger/placed.ts';
import type { Span } from '../ledger/spans.ts';
import { type CutRules, endsFragment } from './cutter.ts';

/** Seconds by which sound may be stored apart from the pictures it belongs to. */
const interleaved = 5;

/**
 * The segments of the main track that hold something of a fragment: those from its first keyframe to its end, and neighbours
 * whose sound reaches into it, for sound is stored up to some seconds earlier or later than the pictures it belongs to.
 * @param placed of the main track, in their order
 */
export function mainPieces(span: Span, placed: readonly Placed[], rules: CutRules): FragmentPiece[] {
  const { start, end } = span;
  const from = placed.indexOf(start.placed);
  const to = placed.indexOf(end.placed);
  if (from < 0 || to < 0) return [];
  const pieces = placed.slice(earliest(span, placed, from), latest(span, placed, to, rules) + 1);
  return pieces.map((one) => pieceOf(one, start.mark));
}

/** The first segment with sound that begins in the fragment, or ends in it. */
function earliest({ start }: Span, placed: readonly Placed[], from: number): number {
  if (!start.fromCut) return from;
  const begin = secondsOf(start.mark) + grain;
  let first = from;
  for (let index = from - 1; isNear(placed[index], begin) && (placed[index]?.order ?? 0) >= start.run.order; index -= 1)
    if (hasSound(placed[index], ({ end }) => end > begin)) first = index;
  return first;
}

/** The last segment with sound that begins in the fragment. */
function latest({ end }: Span, placed: readonly Placed[], to: number, rules: CutRules): number {
  if (end.behind) return to;
  const close = secondsOf(end.mark) - grain;
  let last = holdsBefore(end.placed, end.mark, close) ? to : to - 1;
  for (
    let index = to + 1;
    isNear(placed[index], close) && !endsFragment(placed[index]?.join ?? null, rules);
    index += 1
  )
    if (hasSound(placed[index], ({ first }) => first < close)) last = index;
  return last;
}

/** Whether the sound of a place may lie in a segment. */
function isNear(placed: Placed | undefined, seconds: number): boolean {
  return placed !== undefined && Math.abs(secondsOf(firstOf(placed)) - seconds) < interleaved + placed.segment.duration;
}

function pieceOf({ segment, line, lift }: Placed, origin: Mark): FragmentPiece {
  return { segment, shift: { ticks: ticksFrom(origin, line) + lift, timescale: line.timescale } };
}

/** Whether a stream of sound of a segment meets a condition. */
function hasSound(placed: Placed | undefined, condition: (extent: { first: number; end: number }) => boolean): boolean {
  if (placed === undefined) return false;
  const sound = placed.segment.media.streams.filter(({ kind, units }) => kind === 'audio' && units > 0);
  return sound.some((stream) => condition(extentOf(placed, stream)));
}

/** Whether the segment whose keyframe ends a fragment has anything in front of it. */
function holdsBefore(placed: Placed, end: Mark, close: number): boolean {
  // In a transport stream the last frame of the segment before may have its end here.
  if (placed.segment.media.container === 'ts' || placed.reference.kind === 'audio') return true;
  return firstOf(placed).ticks < end.ticks || hasSound(placed, ({ first }) => first < close);
}
