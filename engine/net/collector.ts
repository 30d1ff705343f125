import { Failure } from '../../contract/errors.ts';
import type { RateLimit } from '../download/rate-limit.ts';
import type { BodySink } from './connection.ts';

const BLOCK_BYTES = 64 * 1024;

/** Which bytes of a body are wanted. */
export interface Wanted {
  /** bytes to pass over first: a server that gave the whole of what a part was asked of */
  readonly skip: number;
  /** bytes to keep, or `null` for all that come */
  readonly take: number | null;
  /** bytes of the whole body as the head announced them, or `null` */
  readonly announced: number | null;
  /** bytes above which the body is refused */
  readonly atMost: number;
}

/** Reads on after a pause, or gives the answer up. */
interface Held {
  resume(): void;
  cancel(reason: unknown): void;
}

/** Keeps a body in memory that is bounded, at the pace of the rate limits. */
export class Collector implements BodySink {
  readonly #wanted: Wanted;
  readonly #limits: readonly RateLimit[];
  readonly #held: Held;
  #memory: Buffer;
  #size = 0;
  #skipped = 0;
  #passed: Buffer | undefined;
  #timer: NodeJS.Timeout | undefined;
  #enough = false;

  constructor(wanted: Wanted, limits: readonly RateLimit[], held: Held) {
    this.#wanted = wanted;
    this.#limits = limits;
    this.#held = held;
    this.#memory = Buffer.allocUnsafeSlow(Math.max(1, wanted.take ?? wanted.announced ?? BLOCK_BYTES));
  }

  /** Everything that was wanted is there although the body goes on. */
  get enough(): boolean {
    return this.#enough;
  }

  /** What was kept. */
  get bytes(): Buffer {
    return this.#memory.subarray(0, this.#size);
  }

  space(): Uint8Array {
    let room = Number.POSITIVE_INFINITY;
    for (const limit of this.#limits) room = Math.min(room, limit.portion);
    if (this.#skipped < this.#wanted.skip || this.#enough) {
      this.#passed ??= Buffer.allocUnsafeSlow(BLOCK_BYTES);
      const left = this.#enough ? BLOCK_BYTES : this.#wanted.skip - this.#skipped;
      return this.#passed.subarray(0, Math.min(room, left));
    }
    if (this.#size === this.#memory.length) {
      const larger = Buffer.allocUnsafeSlow(this.#memory.length * 2);
      this.#memory.copy(larger, 0, 0, this.#size);
      this.#memory = larger;
    }
    return this.#memory.subarray(this.#size, this.#size + room);
  }

  filled(count: number): boolean {
    let wait = 0;
    for (const limit of this.#limits) wait = Math.max(wait, limit.take(count));
    if (this.#enough) return false;
    if (this.#skipped < this.#wanted.skip) this.#skipped += count;
    else this.#size += count;
    if (this.#size > this.#wanted.atMost) {
      this.#held.cancel(tooLarge(this.#wanted.atMost));
      return false;
    }
    if (this.#wanted.take !== null && this.#size >= this.#wanted.take) {
      this.#size = this.#wanted.take;
      this.#enough = true;
      // Where the body is over with these very bytes, the connection serves others.
      if (this.#wanted.announced !== this.#wanted.skip + this.#wanted.take) this.#held.cancel(new Error('enough'));
      return true;
    }
    if (wait === 0) return true;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#held.resume();
    }, wait);
    return false;
  }

  /** To be called when the answer is over, whatever its end. */
  end(): void {
    clearTimeout(this.#timer);
  }
}

/** The failure for a body that is larger than anything that makes sense in its place. */
export function tooLarge(atMost: number): Failure {
  return new Failure('corrupt-media', { detail: `more than ${atMost} bytes where less was expected` });
}
