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

/** Ids to hand to a verb: where all tasks of a group are meant, the group itself stands for them. */
export function withGroups(ids: readonly TaskId[], tasks: ReadonlyMap<TaskId, Task>): readonly string[] {
  const meant = new Map<string, number>();
  const groupOf = (id: TaskId) => tasks.get(id)?.group?.id;
  for (const id of ids) {
    const group = groupOf(id);
    if (group !== undefined) meant.set(group, (meant.get(group) ?? 0) + 1);
  }
  if (meant.size === 0) return ids;
  const all = new Map<string, number>();
  for (const { group } of tasks.values())
    if (group && meant.has(group.id)) all.set(group.id, (all.get(group.id) ?? 0) + 1);
  const whole = new Set([...meant].filter(([group, count]) => count === all.get(group)).map(([group]) => group));
  const others = ids.filter((id) => !whole.has(groupOf(id) ?? ''));
  return [...whole, ...others];
}
