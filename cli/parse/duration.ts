const seconds: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 };

/**
 * Reads a length of time as people write it: `90`, `90s`, `1m30s`, `2h`, `1:30`, `1:02:03`. The result is in seconds,
 * or `undefined` when the text is no such length.
 */
export function parseDuration(text: string): number | undefined {
  const plain = text.trim().toLowerCase();
  const clock = /^(?:(\d{1,6}):)?([0-5]?\d):([0-5]\d)$/.exec(plain);
  if (clock !== null) return Number(clock[1] ?? 0) * 3600 + Number(clock[2]) * 60 + Number(clock[3]);
  if (!/^(?:\d{1,9}(?:\.\d{1,3})?[smhd])+$|^\d{1,9}(?:\.\d{1,3})?$/.test(plain)) return undefined;
  let total = 0;
  for (const [, amount = '', unit = ''] of plain.matchAll(/([\d.]+)([smhd]?)/g)) {
    total += Number(amount) * (seconds[unit] ?? Number.NaN);
  }
  return Number.isFinite(total) ? total : undefined;
}
