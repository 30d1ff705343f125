import stringWidth from 'string-width';
import { cutEnd } from '../format/fit.ts';
import { type Column, table } from '../format/table.ts';

/** A column that may be left out where there is no room for all. */
export interface OptionalColumn extends Column {
  /** the higher, the sooner it goes; without it the column stays */
  readonly leave?: number;
}

/** A table no wider than `width`, which may be infinite: columns with nothing in them, then those that matter least, are left out until it fits. */
export function fittingTable(
  columns: readonly OptionalColumn[],
  rows: readonly (readonly string[])[],
  width: number,
): string[] {
  const used = columns.map((_column, index) => rows.some((row) => (row[index] ?? '') !== ''));
  const order = columns
    .map(({ leave }, index) => ({ index, leave: used[index] === true ? leave : undefined }))
    .filter(({ leave }) => leave !== undefined)
    .sort((a, b) => (b.leave ?? 0) - (a.leave ?? 0));
  let lines = lay(columns, rows, used, width);
  for (const { index } of order) {
    if (lines.every((line) => stringWidth(line) <= width)) break;
    used[index] = false;
    lines = lay(columns, rows, used, width);
  }
  return Number.isFinite(width) ? lines.map((line) => cutEnd(line, width)) : lines;
}

function lay(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  used: readonly boolean[],
  width: number,
): string[] {
  const isUsed = (_: unknown, index: number): boolean => used[index] === true;
  return table(
    columns.filter(isUsed),
    rows.map((row) => row.filter(isUsed)),
    width,
  );
}
