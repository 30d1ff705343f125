/** What a quality sets a bound to: the height of the picture in lines, or bits a second. */
export type QualityLimit = { readonly lines: number } | { readonly bits: number };

/**
 * The quality of a recording as `recordingOptions` takes it, from what a person wrote; every front end reads it this way.
 * Three or four digits alone are the height that everybody means by them: `1080` is `1080p`.
 *
 * @returns `null` when it is no quality
 */
export function readQuality(text: string): string | null {
  const plain = text.trim();
  if (/^\d{3,4}$/.test(plain)) return `${plain}p`;
  const known = /^(?:best|worst|\d{2,5}[pP]|\d{1,12}(?:\.\d{1,3})?[kKmM]?)$/.test(plain);
  return known ? plain.replace('P', 'p') : null;
}

/** The bound that a quality of `recordingOptions` sets; `null` for `best` and `worst`. */
export function limitOf(quality: string): QualityLimit | null {
  const lines = /^(\d+)p$/.exec(quality)?.[1];
  if (lines !== undefined) return { lines: Number(lines) };
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)([kKmM]?)$/.exec(quality) ?? [];
  return amount === undefined ? null : { bits: Number(amount) * (factors[unit.toLowerCase()] ?? 1) };
}

const factors: Readonly<Record<string, number>> = { k: 1000, m: 1_000_000 };
