import { randomUUID } from 'node:crypto';
import type { FragmentEntry } from '../../contract/recording.ts';
import type { Artifact, Task } from '../../contract/task.ts';
import type { WebhookBody, WebhookEvent } from '../../contract/webhooks.ts';
import type { Clock, Log } from '../host.ts';
import type { Store } from '../store/index.ts';

/** Milliseconds between two lines of the log about what was dropped. */
const tellEvery = 60_000;

/** What the outbox works with. */
export interface OutboxParts {
  readonly store: Pick<Store, 'webhooks' | 'deliveries'>;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Writes down what webhooks have to be told, in the transaction of what happened: so nothing is lost in a crash, and nothing is told
 * that did not happen. Nothing is written where nobody wants it.
 */
export class Outbox {
  readonly #parts: OutboxParts;
  readonly #dropped = new Map<string, { count: number; toldAt: number }>();
  #onNew = (): void => undefined;

  constructor(parts: OutboxParts) {
    this.#parts = parts;
  }

  /** Somebody delivers what is written from now on. */
  whenNew(call: () => void): void {
    this.#onNew = call;
  }

  /** A task has come to its end, or has failed and is not tried again by itself. */
  settled(task: Task): void {
    if (task.state.name === 'completed') this.#write('task.completed', () => ({ task }));
    if (task.state.name === 'failed') this.#write('task.failed', () => ({ task }));
  }

  /** A fragment of a recording is in its place. */
  fragmentClosed(task: Task, entry: FragmentEntry, artifact: Artifact): void {
    this.#write('fragment.closed', () => ({ task, fragment: { ...entry, artifact } }));
  }

  #write(type: WebhookEvent, data: () => WebhookBody['data']): void {
    const { store, clock } = this.#parts;
    const hooks = store.webhooks.wanting(type);
    if (hooks.length === 0) return;
    const now = clock.now();
    const body = bodyOf(type, now, data());
    const dropped = store.deliveries.insert({ id: newMessageId(), type, body }, hooks, now);
    for (const [hook, count] of dropped) this.#tellDropped(hook, count, now);
    this.#onNew();
  }

  #tellDropped(hook: string, count: number, now: number): void {
    const known = this.#dropped.get(hook) ?? { count: 0, toldAt: Number.NEGATIVE_INFINITY };
    known.count += count;
    this.#dropped.set(hook, known);
    if (now - known.toldAt < tellEvery) return;
    const message = 'too much waits for a webhook: the oldest is dropped';
    this.#parts.log.warn(message, { webhook: hook, dropped: known.count });
    known.count = 0;
    known.toldAt = now;
  }
}

/** A name by which a receiver knows a message that comes twice. */
export function newMessageId(): string {
  return `msg_${randomUUID().replaceAll('-', '')}`;
}

/** @param now milliseconds since the epoch */
export function bodyOf(type: WebhookBody['type'], now: number, data: WebhookBody['data']): string {
  return JSON.stringify({ type, timestamp: new Date(now).toISOString(), data } satisfies WebhookBody);
}
