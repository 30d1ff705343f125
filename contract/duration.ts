/** The longest that a recording or a fragment of it can be asked to be, in seconds: some months. */
export const longestDuration = 10_000_000;

/** What units are called, and the seconds in each. */
export type Units = readonly (readonly [name: RegExp, seconds: number])[];

const english: Units = [
  [/^d$/, 86_400],
  [/^h$/, 3600],
  [/^m(?:in)?$/, 60],
  [/^s(?:ec)?$/, 1],
];

/**
 * Reads a length of time as people write it: `90`, `90s`, `1m30s`, `1h 30m`, `1.5h`, `90min`, `1:30`, `90:00`, `1:02:03`. The
 * larger unit comes first, each once. The result is in seconds, or `undefined` when the text is no such length.
 */
export function parseDuration(text: string, units: Units = english): number | undefined {
  const plain = text.trim().toLowerCase();
  return clockTime(plain) ?? unitTime(plain, units);
}

/** `minutes:seconds`, `hours:minutes:seconds`. */
function clockTime(text: string): number | undefined {
  const [, hours, minutes = '', seconds = ''] = /^(?:(\d{1,6}):)?(\d{1,5}):([0-5]?\d)$/.exec(text) ?? [];
  if (seconds === '' || (hours !== undefined && Number(minutes) > 59)) return undefined;
  return Number(hours ?? 0) * 3600 + Number(minutes) * 60 + Number(seconds);
}

function unitTime(text: string, units: Units): number | undefined {
  if (/^\d{1,9}(?:\.\d{1,3})?$/.test(text)) return Number(text);
  if (!/^(?:\d{1,9}(?:\.\d{1,3})?\s*\p{L}+\.?\s*)+$/u.test(text)) return undefined;
  let total = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [, amount, name = ''] of text.matchAll(/([\d.]+)\s*(\p{L}+)/gu)) {
    const unit = units.find(([called]) => called.test(name))?.[1];
    // "30m 1h" is a slip and no length
    if (unit === undefined || unit >= least) return undefined;
    least = unit;
    total += Number(amount) * unit;
  }
  return total;
}
