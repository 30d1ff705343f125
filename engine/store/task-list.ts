import type { StateName, Task, TaskId } from '../../contract/task.ts';
import type { TaskRecord } from './record.ts';
import type { Statements } from './statements.ts';
import type { Condition, SortKey, TaskOrder } from './task-order.ts';
import { recordOf, type TaskRow, taskColumns } from './task-row.ts';
import type { Stamps } from './tasks.ts';

/** Which tasks are asked for; all that is absent holds for every task. */
export interface TaskFilter {
  readonly states?: readonly StateName[] | undefined;
  readonly kinds?: readonly Task['kind'][] | undefined;
  readonly group?: string | undefined;
  /** as `fold` gives it: stands in the name or in the link */
  readonly text?: string | undefined;
  /** all but these */
  readonly without?: readonly TaskId[] | undefined;
}

/** Tasks up to which they are found first and sorted then. More of them are found by walking the order. */
const fewTasks = 2_000;
/** Counts that are remembered. */
const countsAtMost = 32;

/** Tasks by what they are, in an order, page by page. */
export class TaskList {
  readonly #sql: Statements;
  readonly #table: { readonly stamps: Stamps };
  readonly #counts = new Map<string, { readonly stamp: number; readonly total: number }>();

  constructor(sql: Statements, table: { readonly stamps: Stamps }) {
    this.#sql = sql;
    this.#table = table;
  }

  /** How many tasks there are; counted anew only after something has changed that matters. */
  count(filter: TaskFilter = {}): number {
    const conditions = conditionsOf(filter);
    const { rows, any } = this.#table.stamps;
    const stamp = conditions.length === 0 ? rows : any;
    const key = JSON.stringify(filter);
    const known = this.#counts.get(key);
    if (known?.stamp === stamp) return known.total;
    const sql = `SELECT count(*) AS total FROM tasks WHERE ${all(conditions)}`;
    const total = this.#sql.get<{ total: number }>(sql, ...valuesOf(conditions))?.total ?? 0;
    if (this.#counts.size >= countsAtMost) this.#counts.clear();
    this.#counts.set(key, { stamp, total });
    return total;
  }

  /**
   * A page of tasks.
   * @param after where it goes on, from `next` of the page before, which was asked for in the same way. A task that stays and keeps its
   * place is on exactly one page, whatever comes and goes between them
   * @returns `next` is `null` on the last page
   */
  page(
    filter: TaskFilter,
    order: TaskOrder,
    after: SortKey | undefined,
    limit: number,
  ): { records: TaskRecord[]; next: SortKey | null } {
    const isByState = order.sort === 'created' && filter.states !== undefined && filter.group === undefined;
    const rows = isByState
      ? this.#ofStates(filter, order, after, limit + 1)
      : this.#rows(filter, this.#hint(filter, order), order, after, limit + 1);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      records: page.map(recordOf),
      next: rows.length > limit && last !== undefined ? order.keyOf({ ...last }) : null,
    };
  }

  /** A state at a time walks its index, in the order in which tasks were added; one statement over several would sort all of them. */
  #ofStates(filter: TaskFilter, order: TaskOrder, after: SortKey | undefined, limit: number): TaskRow[] {
    const [place] = order.behind(after);
    if (place === undefined) return [];
    const numbers = (filter.states ?? []).flatMap((state) => {
      const conditions = [
        { sql: 'state = ?', values: [state] },
        place,
        ...conditionsOf({ ...filter, states: undefined }),
      ];
      const sql = `SELECT n FROM tasks INDEXED BY tasks_by_state WHERE ${all(conditions)} ORDER BY ${order.terms} LIMIT ?`;
      return this.#sql.all<{ n: number }>(sql, ...valuesOf(conditions), limit).map(({ n }) => n);
    });
    const sql = `SELECT ${taskColumns} FROM tasks WHERE n IN (SELECT value FROM json_each(?))
      ORDER BY ${order.terms} LIMIT ?`;
    return this.#sql.all(sql, JSON.stringify(numbers), limit);
  }

  #rows(filter: TaskFilter, hint: string, order: TaskOrder, after: SortKey | undefined, limit: number): TaskRow[] {
    const rows: TaskRow[] = [];
    for (const stretch of order.behind(after)) {
      if (rows.length >= limit) break;
      const conditions = [stretch, ...conditionsOf(filter)];
      const sql = `SELECT name_key, ${taskColumns} FROM tasks ${hint} WHERE ${all(conditions)}
        ORDER BY ${order.terms} LIMIT ?`;
      rows.push(...this.#sql.all<TaskRow>(sql, ...valuesOf(conditions), limit - rows.length));
    }
    return rows;
  }

  /** The way to the rows: by what they are when they are few, else in their order. */
  #hint(filter: TaskFilter, { hint }: TaskOrder): string {
    const { group, states, kinds, text } = filter;
    if ((group ?? states) !== undefined && this.count({ group, states }) <= fewTasks) {
      return group === undefined ? 'INDEXED BY tasks_by_state' : 'INDEXED BY tasks_by_group';
    }
    // one that is looked for all over the table is found sooner in the order in which it lies there
    const isPart = (group ?? states ?? kinds ?? text) !== undefined;
    return isPart && this.count(filter) <= fewTasks ? 'NOT INDEXED' : hint;
  }
}

function conditionsOf({ states, kinds, group, text, without }: TaskFilter): Condition[] {
  const conditions: Condition[] = [];
  if (group !== undefined) conditions.push({ sql: 'group_id = ?', values: [group] });
  if (states !== undefined) conditions.push(among('state IN', states));
  if (kinds !== undefined) conditions.push(among('kind IN', kinds));
  if (without !== undefined && without.length > 0) conditions.push(among('id NOT IN', without));
  if (text !== undefined && text !== '') {
    conditions.push({ sql: '(instr(name_key, ?) > 0 OR instr(url_key, ?) > 0)', values: [text, text] });
  }
  return conditions;
}

function among(what: string, values: readonly string[]): Condition {
  return { sql: `${what} (SELECT value FROM json_each(?))`, values: [JSON.stringify(values)] };
}

function all(conditions: readonly Condition[]): string {
  return conditions.length === 0 ? 'TRUE' : conditions.map(({ sql }) => sql).join(' AND ');
}

function valuesOf(conditions: readonly Condition[]): (string | number)[] {
  return conditions.flatMap(({ values }) => values);
}
