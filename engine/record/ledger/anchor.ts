import type { StoredSegment } from '../stored.ts';
import { secondsOf } from './line.ts';
import { firstOf, type Placed } from './placed.ts';

/** How far two segments of the same number may differ in length and still count as made together, seconds. */
const alike = 0.5;

/**
 * Where a segment of another track lies on the timeline when its timestamps cannot tell: by its date, else beside the segment of
 * the main track that has the same number and length. Seconds; `undefined`: neither tells.
 * @param placed of the main track
 */
export function anchorOf(segment: StoredSegment, placed: readonly Placed[]): number | undefined {
  return byDate(segment, placed) ?? byNumber(segment, placed);
}

function byDate({ dateTime }: StoredSegment, placed: readonly Placed[]): number | undefined {
  if (dateTime === null) return undefined;
  const known = placed.findLast(({ segment }) => segment.dateTime !== null && segment.dateTime <= dateTime);
  const nearest = known ?? placed.find(({ segment }) => segment.dateTime !== null);
  if (nearest?.segment.dateTime == null) return undefined;
  return secondsOf(firstOf(nearest)) + (dateTime - nearest.segment.dateTime) / 1000;
}

function byNumber({ sequence, discontinuity, duration }: StoredSegment, placed: readonly Placed[]): number | undefined {
  const same = placed.findLast(
    ({ segment }) => segment.sequence === sequence && segment.discontinuity === discontinuity,
  );
  if (same === undefined || Math.abs(same.segment.duration - duration) > alike) return undefined;
  return secondsOf(firstOf(same));
}
