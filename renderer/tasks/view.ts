import type { Task, TaskId } from '../../contract/task.ts';
import { type Filter, filters, groupOf } from './groups.ts';
import type { Ledger } from './ledger.ts';

type Counts = Readonly<Record<Filter, number>>;

/** What the list shows of the ledger. */
export interface View {
  readonly visible: readonly TaskId[];
  /** how many tasks each tab holds, whatever is searched for */
  readonly counts: Counts;
}

export const emptyView: View = { visible: [], counts: { all: 0, active: 0, waiting: 0, done: 0, failed: 0 } };

/**
 * Whether a task has what is searched for in its name, its link or the title of its group; the query in lower case, empty for
 * all.
 */
function matches({ name, url, group }: Task, query: string, heads: ReadonlyMap<string, string>): boolean {
  if (query === '') return true;
  const title = group === null ? '' : (heads.get(group.id) ?? '');
  return [name, url, title].some((text) => text.toLowerCase().includes(query));
}

/**
 * The tasks of a tab that fit a search, in the order of the ledger, and the counts of all tabs.
 *
 * @param heads titles of groups, by their ids
 * @param before the view until now; its parts are given back where they are equal, so that nothing is drawn anew for them
 */
export function viewOf(
  ledger: Pick<Ledger, 'tasks' | 'order'>,
  filter: Filter,
  search: string,
  heads: ReadonlyMap<string, string>,
  before: View,
): View {
  const query = search.trim().toLowerCase();
  const counts = { all: 0, active: 0, waiting: 0, done: 0, failed: 0 };
  const visible: TaskId[] = [];
  for (const id of ledger.order) {
    const task = ledger.tasks.get(id);
    if (!task) continue;
    const group = groupOf(task.state.name);
    counts.all += 1;
    counts[group] += 1;
    if ((filter === 'all' || filter === group) && matches(task, query, heads)) visible.push(id);
  }
  const sameIds = sameList(visible, before.visible);
  const sameCounts = filters.every((name) => counts[name] === before.counts[name]);
  if (sameIds && sameCounts) return before;
  return { visible: sameIds ? before.visible : visible, counts: sameCounts ? before.counts : counts };
}

function sameList(a: readonly TaskId[], b: readonly TaskId[]): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index]);
}
