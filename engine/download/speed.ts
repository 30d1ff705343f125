/** Seconds over which a speed is smoothed: long enough to be read, short enough to be true. */
const SMOOTH_SECONDS = 3;

/** Smoothed bytes a second out of byte counts at irregular times. */
export class Speed {
  #value = 0;
  #known = 0;
  #at: number;

  /** @param now milliseconds that never go back */
  constructor(now: number) {
    this.#at = now;
  }

  get value(): number {
    return this.#value;
  }

  /** Adds the bytes since the last call. */
  add(bytes: number, now: number): void {
    const seconds = (now - this.#at) / 1000;
    if (seconds <= 0) return;
    this.#at = now;
    this.#known = Math.min(SMOOTH_SECONDS, this.#known + seconds);
    // While less than the window is known, the plain mean; afterwards old seconds fade.
    const weight = Math.min(1, seconds / this.#known);
    this.#value += (bytes / seconds - this.#value) * weight;
  }
}
