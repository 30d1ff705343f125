import type { Statements } from './statements.ts';

/** Milliseconds an answer is remembered: a day. */
const keptFor = 24 * 3600_000;
/** Answers, and UTF-16 units of all of them together, beyond which the oldest are forgotten. */
const answersAtMost = 10_000;
const sizeAtMost = 64 * 1024 * 1024;
/** It is looked whether there are too many at each so-manieth one, and at each large one. */
const looksEvery = 100;
const large = 1024 * 1024;

/** An answer that was given, and to what. */
export interface KeptAnswer {
  /** a sealed digest of the request */
  readonly print: string;
  /** JSON */
  readonly answer: string;
}

/** Answers to requests that named themselves by a key. */
export class AnswerTable {
  readonly #sql: Statements;

  constructor(sql: Statements) {
    this.#sql = sql;
  }

  /** @param now milliseconds since the epoch */
  get(key: string, now: number): KeptAnswer | undefined {
    return this.#sql.get('SELECT print, answer FROM answers WHERE key = ? AND at > ?', key, now - keptFor);
  }

  /** Remembers an answer, and forgets what is too old or too much. The newest is always kept. */
  insert(key: string, { print, answer }: KeptAnswer, now: number): void {
    this.#sql.run('DELETE FROM answers WHERE at <= ? OR key = ?', now - keptFor, key);
    const sql = 'INSERT INTO answers (key, print, at, size, answer) VALUES (?, ?, ?, ?, ?)';
    const { rowid } = this.#sql.run(sql, key, print, now, answer.length, answer);
    if (rowid % looksEvery !== 0 && answer.length < large) return;
    const sums = this.#sql.get<{ count: number; size: number }>(
      'SELECT count(*) AS count, sum(size) AS size FROM answers INDEXED BY answers_by_age',
    );
    if (sums === undefined || (sums.count <= answersAtMost && sums.size <= sizeAtMost)) return;
    this.#sql.run(
      `DELETE FROM answers WHERE n <> ? AND n IN (SELECT n FROM (
         SELECT n, count(*) OVER newer AS count, sum(size) OVER newer AS size FROM answers INDEXED BY answers_by_age
         WINDOW newer AS (ORDER BY at DESC, n DESC)) WHERE count > ? OR size > ?)`,
      rowid,
      answersAtMost,
      sizeAtMost,
    );
  }
}
