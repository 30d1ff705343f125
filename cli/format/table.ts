import stringWidth from 'string-width';
import { cutMiddle, fitLeft, fitRight } from './fit.ts';

export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** the one column that gives way when the terminal is narrow */
  readonly flexible?: boolean;
}

/** Columns a flexible column keeps even when the terminal is narrower still. */
const leastFlexible = 12;
const gap = '  ';

/**
 * Lays rows out under their titles, `width` columns wide at most as far as the flexible column can give way. The first line
 * holds the titles. Nothing ends in spaces.
 */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[], width: number): string[] {
  const widths = columns.map((column, index) => {
    let widest = stringWidth(column.title);
    for (const row of rows) widest = Math.max(widest, stringWidth(row[index] ?? ''));
    return widest;
  });
  const taken = widths.reduce((sum, each) => sum + each, 0) + gap.length * (columns.length - 1);
  const flexible = columns.findIndex((column) => column.flexible === true);
  const wanted = widths[flexible];
  if (wanted !== undefined && taken > width) {
    widths[flexible] = Math.max(Math.min(wanted, leastFlexible), wanted - (taken - width));
  }
  const line = (cells: readonly string[]) =>
    columns
      .map((column, index) => {
        const cell = cutMiddle(cells[index] ?? '', widths[index] ?? 0);
        return column.align === 'right' ? fitRight(cell, widths[index] ?? 0) : fitLeft(cell, widths[index] ?? 0);
      })
      .join(gap)
      .trimEnd();
  return [line(columns.map((column) => column.title)), ...rows.map(line)];
}
