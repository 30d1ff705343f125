import type { Range, RangeSet } from './ranges.ts';

/** What one connection is to fetch: it moves `next` forward, and another may take the tail by moving `end` back. */
export interface Claim {
  next: number;
  end: number;
  /** bytes a second that arrived lately, or 0 while unknown */
  speed: number;
}

/** A tail smaller than this is not worth a connection of its own. */
const MIN_SPLIT_BYTES = 512 * 1024;
/** Seconds: what is finished sooner than a new connection brings its first byte is left alone. */
const MIN_SPLIT_SECONDS = 0.05;

/**
 * Shares the missing bytes of a file out to connections. At every moment what is stored, what is claimed and what is open
 * are disjoint and together the whole file, or as much of it as is wanted.
 */
export class Splitter {
  readonly #open: Range[];
  readonly #claims = new Set<Claim>();

  /**
   * @param total bytes of the file; `Infinity` while nobody knows
   * @param windows what is wanted of it, in order; `null` for all
   */
  constructor(stored: RangeSet, total: number, windows: readonly Range[] | null = null) {
    const missing = stored.gaps(total);
    this.#open = windows === null ? missing : windows.flatMap((window) => within(window, missing));
  }

  get claims(): ReadonlySet<Claim> {
    return this.#claims;
  }

  /** Missing ranges nobody works on. */
  get open(): readonly Range[] {
    return this.#open;
  }

  /** Bytes that are neither fetched nor given up. */
  get remaining(): number {
    let sum = 0;
    for (const { start, end } of this.#open) sum += end - start;
    for (const { next, end } of this.#claims) sum += end - next;
    return sum;
  }

  /**
   * The next work for a connection: the first open range, else half of the rest of whichever connection would be last to
   * finish. `undefined` when nothing is left that is worth a connection.
   */
  take(): Claim | undefined {
    const open = this.#open.shift();
    if (open !== undefined) return this.#claim(open.start, open.end);
    const slowest = this.#slowest();
    if (slowest === undefined) return undefined;
    const middle = slowest.next + Math.ceil((slowest.end - slowest.next) / 2);
    const tail = this.#claim(middle, slowest.end);
    slowest.end = middle;
    return tail;
  }

  /** Ends a claim; what it has not fetched is open again. */
  release(claim: Claim): void {
    if (!this.#claims.delete(claim) || claim.next >= claim.end) return;
    const at = this.#open.findIndex(({ start }) => start > claim.next);
    this.#open.splice(at < 0 ? this.#open.length : at, 0, { start: claim.next, end: claim.end });
  }

  #claim(next: number, end: number): Claim {
    const claim = { next, end, speed: 0 };
    this.#claims.add(claim);
    return claim;
  }

  #slowest(): Claim | undefined {
    const claims = [...this.#claims];
    const known = claims.filter(({ speed }) => speed > 0);
    const usual = known.length === 0 ? 0 : known.reduce((sum, { speed }) => sum + speed, 0) / known.length;
    let slowest: Claim | undefined;
    let longest = 0;
    for (const claim of claims) {
      const rest = claim.end - claim.next;
      if (!Number.isFinite(rest) || rest < 2 * MIN_SPLIT_BYTES) continue;
      const speed = claim.speed || usual;
      if (speed > 0 && rest / speed < MIN_SPLIT_SECONDS) continue;
      const lasts = speed > 0 ? rest / speed : rest;
      if (lasts > longest) {
        longest = lasts;
        slowest = claim;
      }
    }
    return slowest;
  }
}

/** What of the ranges lies in the window. */
function within(window: Range, ranges: readonly Range[]): Range[] {
  return ranges
    .map(({ start, end }) => ({ start: Math.max(start, window.start), end: Math.min(end, window.end) }))
    .filter(({ start, end }) => start < end);
}
