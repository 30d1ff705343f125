/** Units, the larger one first, and the seconds in each. */
const units: readonly (readonly [names: readonly string[], seconds: number])[] = [
  [['d'], 86_400],
  [['h'], 3600],
  [['m', 'min'], 60],
  [['s', 'sec', ''], 1],
];

/**
 * Reads a length of time as people write it: `90`, `90s`, `1m30s`, `1h 30m`, `1.5h`, `90min`, `1:30`, `90:00`, `1:02:03`. The
 * larger unit comes first, each once. The result is in seconds, or `undefined` when the text is no such length.
 */
export function parseDuration(text: string): number | undefined {
  const plain = text.trim().toLowerCase();
  return clockTime(plain) ?? unitTime(plain);
}

/** `minutes:seconds`, `hours:minutes:seconds`. */
function clockTime(text: string): number | undefined {
  const [, hours, minutes = '', seconds = ''] = /^(?:(\d{1,6}):)?(\d{1,5}):([0-5]\d)$/.exec(text) ?? [];
  if (seconds === '' || (hours !== undefined && Number(minutes) > 59)) return undefined;
  return Number(hours ?? 0) * 3600 + Number(minutes) * 60 + Number(seconds);
}

function unitTime(text: string): number | undefined {
  if (!/^(?:\d{1,9}(?:\.\d{1,3})?\s*[a-z]+\s*)+$|^\d{1,9}(?:\.\d{1,3})?$/.test(text)) return undefined;
  let total = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [, amount = '', name = ''] of text.matchAll(/([\d.]+)\s*([a-z]*)/g)) {
    const unit = units.find(([names]) => names.includes(name))?.[1];
    // "30m 1h" is a slip and no length
    if (unit === undefined || unit >= least) return undefined;
    least = unit;
    total += Number(amount) * unit;
  }
  return total;
}
