import type { ErrorBody } from '../../contract/errors.ts';
import type { Attempt, TaskId } from '../../contract/task.ts';
import type { Statements } from './statements.ts';

interface AttemptRow {
  readonly number: number;
  readonly started_at: number;
  readonly ended_at: number | null;
  readonly worker: number | null;
  readonly outcome: string | null;
  readonly error_json: string | null;
  readonly log_json: string;
}

/** How an attempt ended. */
export type Outcome = NonNullable<Attempt['outcome']>;

/** The table of attempts: one row for each try at a task. */
export class AttemptTable {
  readonly #sql: Statements;

  constructor(sql: Statements) {
    this.#sql = sql;
  }

  begin(task: TaskId, number: number, now: number): void {
    this.#sql.run('INSERT INTO attempts (task, number, started_at) VALUES (?, ?, ?)', task, number, now);
  }

  end(
    task: TaskId,
    number: number,
    end: { at: number; worker: number | null; outcome: Outcome; error: ErrorBody | null; log: readonly string[] },
  ): void {
    this.#sql.run(
      'UPDATE attempts SET ended_at = ?, worker = ?, outcome = ?, error_json = ?, log_json = ? WHERE task = ? AND number = ?',
      end.at,
      end.worker,
      end.outcome,
      end.error && JSON.stringify(end.error),
      JSON.stringify(end.log),
      task,
      number,
    );
  }

  /** Ends the attempts that an earlier run of the program left open. */
  loseOpen(now: number): void {
    this.#sql.run("UPDATE attempts SET ended_at = ?, outcome = 'lost' WHERE ended_at IS NULL", now);
  }

  /** Oldest first. */
  of(task: TaskId): Attempt[] {
    return this.#sql.all<AttemptRow>('SELECT * FROM attempts WHERE task = ? ORDER BY number', task).map(attemptOf);
  }

  /**
   * When the first of the last failed attempts began, milliseconds since the epoch.
   * @param count of them
   */
  failingSince(task: TaskId, count: number): number | undefined {
    return this.#sql.get<Pick<AttemptRow, 'started_at'>>(
      "SELECT started_at FROM attempts WHERE task = ? AND outcome = 'failed' ORDER BY number DESC LIMIT 1 OFFSET ?",
      task,
      count - 1,
    )?.started_at;
  }

  delete(task: TaskId): void {
    this.#sql.run('DELETE FROM attempts WHERE task = ?', task);
  }
}

function attemptOf(row: AttemptRow): Attempt {
  return {
    number: row.number,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    worker: row.worker,
    outcome: row.outcome as Attempt['outcome'],
    error: row.error_json === null ? null : (JSON.parse(row.error_json) as ErrorBody),
    log: JSON.parse(row.log_json) as string[],
  };
}
