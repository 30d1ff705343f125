import type { Progress, StateName, TaskId } from '../../contract/task.ts';
import type { TaskRecord } from './record.ts';
import { saysTaken } from './sqlite-error.ts';
import type { Statements } from './statements.ts';
import { changesOf, columnsOf, recordOf, type TaskRow, taskColumns, writtenColumns } from './task-row.ts';

/** The table of tasks. */
export class TaskTable {
  readonly #sql: Statements;

  constructor(sql: Statements) {
    this.#sql = sql;
  }

  get(id: TaskId): TaskRecord | undefined {
    const row = this.#sql.get<TaskRow>(`SELECT ${taskColumns} FROM tasks WHERE id = ?`, id);
    return row && recordOf(row);
  }

  insert(record: TaskRecord): void {
    this.#sql.run(insertTask, record.id, ...Object.values(columnsOf(record)));
  }

  /**
   * Writes a record over the one of the same id.
   * @param before what is stored of it, when known: only what differs is written then, and no index without need
   * @returns false when its reserved path belongs to another task; nothing is then written
   */
  save(record: TaskRecord, before?: TaskRecord): boolean {
    try {
      const changed = before === undefined ? columnsOf(record) : changesOf(before, record);
      const columns = Object.keys(changed);
      if (columns.length === 0) return true;
      const sql = `UPDATE tasks SET ${columns.map((column) => `${column} = ?`).join(', ')} WHERE id = ?`;
      this.#sql.run(sql, ...Object.values(changed), record.id);
      return true;
    } catch (error) {
      if (saysTaken(error)) return false;
      throw error;
    }
  }

  /** Writes the progress alone, which touches no index. */
  saveProgress(id: TaskId, progress: Progress): void {
    this.#sql.run('UPDATE tasks SET progress_json = ? WHERE id = ?', JSON.stringify(progress), id);
  }

  delete(id: TaskId): void {
    this.#sql.run('DELETE FROM tasks WHERE id = ?', id);
  }

  /** Tasks of the same source, newest first, at most 50. */
  ofSource(source: string): TaskRecord[] {
    const sql = `SELECT ${taskColumns} FROM tasks WHERE source = ? ORDER BY n DESC LIMIT 50`;
    return this.#sql.all<TaskRow>(sql, source).map(recordOf);
  }

  ofState(state: StateName): TaskRecord[] {
    return this.#sql.all<TaskRow>(`SELECT ${taskColumns} FROM tasks WHERE state = ? ORDER BY n`, state).map(recordOf);
  }

  /** How many tasks are in these states; all when `undefined`. */
  count(states: readonly StateName[] | undefined): number {
    if (states === undefined) return this.#count('SELECT count(*) AS total FROM tasks');
    const each = states.map((state) => this.#count('SELECT count(*) AS total FROM tasks WHERE state = ?', state));
    return each.reduce((sum, total) => sum + total, 0);
  }

  /**
   * A page of tasks, newest first.
   * @param before the number after which it goes on, from `next` of the page before
   * @returns `next` is `null` on the last page
   */
  page(
    states: readonly StateName[] | undefined,
    before: number | undefined,
    limit: number,
  ): { records: TaskRecord[]; next: number | null } {
    const below = before ?? Number.MAX_SAFE_INTEGER;
    // a state at a time walks the index; one statement over several states would sort all of them
    const rows = (states ?? [undefined]).flatMap((state) => this.#pageOf(state, below, limit + 1));
    rows.sort((a, b) => b.n - a.n);
    const page = rows.slice(0, limit);
    return { records: page.map(recordOf), next: rows.length > limit ? (page.at(-1)?.n ?? null) : null };
  }

  #pageOf(state: StateName | undefined, below: number, limit: number): TaskRow[] {
    return state === undefined
      ? this.#sql.all(`SELECT ${taskColumns} FROM tasks WHERE n < ? ORDER BY n DESC LIMIT ?`, below, limit)
      : this.#sql.all(
          `SELECT ${taskColumns} FROM tasks WHERE state = ? AND n < ? ORDER BY n DESC LIMIT ?`,
          state,
          below,
          limit,
        );
  }

  #count(sql: string, ...values: string[]): number {
    return this.#sql.get<{ total: number }>(sql, ...values)?.total ?? 0;
  }
}

const insertTask = `INSERT INTO tasks (id, ${writtenColumns.join(', ')}) VALUES (?${', ?'.repeat(writtenColumns.length)})`;
