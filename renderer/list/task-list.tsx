import { useMemo, useRef } from 'react';
import { GridList, GridListItem, type Key, type Selection } from 'react-aria-components/GridList';
import { ListLayout, Virtualizer } from 'react-aria-components/Virtualizer';
import { useTranslation } from 'react-i18next';
import type { Task, TaskId } from '../../contract/task.ts';
import { useClient, useTasks } from '../client/client-context.tsx';
import styles from './list.module.css';
import { RowMenu } from './row-menu.tsx';
import { TaskRow } from './task-row.tsx';

/** Pixels; fixed, so that ten thousand rows need no measuring. */
const rowHeight = 46;

interface Item {
  readonly id: TaskId;
  readonly name: string;
}

/**
 * Items for the collection, the same object for a task as long as its name stays: rows are built anew only for objects
 * not seen before.
 */
function useItems(): readonly Item[] {
  const listed = useTasks((state) => state.listed);
  const { tasks } = useClient();
  const known = useRef(new Map<TaskId, Item>());
  return useMemo(() => {
    const now = tasks.getState().ledger.tasks;
    const next = new Map<TaskId, Item>();
    for (const id of listed) {
      const task: Task | undefined = now.get(id);
      if (!task) continue;
      const old = known.current.get(id);
      next.set(id, old?.name === task.name ? old : { id, name: task.name });
    }
    known.current = next;
    return [...next.values()];
  }, [listed, tasks]);
}

/**
 * The selection as the list wants it, and what to tell of a change that it makes. The set that the list gives knows where a
 * range begins, so it gets that very set back as long as the window means the same by it: Shift would else select only the
 * row it is used on.
 */
function useSelection(): { readonly selected: Iterable<Key>; readonly change: (keys: Selection) => void } {
  const { tasks } = useClient();
  const meant = useTasks((state) => state.selection);
  const given = useRef<ReadonlySet<Key>>(new Set());
  const selected = useMemo(() => {
    const same = given.current.size === meant.size && [...given.current].every((key) => meant.has(String(key)));
    return same ? given.current : meant;
  }, [meant]);
  const change = (keys: Selection) => {
    if (keys !== 'all') given.current = keys;
    tasks.actions.select(keys === 'all' ? tasks.getState().view.visible : [...keys].map(String));
  };
  return { selected, change };
}

/** Always the same function, so that selecting does not put all rows together anew. */
function renderItem(item: Item) {
  return (
    <GridListItem id={item.id} textValue={item.name} className={styles['item'] ?? ''}>
      <TaskRow id={item.id} />
    </GridListItem>
  );
}

/** The list of tasks: only rows in sight exist, and each listens to its own task. */
export function TaskList() {
  const { t } = useTranslation();
  const client = useClient();
  const items = useItems();
  const { selected, change } = useSelection();
  return (
    <RowMenu>
      <Virtualizer layout={ListLayout} layoutOptions={{ rowHeight }}>
        <GridList
          aria-label={t('list.label')}
          className={styles['list'] ?? ''}
          items={items}
          selectionMode="multiple"
          selectionBehavior="replace"
          selectedKeys={selected}
          onSelectionChange={change}
          onAction={(key) => client.activate(String(key))}
        >
          {renderItem}
        </GridList>
      </Virtualizer>
    </RowMenu>
  );
}
