import type { Group } from '../../contract/video.ts';
import { percent } from '../bars/bar.ts';
import { formatBytes } from '../format/bytes.ts';
import type { Paint } from '../format/paint.ts';
import { printable } from '../format/printable.ts';
import { fittingTable, type OptionalColumn } from '../summary/fitting-table.ts';
import { countsText } from '../text/groups.ts';

const columns: readonly OptionalColumn[] = [
  { title: 'GROUP', align: 'left' },
  { title: 'TASKS', align: 'left', leave: 1 },
  { title: 'DONE', align: 'right' },
  { title: 'SIZE', align: 'right', leave: 2 },
  { title: 'LIST', align: 'left', flexible: true },
];

/** Groups as a table no wider than `width`. */
export function groupTable(groups: readonly Group[], width: number, paint: Paint): string[] {
  const [titles = '', ...lines] = fittingTable(columns, groups.map(groupCells), width);
  return [paint.dim(titles), ...lines];
}

/** A group as the cells of its row: id, tasks, per cent, size, title. */
export function groupCells(group: Group): string[] {
  const { id, title, progress } = group;
  const { done, total, fraction } = progress;
  const size = total === null ? (done > 0 ? formatBytes(done) : '') : formatBytes(total);
  return [id, countsText(group), percent(fraction), size, printable(title)];
}
