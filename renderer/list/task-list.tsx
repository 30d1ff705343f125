import { Collection } from 'react-aria-components';
import { Tree, TreeItem, TreeItemContent } from 'react-aria-components/Tree';
import { ListLayout, Virtualizer } from 'react-aria-components/Virtualizer';
import { useTranslation } from 'react-i18next';
import { useClient, useTasks } from '../client/client-context.tsx';
import { useIsTouched } from '../window/use-room.ts';
import { GroupRow } from './group-row.tsx';
import { type Item, useItems } from './items.ts';
import styles from './list.module.css';
import { RowMenu } from './row-menu.tsx';
import { TaskRow } from './task-row.tsx';
import { useGivenKeys } from './use-given-keys.ts';

/** Pixels, for pointers and for fingers; fixed, so that ten thousand rows need no measuring. */
const rowHeights = { pointed: 46, touched: 60 };

/** Always the same function, so that selecting does not put all rows together anew. */
function renderItem(item: Item) {
  return (
    <TreeItem id={item.id} textValue={item.name} className={styles['item'] ?? ''}>
      <TreeItemContent>
        {item.members === null ? <TaskRow id={item.id} /> : <GroupRow id={item.id} name={item.name} />}
      </TreeItemContent>
      {item.members !== null && <Collection items={item.members}>{renderItem}</Collection>}
    </TreeItem>
  );
}

/** The list of tasks: only rows in sight exist, and each listens to its own task. */
export function TaskList() {
  const { t } = useTranslation();
  const client = useClient();
  const { items, expanded } = useItems();
  const rowHeight = useIsTouched() ? rowHeights.touched : rowHeights.pointed;
  const { selected, change } = useGivenKeys(
    useTasks((state) => state.selection),
    (keys) => client.tasks.actions.select(keys === 'all' ? client.tasks.getState().view.visible : keys),
  );
  return (
    <RowMenu>
      <Virtualizer layout={ListLayout} layoutOptions={{ rowHeight }}>
        <Tree
          aria-label={t('list.label')}
          className={styles['list'] ?? ''}
          items={items}
          selectionMode="multiple"
          selectionBehavior="replace"
          selectedKeys={selected}
          onSelectionChange={change}
          expandedKeys={expanded}
          onExpandedChange={(keys) => {
            const changed = expanded.symmetricDifference(new Set([...keys].map(String)));
            client.tasks.actions.open(new Map([...changed].map((id) => [id, !expanded.has(id)])));
          }}
          onAction={(key) => client.activate(String(key))}
        >
          {renderItem}
        </Tree>
      </Virtualizer>
    </RowMenu>
  );
}
