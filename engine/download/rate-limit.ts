/** Seconds of the limit that may be used at once, so that a coarse read does not look like an overrun. */
const BURST_SECONDS = 0.1;

/** A token bucket: bytes are taken first and waited for afterwards, so that no read has to be split. */
export class RateLimit {
  #rate: number | null;
  #tokens = 0;
  #at: number;
  readonly #now: () => number;

  /**
   * @param rate bytes a second, or `null` for no limit
   * @param now milliseconds that never go back
   */
  constructor(rate: number | null, now: () => number) {
    this.#rate = rate;
    this.#now = now;
    this.#at = now();
  }

  get rate(): number | null {
    return this.#rate;
  }

  set rate(rate: number | null) {
    this.#rate = rate;
    this.#tokens = Math.max(this.#tokens, 0);
    this.#at = this.#now();
  }

  /** Takes bytes that have arrived; the result is the milliseconds to wait before more may come. */
  take(bytes: number): number {
    if (this.#rate === null) return 0;
    const now = this.#now();
    const full = this.#rate * BURST_SECONDS;
    this.#tokens = Math.min(full, this.#tokens + ((now - this.#at) / 1000) * this.#rate) - bytes;
    this.#at = now;
    return this.#tokens >= 0 ? 0 : (-this.#tokens / this.#rate) * 1000;
  }

  /** How much one read may bring so that the flow stays even. */
  get portion(): number {
    return this.#rate === null ? Number.POSITIVE_INFINITY : Math.max(2048, Math.ceil(this.#rate / 20));
  }
}
