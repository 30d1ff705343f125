/** Bytes that are compared. Two answers of a live stream differ long before, whatever headers they begin with. */
const COMPARED = 32 * 1024;

/**
 * Tells a server that plays a file from its beginning with every request from one that goes on: recording it again and again
 * would never end. Keeps the first bytes of the first answer.
 */
export class SameStart {
  #first = Buffer.alloc(0);
  #compared = 0;
  #state: 'first' | 'comparing' | 'other' = 'first';
  #held: Uint8Array[] = [];

  /** Another answer begins. */
  again(): void {
    this.#state = this.#first.length === 0 ? 'first' : 'comparing';
    this.#compared = 0;
    this.#held = [];
  }

  /**
   * Takes the next bytes of the present answer.
   * @returns what may be used of what came so far; `null`: it is the first answer again
   */
  push(bytes: Uint8Array): Uint8Array[] | null {
    if (this.#state === 'first') {
      const missing = COMPARED - this.#first.length;
      if (missing > 0) this.#first = Buffer.concat([this.#first, bytes.subarray(0, missing)]);
      return [bytes];
    }
    if (this.#state === 'other') return [bytes];
    const part = bytes.subarray(0, this.#first.length - this.#compared);
    const same = this.#first.subarray(this.#compared, this.#compared + part.length).equals(part);
    this.#compared += part.length;
    this.#held.push(bytes);
    if (!same) {
      this.#state = 'other';
      return this.#held.splice(0);
    }
    return this.#compared === this.#first.length ? null : [];
  }

  /** What is held back when the answer is over before anything told. */
  end(): Uint8Array[] {
    return this.#held.splice(0);
  }
}
