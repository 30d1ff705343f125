import type { ErrorBody } from '../../contract/errors.ts';
import type { ListEntry, ListInfo } from '../../contract/video.ts';

/** A list in the dialog: as much of it as was read, and what of it is wanted. */
export interface ListChoice {
  readonly info: Pick<ListInfo, 'url' | 'site' | 'title' | 'channel' | 'count' | 'answeredBy'>;
  readonly entries: readonly ListEntry[];
  /** names the page that was not read yet; `null` once all are here */
  readonly next: string | null;
  /** a page is on its way */
  readonly loading: boolean;
  /** why a page could not be read */
  readonly problem: ErrorBody | null;
  /** numbers of those that are wanted */
  readonly ticked: ReadonlySet<number>;
  /** whether new ones of pages that are still to come are wanted too */
  readonly rest: boolean;
}

/** What a person is told about an entry that is known already; `null` for one that is not. */
export type EntryMark = 'downloaded' | 'listed' | 'failed' | null;

/** What the task of an entry means for it. What was canceled was not wanted then, and may be now. */
export function markOf({ task }: ListEntry): EntryMark {
  if (task === null || task.state === 'canceled') return null;
  if (task.state === 'completed') return 'downloaded';
  return task.state === 'failed' ? 'failed' : 'listed';
}

/** Whether an entry can be ticked. */
export function isThere({ missing }: ListEntry): boolean {
  return missing === null;
}

/** Whether an entry is wanted unless somebody says otherwise: it can be had, and is neither here nor on its way. */
export function isNew(entry: ListEntry): boolean {
  const mark = markOf(entry);
  return isThere(entry) && (mark === null || mark === 'failed');
}

/** A list of which the first page has come. */
export function beginList({ entries, next, ...info }: ListInfo): ListChoice {
  const { url, site, title, channel, count, answeredBy } = info;
  const empty = {
    info: { url, site, title, channel, count, answeredBy },
    ...{ entries: [], next: null, loading: false, problem: null, ticked: new Set<number>(), rest: true },
  };
  return withPage(empty, { entries, next });
}

/** The list with one page more; what is known by its number already is not taken twice. */
export function withPage(list: ListChoice, { entries, next }: Pick<ListInfo, 'entries' | 'next'>): ListChoice {
  const known = new Set(list.entries.map(({ number }) => number));
  const fresh = entries.filter(({ number }) => !known.has(number) && known.add(number));
  const wanted = list.rest ? fresh.filter(isNew).map(({ number }) => number) : [];
  return {
    ...list,
    entries: [...list.entries, ...fresh],
    // a page that leads to itself would never end
    next: next === list.next ? null : next,
    ...{ loading: false, problem: null, ticked: new Set([...list.ticked, ...wanted]) },
  };
}

/** The entries that have a text in their title or channel. */
export function found(entries: readonly ListEntry[], search: string): readonly ListEntry[] {
  const query = search.trim().toLowerCase();
  if (query === '') return entries;
  return entries.filter(
    ({ title, channel }) => title.toLowerCase().includes(query) || channel?.toLowerCase().includes(query),
  );
}

/** What can be ticked at one go. */
export type Sweep = 'all' | 'none' | 'new';

/**
 * Ticks entries at one go.
 *
 * @param shown those it is for; when they are all there are, what is still to come follows them
 */
export function sweep(list: ListChoice, shown: readonly ListEntry[], what: Sweep): ListChoice {
  const ticked = new Set(list.ticked);
  for (const entry of shown) {
    if (what === 'none' || (what === 'new' && !isNew(entry))) ticked.delete(entry.number);
    else if (isThere(entry)) ticked.add(entry.number);
  }
  const rest = shown.length === list.entries.length ? what !== 'none' : list.rest;
  return { ...list, ticked, rest };
}

/** What a sweep has come to; `null` for anything else. */
export function sweptTo(list: ListChoice, shown: readonly ListEntry[]): Sweep | null {
  const able = shown.filter(isThere);
  if (able.length === 0) return null;
  const wanted = able.filter(({ number }) => list.ticked.has(number));
  if (wanted.length === 0) return 'none';
  if (wanted.length === able.length) return 'all';
  return able.every((entry) => isNew(entry) === list.ticked.has(entry.number)) ? 'new' : null;
}

/** The entries that are wanted, in their order. */
export function wantedOf(list: ListChoice): readonly ListEntry[] {
  return list.entries.filter(({ number }) => list.ticked.has(number));
}

/** How many will be added as far as anybody can say: of what is still to come, all count as wanted. */
export function expectedOf(list: ListChoice): number {
  const { entries, info, ticked } = list;
  return ticked.size + (isIncomplete(list) ? Math.max(0, (info.count ?? 0) - entries.length) : 0);
}

/** Whether adding has to wait for pages that were not read yet. */
export function isIncomplete(list: ListChoice): boolean {
  return list.rest && list.next !== null;
}
