import type { Place } from './places.ts';

/** Places that Page Up and Page Down pass over. */
const page = 10;

/**
 * Where a key leads on the timeline: from one thing to the next.
 *
 * @param key as `KeyboardEvent.key`
 * @param from seconds
 * @param length of the recording, which is the last stop
 * @returns seconds, or `null` when the key leads nowhere
 */
export function nextStop(key: string, from: number, places: readonly Place[], length: number): number | null {
  const stops = [...new Set([0, ...places.map(({ at }) => at), length])].sort((a, b) => a - b);
  // the first stop behind `from`, and the last one before it
  const after = stops.findIndex((stop) => stop > from);
  const before = stops.findLastIndex((stop) => stop < from);
  const to = (index: number) => stops[Math.max(0, Math.min(stops.length - 1, index))] ?? 0;
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return after < 0 ? length : to(after);
    case 'ArrowLeft':
    case 'ArrowDown':
      return before < 0 ? 0 : to(before);
    case 'PageUp':
      return after < 0 ? length : to(after + page - 1);
    case 'PageDown':
      return before < 0 ? 0 : to(before - page + 1);
    case 'Home':
      return 0;
    case 'End':
      return length;
    default:
      return null;
  }
}
