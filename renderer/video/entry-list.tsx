import { useCallback, useMemo } from 'react';
import { GridList, GridListItem } from 'react-aria-components/GridList';
import { ListLayout, Virtualizer } from 'react-aria-components/Virtualizer';
import { useTranslation } from 'react-i18next';
import type { ListEntry } from '../../contract/video.ts';
import { useClient } from '../client/client-context.tsx';
import { useGivenKeys } from '../list/use-given-keys.ts';
import reviewStyles from '../review/review.module.css';
import { EntryRow } from './entry-row.tsx';
import styles from './list.module.css';
import { isThere, type ListChoice, markOf } from './list-choice.ts';

/** Pixels; fixed, so that thousands of rows need no measuring. */
const rowHeight = 32;
const mostRows = 8.5;
/** Pixels of the frame above and below them. */
const frame = 2;

interface EntryListProps {
  readonly linkKey: string;
  readonly list: ListChoice;
  /** those that fit what is searched for */
  readonly shown: readonly ListEntry[];
}

/** The videos of a list, to tick; only rows in sight exist. */
export function EntryList({ linkKey, list, shown }: EntryListProps) {
  const { t } = useTranslation();
  const { review: store } = useClient();
  const { entries, ticked, info } = list;
  const items = useMemo(() => shown.map(itemOf), [shown]);
  const disabled = useMemo(() => entries.filter((entry) => !isThere(entry)).map(keyOf), [entries]);
  const meant = useMemo(() => new Set([...ticked].map(String)), [ticked]);
  const { selected, change } = useGivenKeys(meant, (keys) => {
    const numbers = keys === 'all' ? keys : new Set(keys.map(Number));
    store.choose(linkKey, (now) => ({ ...now, ticked: shownOnly(now, shown, numbers) }));
  });
  // a list is mostly of one channel, which stands above it already
  const channel = useMemo(
    () => entries.some((entry) => entry.channel !== null && entry.channel !== info.channel),
    [entries, info],
  );
  const mark = useMemo(() => entries.some((entry) => !isThere(entry) || markOf(entry) !== null), [entries]);
  const columns = useMemo(() => ({ channel, mark }), [channel, mark]);
  const renderItem = useCallback(
    (item: Item) => (
      <GridListItem id={item.id} textValue={item.entry.title} className={reviewStyles['item'] ?? ''}>
        <EntryRow entry={item.entry} {...columns} />
      </GridListItem>
    ),
    [columns],
  );
  return (
    <Virtualizer layout={ListLayout} layoutOptions={{ rowHeight }}>
      <GridList
        aria-label={t('video.list')}
        className={styles['entries'] ?? ''}
        style={{ height: Math.min(Math.max(3, items.length), mostRows) * rowHeight + frame }}
        items={items}
        dependencies={[columns]}
        selectionMode="multiple"
        selectedKeys={selected}
        disabledKeys={disabled}
        disabledBehavior="selection"
        escapeKeyBehavior="none"
        renderEmptyState={() => (
          <p className={styles['none']}>{t(entries.length === 0 ? 'video.empty' : 'video.noneFound')}</p>
        )}
        onSelectionChange={change}
      >
        {renderItem}
      </GridList>
    </Virtualizer>
  );
}

interface Item {
  readonly id: string;
  readonly entry: ListEntry;
}

/** The same object for an entry whenever it is asked for: rows are built anew only for objects not seen before. */
const items = new WeakMap<ListEntry, Item>();

function itemOf(entry: ListEntry): Item {
  const known = items.get(entry) ?? { id: keyOf(entry), entry };
  items.set(entry, known);
  return known;
}

function keyOf({ number }: ListEntry): string {
  return String(number);
}

/** What is ticked when a person has changed the ticks of those that are shown: the others stay as they were. */
function shownOnly(
  { ticked, entries }: ListChoice,
  shown: readonly ListEntry[],
  numbers: ReadonlySet<number> | 'all',
): ReadonlySet<number> {
  if (numbers === 'all') return new Set([...ticked, ...shown.filter(isThere).map(({ number }) => number)]);
  if (shown.length === entries.length) return numbers;
  const others = ticked.difference(new Set(shown.map(({ number }) => number)));
  return others.union(numbers);
}
