import type { Statements } from './statements.ts';

/** A process as it can be told from a later one with the same number. */
export interface KnownProcess {
  readonly pid: number;
  /** its start, in whatever form the platform gives it */
  readonly started: string;
}

/** The job processes that run, so that a later start can end those that outlived their parent. */
export class WorkerTable {
  readonly #sql: Statements;

  constructor(sql: Statements) {
    this.#sql = sql;
  }

  insert({ pid, started }: KnownProcess): void {
    this.#sql.run('INSERT OR REPLACE INTO workers VALUES (?, ?)', pid, started);
  }

  delete(pid: number): void {
    this.#sql.run('DELETE FROM workers WHERE pid = ?', pid);
  }

  all(): KnownProcess[] {
    return this.#sql.all('SELECT pid, started FROM workers');
  }
}
