/** Units by their names in the languages of the window, and the seconds in each. */
const units: readonly (readonly [RegExp, number])[] = [
  [/^(?:s|secs?|seconds?|с|сек|секунд[аы]?)$/, 1],
  [/^(?:m|mins?|minutes?|м|мин|минут[аы]?)$/, 60],
  [/^(?:h|hrs?|hours?|ч|час|часа|часов)$/, 3600],
  [/^(?:d|days?|д|дн|день|дня|дней)$/, 86_400],
];

/** The longest that can be asked for, in seconds: some months. */
const longest = 10_000_000;

/**
 * Reads a length of time as people write it: `90` (seconds), `90s`, `1h30m`, `1.5 h`, `1:30` (minutes and seconds),
 * `1:30:00`.
 *
 * @returns seconds, more than none; `null` when the text is no such length
 */
export function parseDuration(text: string): number | null {
  const plain = text.trim().toLowerCase().replaceAll(',', '.');
  const seconds = clockTime(plain) ?? unitTime(plain);
  return seconds !== null && seconds > 0 && seconds <= longest ? seconds : null;
}

function clockTime(text: string): number | null {
  const match = /^(?:(\d{1,4}):)?(\d{1,5}):([0-5]?\d)$/.exec(text);
  if (!match) return null;
  const [, hours, minutes, seconds] = match;
  if (hours !== undefined && Number(minutes) > 59) return null;
  return Number(hours ?? 0) * 3600 + Number(minutes) * 60 + Number(seconds);
}

function unitTime(text: string): number | null {
  if (/^\d{1,8}(\.\d{1,3})?$/.test(text)) return Number(text);
  if (!/^(\d{1,8}(\.\d{1,3})?\s*\p{L}+\.?\s*)+$/u.test(text)) return null;
  let seconds = 0;
  let before = Number.POSITIVE_INFINITY;
  for (const [, amount, name] of text.matchAll(/([\d.]+)\s*(\p{L}+)/gu)) {
    const unit = units.find(([pattern]) => pattern.test(name ?? ''))?.[1];
    // the larger unit first, each once: "30m 1h 5m" is a slip and no length
    if (unit === undefined || unit >= before) return null;
    before = unit;
    seconds += Number(amount) * unit;
  }
  return seconds;
}
