import type { Progress, StateName, TaskId } from '../../contract/task.ts';
import type { TaskRecord } from './record.ts';
import { saysTaken } from './sqlite-error.ts';
import type { Statements } from './statements.ts';
import { changesOf, columnsOf, recordOf, type TaskRow, taskColumns, writtenColumns } from './task-row.ts';

/** Numbers that grow with changes, so that what was counted once need not be counted again while nothing has changed. */
export interface Stamps {
  /** tasks came or went */
  readonly rows: number;
  /** they did, or one is found by other words now */
  readonly any: number;
}

/** By what a task can be asked for. */
const found = ['state', 'kind', 'group_id', 'name_key', 'url_key'] as const;

/** The table of tasks. */
export class TaskTable {
  readonly #sql: Statements;
  #rows = 0;
  #others = 0;

  constructor(sql: Statements) {
    this.#sql = sql;
  }

  get stamps(): Stamps {
    return { rows: this.#rows, any: this.#rows + this.#others };
  }

  get(id: TaskId): TaskRecord | undefined {
    const row = this.#sql.get<TaskRow>(`SELECT ${taskColumns} FROM tasks WHERE id = ?`, id);
    return row && recordOf(row);
  }

  insert(record: TaskRecord): void {
    this.#rows += 1;
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
      if (found.some((column) => column in changed)) this.#others += 1;
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
    this.#rows += 1;
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
}

const insertTask = `INSERT INTO tasks (id, ${writtenColumns.join(', ')}) VALUES (?${', ?'.repeat(writtenColumns.length)})`;
