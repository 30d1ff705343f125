import { longestDuration, parseDuration as read, type Units } from '../../contract/duration.ts';

/** In the languages of the window. */
const units: Units = [
  [/^(?:d|days?|д|дн|день|дня|дней)$/, 86_400],
  [/^(?:h|hrs?|hours?|ч|час|часа|часов)$/, 3600],
  [/^(?:m|mins?|minutes?|м|мин|минут[аы]?)$/, 60],
  [/^(?:s|secs?|seconds?|с|сек|секунд[аы]?)$/, 1],
];

/**
 * Reads a length of time as people write it in the languages of the window, with a point or a comma before what is no whole number.
 *
 * @returns seconds, more than none; `null` when the text is no such length
 */
export function parseDuration(text: string): number | null {
  const seconds = read(text.replaceAll(',', '.'), units);
  return seconds !== undefined && seconds > 0 && seconds <= longestDuration ? seconds : null;
}
