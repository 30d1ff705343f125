import { useMemo, useRef } from 'react';
import { GridList, GridListItem } from 'react-aria-components/GridList';
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
  const selection = useTasks((state) => state.selection);
  return (
    <RowMenu>
      <Virtualizer layout={ListLayout} layoutOptions={{ rowHeight }}>
        <GridList
          aria-label={t('list.label')}
          className={styles['list'] ?? ''}
          items={items}
          selectionMode="multiple"
          selectionBehavior="replace"
          selectedKeys={selection}
          onSelectionChange={(keys) =>
            client.tasks.actions.select(
              keys === 'all' ? client.tasks.getState().view.visible : [...keys].map((key) => String(key)),
            )
          }
          onAction={(key) => client.activate(String(key))}
        >
          {renderItem}
        </GridList>
      </Virtualizer>
    </RowMenu>
  );
}
