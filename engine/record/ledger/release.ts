import type { StoredSegment } from '../stored.ts';
import { secondsOf } from './line.ts';
import type { Kept } from './placed.ts';
import type { Spans } from './spans.ts';

/** A stretch of the timeline, seconds. */
export interface Stretch {
  readonly at: number;
  readonly end: number;
}

/** How far around a fragment its sound may lie in the segments, seconds. */
const around = 30;

/** The stretches whose segments are still needed: of fragments that are not in their place, and of the open one. */
export function neededSpans({ held, open, last }: Spans): Stretch[] {
  const needed = [...held.values()].map(({ start, end }) => ({
    at: secondsOf(start.mark) - around,
    end: secondsOf(end.mark) + around,
  }));
  const from = open?.mark ?? last?.end.mark;
  needed.push({
    at: from === undefined ? Number.NEGATIVE_INFINITY : secondsOf(from) - around,
    end: Number.POSITIVE_INFINITY,
  });
  return needed;
}

/**
 * Takes out of `segments` those that end before `before` and lie in no stretch that is needed.
 * @param placeOf `null` for those that are not placed, which stay
 */
export function splitReleased<Segment extends Kept>(
  segments: Segment[],
  needed: readonly Stretch[],
  before: number,
  placeOf: (segment: Segment) => Stretch | null,
): StoredSegment[] {
  const released: StoredSegment[] = [];
  let kept = 0;
  for (const segment of segments) {
    const place = placeOf(segment);
    const goes =
      place !== null && place.end <= before && needed.every(({ at, end }) => place.end < at || place.at > end);
    if (goes) released.push(segment.segment);
    else {
      segments[kept] = segment;
      kept += 1;
    }
  }
  segments.length = kept;
  return released;
}
