import { randomBytes } from 'node:crypto';
import { digestOf } from './token.ts';

/** Milliseconds a code is good for. */
export const codeLasts = 15 * 60 * 1000;
/** So many at once; a further one takes the place of the oldest. */
const most = 32;

/** Codes that sign a browser in, each once. They are in memory only: a code of a server that is gone is good for nothing. */
export class Codes {
  /** by digest, so that finding one tells nothing of how much of it was right; oldest first */
  readonly #until = new Map<string, number>();

  /** A new code of 256 bits. */
  make(now: number): string {
    const [oldest] = this.#until.keys();
    if (oldest !== undefined && this.#until.size >= most) this.#until.delete(oldest);
    const code = randomBytes(32).toString('base64url');
    this.#until.set(keyOf(code), now + codeLasts);
    return code;
  }

  /** Whether a code is good, which it then no longer is. */
  take(code: string, now: number): boolean {
    const key = keyOf(code);
    const until = this.#until.get(key);
    this.#until.delete(key);
    return until !== undefined && now < until;
  }
}

function keyOf(code: string): string {
  return digestOf(code).toString('base64url');
}
