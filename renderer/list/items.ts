import { useMemo, useRef } from 'react';
import type { TaskId } from '../../contract/task.ts';
import { useClient, useTasks } from '../client/client-context.tsx';
import { opensByItself, type Row, rowsOf } from '../tasks/rows.ts';

/** A row as the collection knows it. */
export interface Item {
  readonly id: string;
  readonly name: string;
  /** of a group; `null` for a task */
  readonly members: readonly Item[] | null;
}

/** The rows of the list, and the groups of which the members are shown. */
interface Items {
  readonly items: readonly Item[];
  readonly expanded: ReadonlySet<string>;
}

/**
 * Items for the collection, the same object for a row as long as its name and what lies under it stay: rows are built anew only
 * for objects not seen before.
 */
export function useItems(): Items {
  const listed = useTasks((state) => state.listed);
  const heads = useTasks((state) => state.heads);
  const opened = useTasks((state) => state.opened);
  // what was searched for must not be hidden in a group that is shut
  const searching = useTasks((state) => state.search.trim() !== '');
  const { tasks } = useClient();
  const known = useRef(new Map<string, Item>());
  const items = useMemo(() => {
    const now = tasks.getState().ledger.tasks;
    const next = new Map<string, Item>();
    const keep = (item: Item): Item => {
      const old = known.current.get(item.id);
      const kept = old && same(old, item) ? old : item;
      next.set(item.id, kept);
      return kept;
    };
    const itemOf = (id: TaskId) => keep({ id, name: now.get(id)?.name ?? id, members: null });
    const itemFor = (row: Row) =>
      row.kind === 'task'
        ? itemOf(row.id)
        : keep({ id: row.id, name: heads.get(row.id) ?? row.id, members: row.members.map(itemOf) });
    const rows = rowsOf(
      listed.filter((id) => now.has(id)),
      now,
      heads,
    ).map(itemFor);
    known.current = next;
    return rows;
  }, [listed, heads, tasks]);
  const expanded = useMemo(() => {
    const open = ({ id, members }: Item) =>
      members !== null && (searching || (opened.get(id) ?? opensByItself(members.length)));
    return new Set(items.filter(open).map(({ id }) => id));
  }, [items, opened, searching]);
  return { items, expanded };
}

function same(a: Item, b: Item): boolean {
  if (a.name !== b.name || a.members?.length !== b.members?.length) return false;
  return a.members?.every((member, index) => member === b.members?.[index]) ?? true;
}
