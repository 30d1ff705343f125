import { basename } from 'node:path';
import type { FragmentEntry, GapEntry } from '../../contract/recording.ts';
import { formatBytes } from '../format/bytes.ts';
import { formatTenths } from '../format/clock.ts';
import { printable } from '../format/printable.ts';
import { gapCauses } from '../text/recording.ts';
import type { OptionalColumn } from './fitting-table.ts';

export const fragmentColumns: readonly OptionalColumn[] = [
  { title: 'PART', align: 'right' },
  { title: 'START', align: 'right', leave: 1 },
  { title: 'LENGTH', align: 'right', leave: 0 },
  { title: 'SIZE', align: 'right', leave: 2 },
  { title: 'FILE', align: 'left', flexible: true },
];

export const gapColumns: readonly OptionalColumn[] = [
  { title: 'GAP AT', align: 'right' },
  { title: 'LENGTH', align: 'right' },
  { title: 'SEGMENTS', align: 'right', leave: 2 },
  { title: 'TRACK', align: 'left', leave: 1 },
  { title: 'CAUSE', align: 'left', flexible: true },
];

const unfinished: Readonly<Record<Exclude<FragmentEntry['state'], 'published'>, string>> = {
  open: 'not finished',
  closed: 'not put together yet',
  failed: 'could not be put together',
};

/** A fragment as a row of `fragmentColumns`. */
export function fragmentRow({ part, at, length, state, path, size }: FragmentEntry): string[] {
  const file = state === 'published' ? printable(basename(path ?? '')) : unfinished[state];
  return [String(part), formatTenths(at), formatTenths(length), size === null ? '' : formatBytes(size), file];
}

/** A gap as a row of `gapColumns`. */
export function gapRow({ at, length, segments, track, cause, detail }: GapEntry): string[] {
  const why = detail === null ? gapCauses[cause] : `${gapCauses[cause]}: ${printable(detail)}`;
  const where = track === 'main' ? '' : printable(track);
  return [formatTenths(at), formatTenths(length), segments === 0 ? '' : String(segments), where, why];
}

/**
 * The first and last rows of a long list, with one between them that says how many are left out.
 * @param most rows that are not many
 */
export function shortened(rows: readonly (readonly string[])[], most: number): (readonly string[])[] {
  if (rows.length <= most) return [...rows];
  const half = Math.floor(most / 2);
  const left = (rows[0]?.length ?? 1) - 1;
  const between = [...Array.from({ length: left }, () => '…'), `… ${rows.length - 2 * half} more …`];
  return [...rows.slice(0, half), between, ...rows.slice(-half)];
}
