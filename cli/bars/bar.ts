/** The characters a bar is drawn with. */
export interface BarStyle {
  readonly full: string;
  readonly empty: string;
}

export const lineBar: BarStyle = { full: '━', empty: '─' };
export const plainBar: BarStyle = { full: '#', empty: '-' };

/**
 * The two halves of a bar of `width` columns. The full one only reaches the end at 1, and a `null` fraction (size unknown)
 * leaves it empty.
 */
export function barHalves(fraction: number | null, width: number, style: BarStyle): readonly [string, string] {
  const share = Math.min(1, Math.max(0, fraction ?? 0));
  const full = share === 1 ? width : Math.min(width - 1, Math.floor(share * width));
  return [style.full.repeat(Math.max(0, full)), style.empty.repeat(Math.max(0, width - Math.max(0, full)))];
}

/** Per cent without a promise: 100 only when all is done. */
export function percent(fraction: number | null): string {
  if (fraction === null) return '';
  return `${fraction >= 1 ? 100 : Math.min(99, Math.floor(Math.max(0, fraction) * 100))}%`;
}
