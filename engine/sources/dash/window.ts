import { Failure } from '../../../contract/errors.ts';
import type { Manifest, Period } from './manifest.ts';
import type { DashSegment } from './segment.ts';

/** A segment of those that all have the same length. */
export interface Numbered {
  /** from 0 at the beginning of the period */
  readonly index: number;
  /** seconds */
  readonly duration: number;
}

/** Segments at most in the window of a dynamic manifest: more than half a day, where a server says it keeps everything. */
const windowAtMost = 20_000;
/** Of a static manifest: a week of segments of a second. */
const staticAtMost = 700_000;
/** Seconds after which a segment that is due is really there; servers give their clocks in whole seconds. */
const publishing = 1;

/**
 * The segments of a period whose manifest only says how long each is (ISO/IEC 23009-1 section 5.3.9.5.3, annex A.3.2): of a
 * static manifest all, of a dynamic one those that are complete by the clock and not yet out of the window.
 * @param length seconds of each
 * @param now milliseconds since the epoch, by the server's clock
 * @throws Failure `corrupt-media` when nobody can know how many there are
 */
export function expandDuration(
  manifest: Manifest,
  period: Period,
  length: number,
  endNumber: number | null,
  startNumber: number,
  now: number,
): Numbered[] {
  const whole = period.end === null ? null : period.end - period.start;
  // A rest of less than a millisecond is a rounding error.
  const inPeriod = whole === null ? null : Math.max(0, Math.ceil((whole - 0.001) / length));
  const named = endNumber === null ? null : Math.max(0, endNumber - startNumber + 1);
  const total = inPeriod === null ? named : Math.min(inPeriod, named ?? inPeriod);
  let [from, to] = [0, total ?? 0];
  if (manifest.dynamic && manifest.epoch !== null) {
    const passed = (now - manifest.epoch) / 1000 - period.start;
    const ready = Math.max(0, Math.floor((passed - Math.min(publishing, length / 2)) / length));
    // A segment stays for as long as the window is deep, and its own length more; ffmpeg begins with a depth of nothing.
    const oldestIn = (depth: number): number => Math.floor((passed - depth) / length) - 1;
    const ended = whole !== null && passed >= whole + publishing;
    to = total === null ? ready : ended ? total : Math.min(ready, total);
    const oldest = manifest.windowDepth === null ? 0 : oldestIn(Math.max(manifest.windowDepth, 2 * length));
    from = Math.min(to, Math.max(0, oldest, to - windowAtMost));
  } else if (total === null || total > staticAtMost) {
    throw new Failure('corrupt-media', { detail: 'the manifest does not say how long it is', retryable: false });
  }
  return Array.from({ length: to - from }, (_, at) => {
    const index = from + at;
    const rest = whole === null ? length : whole - index * length;
    return { index, duration: Math.min(length, rest) };
  });
}

/**
 * Without those that a manifest announces ahead of their time. Where all of them lie in the future it is the clock that is
 * wrong, not the manifest.
 */
export function availableByClock(manifest: Manifest, segments: DashSegment[], now: number): DashSegment[] {
  const { epoch } = manifest;
  if (!manifest.dynamic || epoch === null) return segments;
  const passed = (now - epoch) / 1000;
  const ready = segments.filter((segment) => segment.start + segment.duration <= passed + publishing);
  return ready.length > 0 ? ready : segments;
}
