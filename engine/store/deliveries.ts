import type { WebhookEvent } from '../../contract/webhooks.ts';
import type { Statements } from './statements.ts';

/** Deliveries that may wait for one webhook; of more the oldest are dropped. */
const waitingAtMost = 10_000;
/** It is looked whether there are more at each so-manieth message. */
const looksEvery = 100;

/** What is said, the same to all. */
export interface Message {
  readonly id: string;
  readonly type: WebhookEvent;
  /** JSON */
  readonly body: string;
}

/** A message that has to be delivered to one webhook. */
export interface Waiting extends Message {
  readonly n: number;
  /** tries that failed so far */
  readonly tries: number;
}

/** The table of what still has to be delivered. It is written together with what happened. */
export class DeliveryTable {
  readonly #sql: Statements;

  constructor(sql: Statements) {
    this.#sql = sql;
  }

  /**
   * Has a message delivered to some webhooks.
   * @param now milliseconds since the epoch
   * @returns how many older ones were dropped for it, by webhook
   */
  insert({ id, type, body }: Message, hooks: readonly string[], now: number): Map<string, number> {
    const { rowid } = this.#sql.run('INSERT INTO messages (id, type, body) VALUES (?, ?, ?)', id, type, body);
    for (const hook of hooks) {
      this.#sql.run('INSERT INTO deliveries (hook, message, tries, next_at) VALUES (?, ?, 0, ?)', hook, id, now);
    }
    const dropped = new Map<string, number>();
    if (rowid % looksEvery !== 0) return dropped;
    for (const { id: hook } of this.#sql.all<{ id: string }>('SELECT id FROM webhooks')) {
      const count = this.#dropOldest(hook);
      if (count > 0) dropped.set(hook, count);
    }
    return dropped;
  }

  /** The first in line of a webhook whose time has come. */
  due(hook: string, now: number): Waiting | undefined {
    return this.#sql.get<Waiting>(
      `SELECT n, tries, messages.id AS id, type, body FROM deliveries JOIN messages ON messages.id = message
       WHERE n = (SELECT n FROM deliveries INDEXED BY deliveries_by_hook WHERE hook = ? AND next_at <= ? ORDER BY n LIMIT 1)`,
      hook,
      now,
    );
  }

  /** When the next of a webhook is to be tried, milliseconds since the epoch; `undefined` when none waits. */
  nextAt(hook: string): number | undefined {
    const sql = 'SELECT min(next_at) AS at FROM deliveries INDEXED BY deliveries_by_time WHERE hook = ?';
    return this.#sql.get<{ at: number | null }>(sql, hook)?.at ?? undefined;
  }

  count(hook: string): number {
    const sql = 'SELECT count(*) AS count FROM deliveries INDEXED BY deliveries_by_time WHERE hook = ?';
    return this.#sql.get<{ count: number }>(sql, hook)?.count ?? 0;
  }

  /** One more try has failed. */
  later(n: number, nextAt: number): void {
    this.#sql.run('UPDATE deliveries SET tries = tries + 1, next_at = ? WHERE n = ?', nextAt, n);
  }

  /** It was delivered, or given up. */
  delete(n: number): void {
    this.#gone('DELETE FROM deliveries WHERE n = ? RETURNING message', n);
  }

  /** Nothing waits for this webhook any more. */
  deleteOf(hook: string): void {
    this.#gone('DELETE FROM deliveries WHERE hook = ? RETURNING message', hook);
  }

  #dropOldest(hook: string): number {
    return this.#gone(
      `DELETE FROM deliveries WHERE hook = ? AND n <=
         (SELECT n FROM deliveries INDEXED BY deliveries_by_hook WHERE hook = ? ORDER BY n DESC LIMIT 1 OFFSET ?)
       RETURNING message`,
      ...[hook, hook, waitingAtMost],
    );
  }

  /** Messages go with the last delivery of them. */
  #gone(sql: string, ...values: (string | number)[]): number {
    const messages = this.#sql.all<{ message: string }>(sql, ...values);
    for (const { message } of messages) {
      this.#sql.run(
        'DELETE FROM messages WHERE id = ? AND NOT EXISTS (SELECT 1 FROM deliveries WHERE message = ?)',
        message,
        message,
      );
    }
    return messages.length;
  }
}
