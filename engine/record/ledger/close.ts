import type { JournalEntry } from '../journal-entry.ts';
import { grain, secondsOf } from './line.ts';
import { firstOf, type Kept, type Placed } from './placed.ts';
import type { SideSegment } from './side-track.ts';
import { nextBehind, type Spans } from './spans.ts';

/** What is known of the end of a recording. */
export interface EndFacts {
  /** how long it shall be, seconds; `null`: as long as the stream */
  readonly asked: number | null;
  /** why nothing will be added, or `null` */
  readonly ended: Extract<JournalEntry, { type: 'ended' }>['why'] | null;
  /** of the main track, as far as it is kept */
  readonly placed: readonly Placed[];
}

/**
 * Where a recording ends of which as much is there as was asked for: with its last fragment, or in the gap behind that which
 * swallowed the end. What comes behind is no part of it.
 * @returns seconds; `null` while more belongs to it, or nobody knows
 */
export function closeOf({ last }: Pick<Spans, 'last'>, { asked, ended, placed }: EndFacts): number | null {
  if (last === null) return null;
  const end = secondsOf(last.end.mark);
  if (isEnough(end, asked)) return end;
  const next = last.end.behind ? nextBehind(last.end, placed) : undefined;
  const from = next === undefined ? end : secondsOf(firstOf(next));
  if (ended !== 'duration' && !isEnough(from, asked)) return null;
  return next?.join?.gap === true ? Math.max(end, Math.min(from, asked ?? from)) : end;
}

/** Whether a recording that ends at a place is as long as was asked for. @param asked seconds; `null`: it is never enough */
export function isEnough(seconds: number, asked: number | null): boolean {
  return asked !== null && seconds >= asked - grain;
}

/** How many of the segments of a track begin behind a place. @param segments in their order */
export function countBehind<Segment extends Kept>(
  segments: readonly Segment[],
  place: number,
  beginOf: (segment: Segment) => number | null,
): number {
  const last = segments.findLastIndex((segment) => (beginOf(segment) ?? Number.NEGATIVE_INFINITY) < place - grain);
  return segments.length - last - 1;
}

/** Where a segment of the main track begins, seconds. */
export function mainBegin(placed: Placed): number {
  return secondsOf(firstOf(placed));
}

/** Where a segment of another track begins, seconds; `null` while nobody knows. */
export function sideBegin({ place }: SideSegment): number | null {
  return place?.at ?? null;
}
