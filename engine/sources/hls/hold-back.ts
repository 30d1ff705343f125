/** Segments in a row whose reload a server did not hold back, until it is no longer asked to. */
const refusalsAtMost = 3;
/** Milliseconds until it is asked again: it may only have been overloaded. */
const pauseMs = 60_000;

/**
 * Whether a server is asked to hold reloads back (blocking playlist reload, RFC 8216bis section 6.2.5.2). One that promises it
 * and then refuses, breaks off or answers at once is followed like any other for a while, instead of being asked twice each time.
 */
export class HoldBack {
  #refusals = 0;
  #sequence: number | null = null;
  #pausedUntil = Number.NEGATIVE_INFINITY;

  /** @param now milliseconds since the epoch */
  mayAsk(now: number): boolean {
    return now >= this.#pausedUntil;
  }

  /**
   * A request that asked for it came to an end. Only the first one for a media segment tells: a later one may be answered at
   * once because the segment has come meanwhile.
   * @param sequence the media sequence number that was waited for
   * @param kept the answer has it
   */
  asked(sequence: number, kept: boolean, now: number): void {
    if (sequence === this.#sequence) return;
    this.#sequence = sequence;
    this.#refusals = kept ? 0 : this.#refusals + 1;
    if (this.#refusals < refusalsAtMost) return;
    this.#refusals = 0;
    this.#pausedUntil = now + pauseMs;
  }
}
