/** How often something may be done in a time. */
interface Terms {
  readonly times: number;
  /** milliseconds, from the first time on */
  readonly within: number;
}

/** Keys that are remembered at once. Who has so many addresses is not held up by counting them. */
const mostKeys = 10_000;

/** Counts what each of many does, in a memory that stays small. */
export class Allowance {
  readonly #terms: Terms;
  readonly #used = new Map<string, { count: number; readonly until: number }>();

  constructor(terms: Terms) {
    this.#terms = terms;
  }

  /**
   * Milliseconds until it may be done again; 0 when it may now.
   * @param now milliseconds of a clock that only goes forward
   */
  wait(key: string, now: number): number {
    const used = this.#used.get(key);
    if (used === undefined || used.until <= now || used.count < this.#terms.times) return 0;
    return used.until - now;
  }

  /** Notes that it was done. */
  count(key: string, now: number): void {
    const used = this.#used.get(key);
    if (used !== undefined && used.until > now) {
      used.count += 1;
      return;
    }
    this.#used.delete(key);
    if (this.#used.size >= mostKeys) this.#forgetOldest();
    this.#used.set(key, { count: 1, until: now + this.#terms.within });
  }

  /** All last equally long, so the first to come is the first that ends. Many at once, as finding the first takes a while. */
  #forgetOldest(): void {
    for (const key of this.#used.keys()) {
      if (this.#used.size <= mostKeys * 0.9) return;
      this.#used.delete(key);
    }
  }

  get size(): number {
    return this.#used.size;
  }
}
