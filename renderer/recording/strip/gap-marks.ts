import type { GapEntry } from '../../../contract/recording.ts';

/** Gaps that are drawn as one mark. Seconds. */
export interface GapMark {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Pixels of the smallest mark; two that would touch become one. */
export const leastMark = 3;

/**
 * The gaps as marks to draw. None is ever left out, however short it is.
 *
 * @param scale pixels a second
 */
export function gapMarks(gaps: readonly GapEntry[], scale: number): readonly GapMark[] {
  const marks: GapMark[] = [];
  for (const { at, length } of gaps.toSorted((a, b) => a.at - b.at)) {
    const before = marks.at(-1);
    const near =
      before !== undefined && (at - before.from) * scale < Math.max(leastMark, (before.to - before.from) * scale) + 1;
    if (before && near) {
      marks[marks.length - 1] = { from: before.from, to: Math.max(before.to, at + length), count: before.count + 1 };
    } else {
      marks.push({ from: at, to: at + length, count: 1 });
    }
  }
  return marks;
}
