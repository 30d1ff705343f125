import type { StreamSummary } from '../stored.ts';

/**
 * The timestamps at which a fragment may begin in a stored segment: its keyframes; of sound, every frame.
 *
 * A summary does not say where each frame of sound begins, but that they share the time evenly. Where a frame is no whole number
 * of ticks, or the source rounded its timestamps, that is not exact, so the place is taken a little early: no frame then begins
 * between it and the place that is meant, and each is clearly on one side.
 */
export function* entrancesOf({ kind, keys, first, end, units }: StreamSummary): Generator<number> {
  if (kind === 'video') {
    for (const { pts } of keys) yield pts;
    return;
  }
  const frame = (end - first) / units;
  const early = Number.isInteger(frame) ? 0 : frame / 8;
  yield first;
  for (let number = 1; number < units; number += 1) yield Math.floor(first + number * frame - early);
}
