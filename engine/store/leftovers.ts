import type { TaskId } from '../../contract/task.ts';
import type { Statements } from './statements.ts';

/** Unfinished data of canceled and removed tasks that is still to be deleted. */
export class LeftoverTable {
  readonly #sql: Statements;

  constructor(sql: Statements) {
    this.#sql = sql;
  }

  insert(task: TaskId, directory: string): void {
    this.#sql.run('INSERT OR REPLACE INTO leftovers VALUES (?, ?)', task, directory);
  }

  delete(task: TaskId): void {
    this.#sql.run('DELETE FROM leftovers WHERE task = ?', task);
  }

  deleteAll(tasks: readonly TaskId[]): void {
    this.#sql.run('DELETE FROM leftovers WHERE task IN (SELECT value FROM json_each(?))', JSON.stringify(tasks));
  }

  /** The folder in which a task has something to be deleted. */
  of(task: TaskId): string | undefined {
    return this.#sql.get<{ directory: string }>('SELECT directory FROM leftovers WHERE task = ?', task)?.directory;
  }

  all(): { task: TaskId; directory: string }[] {
    return this.#sql.all('SELECT task, directory FROM leftovers');
  }
}
