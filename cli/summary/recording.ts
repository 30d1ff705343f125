import type { Timeline } from '../../contract/recording.ts';
import type { Paint } from '../format/paint.ts';
import { printable } from '../format/printable.ts';
import { fittingTable } from './fitting-table.ts';
import { fragmentColumns, fragmentRow, gapColumns, gapRow, shortened } from './rows.ts';
import { missingText, remarks, totalsText } from './words.ts';

/** Rows of a table that is shown whole; the ledger has the rest. */
const mostRows = 40;

/**
 * What came of a recording: its fragments and gaps as tables, totals, what is missing in words.
 * @param width columns of the terminal; infinite in a file
 * @param ledger path of the ledger beside it, or `undefined`
 */
export function recordingSummary(
  timeline: Timeline,
  ledger: string | undefined,
  width: number,
  paint: Paint,
): string[] {
  return [
    ...recordingSoFar(timeline, width, paint),
    missingText(timeline, paint),
    ...remarks(timeline),
    ...(ledger === undefined ? [] : [paint.dim(`ledger: ${printable(ledger)}`)]),
  ];
}

/** The same of one that goes on, of which nobody can say yet what will be missing. */
export function recordingSoFar(timeline: Timeline, width: number, paint: Paint): string[] {
  const { fragments, gaps } = timeline;
  if (fragments.length === 0 && gaps.length === 0) return [];
  return [
    ...titled(fittingTable(fragmentColumns, shortened(fragments.map(fragmentRow), mostRows), width), fragments, paint),
    ...titled(fittingTable(gapColumns, shortened(gaps.map(gapRow), mostRows), width), gaps, paint),
    totalsText(timeline),
  ];
}

/** The lines of a table; none when it has no rows. */
function titled([titles = '', ...rows]: readonly string[], of: readonly unknown[], paint: Paint): string[] {
  return of.length === 0 ? [] : [paint.dim(titles), ...rows];
}
