import { type ErrorBody, Failure } from '../../contract/errors.ts';
import type { TaskId } from '../../contract/task.ts';
import type { FromWorker } from '../../contract/worker-messages.ts';
import { errorBodyOf } from '../error-body.ts';
import type { Host } from '../host.ts';
import type { Waiting } from '../store/deliveries.ts';
import type { Store } from '../store/index.ts';
import type { WebhookRecord } from '../store/webhooks.ts';
import type { Loss, Pool } from '../workers/pool.ts';
import { bodyOf, newMessageId, type Outbox } from './outbox.ts';
import { delayBeforeDelivery } from './patience.ts';
import { prepareDelivery } from './prepare-delivery.ts';

/** Milliseconds in which what is due goes out when the program ends; what does not waits for the next run. */
const closeWithin = 3_000;
/** Milliseconds nothing is delivered to a webhook when what became of the last delivery could not be written down. */
const unwrittenFor = 30_000;
/** The receiver wants nothing more, for ever. */
const gone = 410;

/** What deliveries are made with. */
export interface DelivererParts {
  readonly host: Host;
  readonly store: Store;
  readonly pool: Pick<Pool, 'deliver' | 'send' | 'free'>;
  readonly outbox: Outbox;
}

/** How a try went. */
interface Outcome {
  readonly status: number | null;
  /** `null`: it was taken */
  readonly error: ErrorBody | null;
  readonly retryAfter: number | null;
}

/**
 * Has workers deliver what waits in the outbox: to each webhook one after another in the order of what happened, at the same time to
 * all. One that failed is tried again later, and those behind it go on meanwhile.
 */
export class Deliverer {
  readonly #parts: DelivererParts;
  /** by the id of the job */
  readonly #flights = new Map<TaskId, (outcome: Outcome) => void>();
  /** webhooks that something is being delivered to */
  readonly #busy = new Set<string>();
  /** tests that are underway, by webhook */
  readonly #tests = new Map<string, Promise<void>>();
  #cancelTimer: (() => void) | undefined;
  #open = false;
  #closed = false;
  #isAsked = false;
  #whenIdle: (() => void) | undefined;

