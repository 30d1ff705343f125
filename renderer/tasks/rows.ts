import type { Task, TaskId } from '../../contract/task.ts';
import type { Group } from '../../contract/video.ts';

/** One row of the list with what lies under it. */
export type Row =
  | { readonly kind: 'task'; readonly id: TaskId }
  | { readonly kind: 'group'; readonly id: string; readonly members: readonly TaskId[] };

/**
 * Puts the tasks of a group under one row. It stands where the first of them would; under it they stand by their places in the
 * list they were taken from, so that none of them jumps when another is done.
 *
 * @param listed ids in the order of the list
 * @param heads the groups that are known, by their ids; a task of any other stands alone
 */
export function rowsOf(
  listed: readonly TaskId[],
  tasks: ReadonlyMap<TaskId, Task>,
  heads: ReadonlyMap<string, unknown>,
): readonly Row[] {
  const rows: Row[] = [];
  const groups = new Map<string, { readonly id: TaskId; readonly number: number }[]>();
  for (const id of listed) {
    const group = tasks.get(id)?.group ?? null;
    if (group === null || !heads.has(group.id)) {
      rows.push({ kind: 'task', id });
      continue;
    }
    const known = groups.get(group.id);
    if (known) known.push({ id, number: group.number });
    else {
      const members = [{ id, number: group.number }];
      groups.set(group.id, members);
      rows.push({ kind: 'group', id: group.id, members: [] });
    }
  }
  return rows.map((row) => {
    if (row.kind === 'task') return row;
    const members = (groups.get(row.id) ?? []).toSorted((a, b) => a.number - b.number);
    return { ...row, members: members.map(({ id }) => id) };
  });
}

/** Members above which a group is shut unless somebody opens it. */
const many = 8;

/** How many tasks a group holds. */
export function sizeOf({ counts }: Pick<Group, 'counts'>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** Whether a group shows its members before anybody has said so. */
export function opensByItself(members: number): boolean {
  return members <= many;
}

/** What is selected, and what of all there is can be seen. */
interface Chosen {
  readonly selection: ReadonlySet<string>;
  readonly heads: ReadonlyMap<string, unknown>;
  readonly visible: readonly TaskId[];
  readonly tasks: ReadonlyMap<TaskId, Task>;
}

/**
 * Ids to hand to a verb. A selected group of which every task can be seen stands for them, so that the verb is also for those
 * that come meanwhile; of one that is seen only in part, only that part is meant.
 *
 * @param ids the selected tasks that the verb is for
 */
export function withGroups(ids: readonly TaskId[], { selection, heads, visible, tasks }: Chosen): readonly string[] {
  const groupOf = (id: TaskId) => tasks.get(id)?.group?.id ?? '';
  const meant = new Set(ids.map(groupOf).filter((group) => selection.has(group) && heads.has(group)));
  if (meant.size === 0) return ids;
  const seen = new Set(visible);
  for (const { id, group } of tasks.values()) if (group && !seen.has(id)) meant.delete(group.id);
  return [...meant, ...ids.filter((id) => !meant.has(groupOf(id)))];
}
