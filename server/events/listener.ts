import type { ServerResponse } from 'node:http';
import type { EventBatch } from '../../contract/events.ts';
import { aboutTask, batchText, heartbeatText, openingText } from './event-text.ts';

/** A batch, and its bytes, which are made once for all who get it whole. */
export class SharedBatch {
  readonly batch: EventBatch;
  #bytes: Buffer | undefined;

  constructor(batch: EventBatch) {
    this.batch = batch;
  }

  get bytes(): Buffer {
    this.#bytes ??= Buffer.from(batchText(this.batch));
    return this.#bytes;
  }
}

/** One who listens: an answer that stays open. */
export class Listener {
  readonly response: ServerResponse;
  readonly #task: string | undefined;
  #after: number;
  /** the newest number the client has been sent */
  #told: number;
  #fullSince: number | undefined;

  /**
   * @param task the only one it hears of; all when `undefined`
   * @param now milliseconds since the epoch
   */
  constructor(response: ServerResponse, after: number, task: string | undefined, now: number) {
    this.response = response;
    this.#task = task;
    this.#after = after;
    this.#told = after;
    this.#write(openingText(after), now);
  }

  /** It knows everything up to this number. */
  get after(): number {
    return this.#after;
  }

  /** Since when its connection takes nothing more, milliseconds since the epoch; `undefined` while it does. */
  get fullSince(): number | undefined {
    return this.#fullSince;
  }

  drained(): void {
    this.#fullSince = undefined;
  }

  /** Sends a batch that follows what it knows. @param now milliseconds since the epoch */
  take(shared: SharedBatch, now: number): void {
    const { batch } = shared;
    this.#after = batch.seq;
    const about = this.#task === undefined ? batch : aboutTask(batch, this.#task);
    if (about === undefined) return;
    this.#told = batch.seq;
    this.#write(about === batch ? shared.bytes : batchText(about), now);
  }

  heartbeat(now: number): void {
    this.#write(heartbeatText(this.#told === this.#after ? undefined : this.#after), now);
    this.#told = this.#after;
  }

  #write(what: string | Buffer, now: number): void {
    if (!this.response.write(what)) this.#fullSince ??= now;
  }
}
