import type { Webhook, WebhookEvent } from '../../contract/webhooks.ts';
import type { Statements } from './statements.ts';

/** Everything that is remembered of a webhook. What waits for it is in the table of deliveries. */
export interface WebhookRecord extends Omit<Webhook, 'pending'> {
  readonly publicOnly: boolean;
  /** key of the signature, user and password, see `HookSecrets` */
  readonly sealed: string;
}

interface WebhookRow {
  readonly id: string;
  readonly url: string;
  readonly events: string;
  readonly created_at: number;
  readonly public_only: number;
  readonly active: number;
  readonly sealed: string;
  readonly last: string | null;
}

/** The table of those who are told of what happens. */
export class WebhookTable {
  readonly #sql: Statements;

  constructor(sql: Statements) {
    this.#sql = sql;
  }

  get(id: string): WebhookRecord | undefined {
    const row = this.#sql.get<WebhookRow>('SELECT * FROM webhooks WHERE id = ?', id);
    return row && recordOf(row);
  }

  /** In the order in which they were added. */
  all(): WebhookRecord[] {
    return this.#sql.all<WebhookRow>('SELECT * FROM webhooks ORDER BY created_at, id').map(recordOf);
  }

  /** Ids of those that are told of it. */
  wanting(event: WebhookEvent): string[] {
    const rows = this.#sql.all<Pick<WebhookRow, 'id' | 'events'>>('SELECT id, events FROM webhooks WHERE active = 1');
    return rows.filter(({ events }) => eventsOf(events).includes(event)).map(({ id }) => id);
  }

  insert({ id, url, events, createdAt, publicOnly, active, sealed, last }: WebhookRecord): void {
    const flags = [publicOnly ? 1 : 0, active ? 1 : 0];
    const json = last === null ? null : JSON.stringify(last);
    this.#sql.run(
      'INSERT INTO webhooks (id, url, events, created_at, public_only, active, sealed, last) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      ...[id, url, JSON.stringify(events), createdAt, ...flags, sealed, json],
    );
  }

  /** How the last try went, and whether it is told of more. */
  tried(id: string, last: NonNullable<Webhook['last']>, active: boolean): void {
    this.#sql.run('UPDATE webhooks SET last = ?, active = ? WHERE id = ?', JSON.stringify(last), active ? 1 : 0, id);
  }

  /** What waits for it has to be deleted before. @returns whether it was there */
  delete(id: string): boolean {
    return this.#sql.run('DELETE FROM webhooks WHERE id = ?', id).changes > 0;
  }
}

function recordOf({ created_at, public_only, active, events, last, ...rest }: WebhookRow): WebhookRecord {
  return {
    ...rest,
    events: eventsOf(events),
    createdAt: created_at,
    publicOnly: public_only === 1,
    active: active === 1,
    last: last === null ? null : (JSON.parse(last) as Webhook['last']),
  };
}

function eventsOf(json: string): WebhookEvent[] {
  return JSON.parse(json) as WebhookEvent[];
}
