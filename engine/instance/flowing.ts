import type { EventBatch } from '../../contract/events.ts';
import type { Engine } from '../engine.ts';

/**
 * A subscription for a reader that may be slow: while it does not keep up, nothing is gathered for it, and when it does
 * again it catches up from its last number. So a reader that never reads costs nothing.
 */
export class FlowingSubscription {
  readonly #engine: Engine;
  readonly #send: (batch: EventBatch) => boolean;
  #after: number;
  #end: (() => void) | undefined;

  /** @param send passes a batch on; false when the reader does not keep up */
  constructor(engine: Engine, after: number, send: (batch: EventBatch) => boolean) {
    this.#engine = engine;
    this.#after = after;
    this.#send = send;
    this.goOn();
  }

  /** The reader keeps up again. */
  goOn(): void {
    this.#end ??= this.#engine.subscribe(this.#after, (batch) => {
      this.#after = batch.seq;
      if (!this.#send(batch)) this.end();
    });
  }

  end(): void {
    this.#end?.();
    this.#end = undefined;
  }
}
