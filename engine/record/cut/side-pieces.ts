import type { FragmentPiece, FragmentTrack, Ticks } from '../fragment.ts';
import type { Alignment } from '../ledger/align.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { type Line, type Mark, secondsOf, ticksFrom } from '../ledger/line.ts';
import { firstOf, type Placed, startOf } from '../ledger/placed.ts';
import { overhang, type SidePlace, type SideSegment } from '../ledger/side-track.ts';
import { nextBehind, type Span, type SpanEnd } from '../ledger/spans.ts';

type PlacedSide = SideSegment & { readonly place: SidePlace };

/**
 * What another track gives to a fragment: the segments that overlap it in time. Where the fragment is cut, the track is cut at
 * the very same moment; where the track itself begins or ends, its edge belongs to the fragment.
 */
export function sideTrack(track: string, segments: readonly SideSegment[], span: Span, ledger: Ledger): FragmentTrack {
  const placed = segments.filter((segment): segment is PlacedSide => segment.place !== null);
  const texts = placed.filter(({ place }) => place.alignment === null);
  if (texts.length > 0) return { track, pieces: textPieces(texts, span, ledger.main) };
  const bounds = { from: span.start.mark, to: endMark(span.end, ledger.main) };
  const from = secondsOf(bounds.from);
  // What outlasts the fragment before belongs to that one.
  const gone = span.after === null || span.start.fromCut ? null : tailOf(placed, span.after, ledger);
  const tail = tailOf(placed, span.end, ledger);
  const end = tail ?? secondsOf(bounds.to);
  const lines = linesOf(span, ledger.main);
  const taken = placed.filter(
    ({ place: { at, end: until, alignment, alone } }) =>
      at < end &&
      until > from &&
      (gone === null || at >= gone || isBehind(alignment, span.after, ledger.main)) &&
      (alone || (alignment !== null && lines.has(alignment.line))),
  );
  const first = taken[0];
  const last = taken.at(-1);
  if (first === undefined || last === undefined) return { track, pieces: [] };
  const follower = placed[placed.indexOf(last) + 1];
  // The last frame of a segment of a transport stream may have its end in the next one.
  const straddles = last.segment.media.container === 'ts' && follower?.join === null && tail === null;
  const pieces = (straddles ? [...taken, follower] : taken).map((one) => pieceOf(one, bounds.from));
  const begins = placed[0] === first || first.join !== null;
  const isOwn = span.after === null || gone !== null;
  const isEdge = isOwn && begins && first.place.at >= from - overhang;
  return { track, pieces, fromCut: !isEdge, to: tail === null ? lengthIn(last, bounds) : null };
}

/** The lines of the main track in which a fragment lies. */
function linesOf({ start, end }: Span, main: readonly Placed[]): Set<Line> {
  return new Set(main.slice(main.indexOf(start.placed), main.indexOf(end.placed) + 1).map(({ line }) => line));
}

/** Where the other tracks are cut at the end of a fragment: where the next one begins, when that simply follows. */
function endMark(end: SpanEnd, main: readonly Placed[]): Mark {
  const next = followerOf(end, main);
  if (!end.behind || next === undefined) return end.mark;
  const start = startOf(next) ?? firstOf(next);
  const apart = (start.ticks - end.mark.ticks) / start.line.timescale;
  return Math.abs(apart) <= overhang ? start : end.mark;
}

/** The segment of the main track that goes on in time behind one in which a fragment ends. */
function followerOf(end: SpanEnd, main: readonly Placed[]): Placed | undefined {
  const { placed } = end;
  const next = nextBehind(end, main);
  return next === undefined || next.line !== placed.line || next.join?.gap === true ? undefined : next;
}

/**
 * Whether a segment lies in a line of the main track that begins behind a fragment. It may begin a little early, as coders of
 * sound do, or where the sound of before has not quite ended, and belongs to what follows all the same.
 */
function isBehind(alignment: Alignment | null, end: SpanEnd | null, main: readonly Placed[]): boolean {
  if (alignment === null || end === null || alignment.line === end.placed.line) return false;
  return main.some(({ order, line }) => order > end.placed.order && line === alignment.line);
}

/**
 * Where a track ends that ends with a fragment behind which the main track does not simply go on, or not long after it. Seconds;
 * `null`: it is cut.
 */
function tailOf(placed: readonly PlacedSide[], end: SpanEnd, { main, ended }: Ledger): number | null {
  if (!end.behind || followerOf(end, main) !== undefined) return null;
  const next = nextBehind(end, main);
  // It was closed early, because of a full disk: what will follow is not known.
  if (next === undefined && ended === null) return null;
  // The stream has ended, and what is there is kept.
  if (next === undefined && ended === 'stream') return Number.POSITIVE_INFINITY;
  const to = secondsOf(end.mark);
  const index = placed.findLastIndex(({ place }) => place.at < to && !isBehind(place.alignment, end, main));
  if (index < 0) return to;
  const border = placed.findIndex(({ join }, number) => number > index && join !== null);
  const last = placed[border < 0 ? placed.length - 1 : border - 1]?.place.end ?? to;
  // Sound that reaches over the gap to where the pictures go on has not ended.
  const room = next?.line === end.placed.line ? secondsOf(firstOf(next)) - to : overhang;
  return last <= to + Math.min(overhang, room) ? Math.max(last, to) : null;
}

function pieceOf({ segment, place, reference }: PlacedSide, origin: Mark): FragmentPiece {
  const timescale = reference?.timescale ?? 1;
  if (place.alignment === null) return { segment, shift: { ticks: 0, timescale } };
  const { line, lift } = place.alignment;
  return { segment, shift: { ticks: rescaled(ticksFrom(origin, line), line, timescale) + lift, timescale } };
}

/** Rounded the same way on both sides of a cut, so that what the one fragment leaves is what the other takes. */
function lengthIn({ place, reference }: PlacedSide, { from, to }: { from: Mark; to: Mark }): Ticks | null {
  if (place.alignment === null || reference === null) return null;
  const { timescale } = reference;
  const { line } = place.alignment;
  const ticks = rescaled(ticksFrom(from, line), line, timescale) - rescaled(ticksFrom(to, line), line, timescale);
  return { ticks, timescale };
}

function rescaled(ticks: number, { timescale }: Line, to: number): number {
  return timescale === to ? ticks : Math.round((ticks * to) / timescale);
}

/** Subtitles have no timestamps in their summary: they are moved as the pictures beside them, and a cue may reach over. */
function textPieces(texts: readonly PlacedSide[], { start, end }: Span, main: readonly Placed[]): FragmentPiece[] {
  const from = secondsOf(start.mark);
  const to = secondsOf(end.mark);
  const first = texts.findIndex(({ place }) => place.end > from);
  if (first < 0) return [];
  const last = texts.findLastIndex(({ place }) => place.at < to);
  const beside = main.slice(main.indexOf(start.placed), main.indexOf(end.placed) + 1);
  return texts.slice(Math.max(0, first - 1), last + 2).map(({ segment, place }) => {
    const middle = (place.at + place.end) / 2;
    const { line, lift } = beside.findLast((one) => secondsOf(firstOf(one)) <= middle) ?? start.placed;
    return { segment, shift: { ticks: ticksFrom(start.mark, line) + lift, timescale: line.timescale } };
  });
}
