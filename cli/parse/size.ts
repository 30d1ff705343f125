const powers: Readonly<Record<string, number>> = { '': 0, k: 1, m: 2, g: 3, t: 4, p: 5 };

/**
 * Reads an amount of bytes as people write it: `500000`, `500k`, `2M`, `1.5 GB`, `1.5MiB`. Letters may be in either case.
 * `k M G T P` and `kB MB …` count in thousands, as everything Sluice shows does; `Ki Mi …` and `KiB MiB …` in 1024s
 * (IEC 80000-13). The result is a whole number of bytes, or `undefined` when the text is no such amount or too large to be exact.
 */
export function parseSize(text: string): number | undefined {
  const parts = /^(\d{1,16}(?:[.,]\d{1,9})?|[.,]\d{1,9})\s*([kmgtp]?)(i?)(b?)$/i.exec(text.trim());
  if (parts === null) return undefined;
  const [, digits = '', letter = '', binary = ''] = parts;
  const power = powers[letter.toLowerCase()];
  if (power === undefined || (binary !== '' && power === 0)) return undefined;
  const bytes = Math.round(Number(digits.replace(',', '.')) * (binary === '' ? 1000 : 1024) ** power);
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}

/**
 * Reads a rate: an amount as `parseSize` takes it, `/s` may follow; `none`, `off` or `0` mean no limit, which is `null`.
 * Bytes a second; `undefined` when it is neither. Bits (`8Mbit`) are not guessed at.
 */
export function parseRate(text: string): number | null | undefined {
  const plain = text.trim().replace(/\s*(?:\/s|ps)$/i, '');
  if (/^(?:none|off|unlimited)$/i.test(plain)) return null;
  const bytes = parseSize(plain);
  return bytes === 0 ? null : bytes;
}
