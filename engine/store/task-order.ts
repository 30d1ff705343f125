/** The orders in which tasks can be listed. */
export type TaskSort = 'created' | 'name' | 'line';
export type Direction = 'ascending' | 'descending';

/** What a task is sorted by, most significant first; ends in the number of its row, so that no two are equal. */
export type SortKey = readonly (string | number)[];

interface SortColumn {
  readonly name: string;
  readonly direction: 'ASC' | 'DESC';
}

/** By which columns tasks are sorted, in ascending order; `index` has them in this order. */
const sorts: Readonly<Record<TaskSort, { readonly columns: readonly SortColumn[]; readonly index: string | null }>> = {
  created: { columns: [{ name: 'n', direction: 'ASC' }], index: null },
  name: {
    columns: [
      { name: 'name_key', direction: 'ASC' },
      { name: 'n', direction: 'ASC' },
    ],
    index: 'tasks_by_name',
  },
  line: {
    columns: [
      { name: 'priority', direction: 'DESC' },
      { name: 'position', direction: 'ASC' },
      { name: 'n', direction: 'ASC' },
    ],
    index: 'tasks_by_line',
  },
};

/** A part of a condition of SQL and what stands for its question marks. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

/** An order of tasks in the words of SQL. */
export class TaskOrder {
  readonly sort: TaskSort;
  /** what stands behind `ORDER BY` */
  readonly terms: string;
  /** what has SQLite walk the table in this order */
  readonly hint: string;
  readonly #columns: readonly SortColumn[];

  constructor(sort: TaskSort, direction: Direction) {
    const { columns, index } = sorts[sort];
    this.sort = sort;
    this.#columns = direction === 'ascending' ? columns : columns.map(turned);
    this.terms = this.#columns.map((column) => `${column.name} ${column.direction}`).join(', ');
    this.hint = index === null ? 'NOT INDEXED' : `INDEXED BY ${index}`;
  }

  /** The place of a row. */
  keyOf(row: Readonly<Record<string, unknown>>): SortKey {
    return this.#columns.map(({ name }) => row[name] as string | number);
  }

  /**
   * What lies behind a place, as conditions that hold for neighbouring stretches, the nearest first. Each of them is one
   * range of an index, which a single condition of all columns would not be.
   */
  behind(key: SortKey | undefined): Condition[] {
    if (key === undefined) return [{ sql: 'TRUE', values: [] }];
    return this.#columns
      .map(({ name, direction }, at) => {
        const same = this.#columns.slice(0, at).map((column) => `${column.name} = ?`);
        const beyond = `${name} ${direction === 'ASC' ? '>' : '<'} ?`;
        return { sql: [...same, beyond].join(' AND '), values: key.slice(0, at + 1) };
      })
      .reverse();
  }
}

function turned({ name, direction }: SortColumn): SortColumn {
  return { name, direction: direction === 'ASC' ? 'DESC' : 'ASC' };
}
