import type { RateLimit } from '../download/rate-limit.ts';
import type { BodySink } from './connection.ts';

const BLOCK_BYTES = 64 * 1024;
/** With less room than this a new block is begun, so that reads do not become small. */
const LEAST_BYTES = 8 * 1024;

/** Reads on after a pause, or gives the answer up. */
interface Held {
  resume(): void;
  cancel(reason: unknown): void;
}

/** Hands a body on as it comes, in memory that is the receiver's to keep; reads no further while the receiver is busy. */
export class Pourer implements BodySink {
  readonly #onBytes: (bytes: Uint8Array) => void | Promise<void>;
  readonly #limits: readonly RateLimit[];
  readonly #held: Held;
  #block: Buffer = Buffer.alloc(0);
  #fill = 0;
  #last: Promise<void> = Promise.resolve();
  #busy = 0;
  #over = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(onBytes: (bytes: Uint8Array) => void | Promise<void>, limits: readonly RateLimit[], held: Held) {
    this.#onBytes = onBytes;
    this.#limits = limits;
    this.#held = held;
  }

  /** Waits until the receiver has taken everything. Rejects with what it threw. */
  async done(): Promise<void> {
    await this.#last;
  }

  space(): Uint8Array {
    if (this.#block.length - this.#fill < LEAST_BYTES) {
      this.#block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
      this.#fill = 0;
    }
    let room = Number.POSITIVE_INFINITY;
    for (const limit of this.#limits) room = Math.min(room, limit.portion);
    return this.#block.subarray(this.#fill, this.#fill + room);
  }

  filled(count: number): boolean {
    const bytes = this.#block.subarray(this.#fill, this.#fill + count);
    this.#fill += count;
    let wait = 0;
    for (const limit of this.#limits) wait = Math.max(wait, limit.take(count));
    this.#give(bytes);
    if (wait > 0) {
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined;
        this.#goOn();
      }, wait);
    }
    return this.#busy === 0 && this.#timer === undefined;
  }

  /** To be called when the answer is over, whatever its end. */
  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#over = true;
  }

  /** One after another, and none after one that failed. */
  #give(bytes: Uint8Array): void {
    const taken = this.#busy > 0 ? this.#last.then(() => this.#onBytes(bytes)) : this.#now(bytes);
    if (taken === undefined) return;
    this.#busy += 1;
    this.#last = taken;
    taken.then(
      () => {
        this.#busy -= 1;
        this.#goOn();
      },
      (error: unknown) => {
        if (!this.#over) this.#held.cancel(error);
      },
    );
  }

  #now(bytes: Uint8Array): Promise<void> | undefined {
    try {
      return this.#onBytes(bytes) ?? undefined;
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #goOn(): void {
    if (!this.#over && this.#busy === 0 && this.#timer === undefined) this.#held.resume();
  }
}