  constructor(parts: DelivererParts) {
    this.#parts = parts;
    parts.outbox.whenNew(() => this.#ask());
  }

  /** Begins to deliver. */
  open(): void {
    this.#open = true;
    this.#next();
  }

  /**
   * Has a test delivered now; who asks while one is underway waits for that one.
   * @throws Failure `canceled` when the program ends
   */
  test(hook: WebhookRecord): Promise<void> {
    const test = this.#tests.get(hook.id) ?? this.#test(hook).finally(() => this.#tests.delete(hook.id));
    this.#tests.set(hook.id, test);
    return test;
  }

  async #test(hook: WebhookRecord): Promise<void> {
    const { store, host } = this.#parts;
    const body = bodyOf('test', host.clock.now(), { task: null });
    const outcome = await this.#deliver(hook, { id: newMessageId(), body });
    if (this.#closed) throw new Failure('canceled');
    // one that was switched off listens again
    const active = outcome.error === null || (hook.active && outcome.status !== gone);
    store.transaction(() => this.#tried(hook.id, outcome, active));
    this.#next();
  }

  /** @returns whether the message was the answer to a delivery */
  hear(message: FromWorker): boolean {
    if (message.type !== 'delivered') return false;
    const { id, status, error, retryAfter } = message;
    this.#over(id, { status, error, retryAfter });
    return true;
  }

  /** The process that had it is gone. Whether the message arrived nobody knows, so it is sent again. */
  lost(id: TaskId, loss: Loss): void {
    const detail = `the job process ${loss === 'start' ? 'could not be started' : 'died'}`;
    this.#over(id, { status: null, error: new Failure('internal', { detail }).toBody(), retryAfter: null });
  }

  /** Delivers what is due, for a while, and then nothing more. */
  async close(): Promise<void> {
    if (this.#open && this.#isAtWork()) {
      let cancel = (): void => undefined;
      await new Promise<void>((resolve) => {
        this.#whenIdle = resolve;
        cancel = this.#parts.host.clock.after(closeWithin, resolve);
        this.#next();
      });
      cancel();
    }
    this.#open = false;
    this.#closed = true;
    this.#cancelTimer?.();
    for (const [id, resolve] of [...this.#flights]) {
      this.#parts.pool.send(id, { type: 'stop', id, keep: false, paused: false });
      this.#parts.pool.free(id);
      resolve({ status: null, error: null, retryAfter: null });
    }
    this.#flights.clear();
  }

  /** In a turn of its own: what is new is written down only once its transaction is over. */
  #ask(): void {
    if (this.#isAsked || !this.#open) return;
    this.#isAsked = true;
    setImmediate(() => {
      this.#isAsked = false;
      this.#next();
    });
  }

  #next(): void {
    if (!this.#open) return;
    const { store, host } = this.#parts;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    let earliest = Number.POSITIVE_INFINITY;
    try {
      for (const hook of store.webhooks.all()) {
        if (this.#busy.has(hook.id)) continue;
        const at = store.deliveries.nextAt(hook.id) ?? Number.POSITIVE_INFINITY;
        // which of them it is takes longer to find than that there is one
        const waiting = at <= host.clock.now() ? store.deliveries.due(hook.id, host.clock.now()) : undefined;
        if (waiting !== undefined) void this.#send(hook, waiting);
        else earliest = Math.min(earliest, at);
      }
    } catch (error) {
      host.log.error('what webhooks have to be told cannot be read', { reason: String(error) });
      earliest = host.clock.now() + unwrittenFor;
    }
    if (earliest < Number.POSITIVE_INFINITY) {
      const wait = Math.min(Math.max(0, earliest - host.clock.now()), longestTimer);
      this.#cancelTimer = host.clock.after(wait, () => this.#next());
    }
    if (this.#busy.size === 0) this.#whenIdle?.();
  }

  #isAtWork(): boolean {
    const { store, host } = this.#parts;
    if (this.#busy.size > 0) return true;
    return store.webhooks.all().some(({ id }) => store.deliveries.due(id, host.clock.now()) !== undefined);
  }

  async #send(hook: WebhookRecord, waiting: Waiting): Promise<void> {
    const { host } = this.#parts;
    this.#busy.add(hook.id);
    const outcome = await this.#deliver(hook, waiting);
    if (this.#closed) return;
    try {
      this.#settle(hook.id, waiting, outcome);
      this.#busy.delete(hook.id);
    } catch (error) {
      // it is sent again then, and its receiver knows it by its id
      host.log.error('what became of a delivery could not be written down', {
        webhook: hook.id,
        reason: String(error),
      });
      host.clock.after(unwrittenFor, () => {
        this.#busy.delete(hook.id);
        this.#next();
      });
    }
    this.#next();
  }

  async #deliver(hook: WebhookRecord, message: { readonly id: string; readonly body: string }): Promise<Outcome> {
    const { host, store, pool } = this.#parts;
    try {
      const job = await prepareDelivery(hook, message, host, store);
      if (this.#closed) return { status: null, error: null, retryAfter: null };
      return await new Promise((resolve) => {
        this.#flights.set(job.id, resolve);
        pool.deliver(job);
      });
    } catch (error) {
      return { status: null, error: errorBodyOf(error), retryAfter: null };
    }
  }

  #over(id: TaskId, outcome: Outcome): void {
    const resolve = this.#flights.get(id);
    if (resolve === undefined) return;
    this.#flights.delete(id);
    this.#parts.pool.free(id);
    resolve(outcome);
  }

  #settle(hook: string, { n, id, type, tries }: Waiting, outcome: Outcome): void {
    const { store, host } = this.#parts;
    const { status, error, retryAfter } = outcome;
    store.transaction(() => {
      const active = status !== gone;
      this.#tried(hook, outcome, active);
      if (!active) store.deliveries.deleteOf(hook);
      if (error === null || !active) return store.deliveries.delete(n);
      const delay = delayBeforeDelivery({ tries: tries + 1, retryAfter, random: Math.random() });
      if (delay !== undefined) return store.deliveries.later(n, host.clock.now() + delay);
      host.log.warn('a delivery was given up', {
        webhook: hook,
        message: id,
        type,
        tries: tries + 1,
        code: error.code,
      });
      store.deliveries.delete(n);
    });
    if (status === gone)
      host.log.warn('a webhook wants nothing more (410) and is told nothing more', { webhook: hook });
  }

  #tried(hook: string, { status, error }: Outcome, active: boolean): void {
    this.#parts.store.webhooks.tried(hook, { at: this.#parts.host.clock.now(), status, error }, active);
  }
}

/** Milliseconds; timers know nothing of a clock that was set, or of a computer that slept. */
const longestTimer = 60_000;
