import { Failure } from '../../../contract/errors.ts';
import type { TimelineRun } from './representation.ts';

/** A place on a timeline: ticks. */
export interface TimelineEntry {
  readonly time: bigint;
  readonly duration: number;
}

/** Above that a manifest is broken, or is meant to break somebody: a week of segments of a second. */
const entriesAtMost = 700_000;

/**
 * The segments of a SegmentTimeline (ISO/IEC 23009-1 section 5.3.9.6).
 * @param end ticks where the last run ends when it is repeated without a count, or `null` when nobody knows
 * @throws Failure `corrupt-media` when there are too many to be true
 */
export function expandTimeline(runs: readonly TimelineRun[], end: bigint | null): TimelineEntry[] {
  const entries: TimelineEntry[] = [];
  let time = 0n;
  for (const [at, run] of runs.entries()) {
    time = run.time ?? time;
    const step = BigInt(Math.round(run.duration));
    if (step <= 0n) continue;
    const until = runs[at + 1]?.time ?? end;
    const count = run.repeat >= 0 ? run.repeat + 1 : until === null ? 1 : whole(until - time, step);
    if (entries.length + count > entriesAtMost) {
      throw new Failure('corrupt-media', { detail: `a timeline of ${count} segments`, retryable: false });
    }
    for (let done = 0; done < count; done += 1) {
      entries.push({ time, duration: run.duration });
      time += step;
    }
  }
  return entries;
}

/** How often a step goes into a length, a rest counting as one. */
function whole(length: bigint, step: bigint): number {
  return length <= 0n ? 0 : Number((length + step - 1n) / step);
}
