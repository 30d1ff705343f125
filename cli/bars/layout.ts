/** How many columns each part of a bar line gets; 0 leaves the part out. */
export interface Layout {
  readonly name: number;
  readonly percent: number;
  readonly bar: number;
  readonly bytes: number;
  readonly speed: number;
  readonly eta: number;
}

export const gap = 2;
/** Widest form of each figure: `100%`, `12.3 MB / 45.6 MB`, `12.3 MB/s`, `1:02:03`. */
const widths = { percent: 4, bytes: 17, done: 7, speed: 9, eta: 7 } as const;
const least = { name: 16, bar: 10 } as const;
const most = { name: 48, bar: 32 } as const;

/** From the richest to the poorest: the parts beside name and percentage, in the order in which they are given up. */
const choices: readonly (readonly [bar: number, bytes: number, speed: number, eta: number])[] = [
  [least.bar, widths.bytes, widths.speed, widths.eta],
  [least.bar, widths.done, widths.speed, widths.eta],
  [least.bar, 0, widths.speed, widths.eta],
  [0, 0, widths.speed, widths.eta],
  [0, 0, 0, widths.eta],
];

/**
 * Divides `width` columns: figures are given up from the least to the most useful until a legible piece of the name fits, then
 * name and bar share what is left. `longest` is the width of the longest name to be shown. The parts with their gaps never
 * take more than `width`.
 */
export function layoutFor(width: number, longest: number): Layout {
  const wanted = Math.min(Math.max(1, longest), least.name);
  for (const [bar, bytes, speed, eta] of choices) {
    const rest = width - total([wanted, widths.percent, bar, bytes, speed, eta]);
    if (rest < 0) continue;
    const forBar = bar === 0 ? 0 : Math.min(most.bar - bar, Math.floor(rest / 2));
    const forName = Math.min(Math.min(most.name, Math.max(1, longest)) - wanted, rest - forBar);
    const leftover = bar === 0 ? 0 : Math.min(most.bar - bar - forBar, rest - forBar - forName);
    return { name: wanted + forName, percent: widths.percent, bar: bar + forBar + leftover, bytes, speed, eta };
  }
  const percent = width < widths.percent ? 0 : widths.percent;
  const room = percent === 0 ? width : Math.max(0, width - percent - gap);
  return { name: Math.min(room, Math.max(1, longest)), percent, bar: 0, bytes: 0, speed: 0, eta: 0 };
}

/** Columns that parts take with the gaps between those that are there. */
export function total(parts: readonly number[]): number {
  const present = parts.filter((part) => part > 0);
  return present.reduce((sum, part) => sum + part, 0) + gap * Math.max(0, present.length - 1);
}
