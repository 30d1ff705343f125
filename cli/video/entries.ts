import type { ListEntry } from '../../contract/video.ts';
import { formatClock } from '../format/clock.ts';
import type { Paint } from '../format/paint.ts';
import { printable } from '../format/printable.ts';
import { fittingTable, type OptionalColumn } from '../summary/fitting-table.ts';
import { entryRemark } from '../text/video.ts';

const columns: readonly OptionalColumn[] = [
  { title: 'NO', align: 'right' },
  { title: 'LENGTH', align: 'right', leave: 2 },
  { title: 'TITLE', align: 'left', flexible: true },
  { title: 'CHANNEL', align: 'left', leave: 3 },
  { title: '', align: 'left', leave: 1 },
];

/** The entries of a list as a table no wider than `width`, without the channel where all are of the same. */
export function entryTable(entries: readonly ListEntry[], width: number, paint: Paint): string[] {
  const sameChannel = new Set(entries.map(({ channel }) => channel)).size <= 1;
  const rows = entries.map((entry) => {
    const { number, duration, title, channel } = entry;
    const length = duration === null ? '' : formatClock(duration);
    return [String(number), length, printable(title), sameChannel ? '' : printable(channel ?? ''), entryRemark(entry)];
  });
  const [titles = '', ...lines] = fittingTable(columns, rows, width);
  return [paint.dim(titles), ...lines];
}

/** An entry as a line for a program: number, seconds, link, title, remark, with tabs between. */
export function entryLine(entry: ListEntry): string {
  const { number, duration, url, title } = entry;
  return [
    String(number),
    duration === null ? '' : String(duration),
    printable(url),
    printable(title),
    entryRemark(entry),
  ].join('\t');
}
