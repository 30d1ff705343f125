/** Bytes that are compared. Two answers of a live stream differ long before, whatever headers they begin with. */
const COMPARED = 32 * 1024;
/** A whole answer that is shorter may be nothing but headers. */
const LEAST = 4096;

/**
 * Tells a server that plays a file from its beginning with every request from one that goes on: recording it again and again
 * would never end. Keeps the first bytes of the answer of before.
 */
export class SameStart {
  #before = Buffer.alloc(0);
  #comparing = false;
  #compared = 0;
  #held: Uint8Array[] = [];

  /** Another answer begins. */
  again(): void {
    this.#comparing = this.#before.length > 0;
    this.#compared = 0;
    this.#held = [];
  }

  /**
   * Takes the next bytes of the present answer.
   * @returns what may be used of what came so far; `null`: it is the answer of before again
   */
  push(bytes: Uint8Array): Uint8Array[] | null {
    if (!this.#comparing) {
      this.#remember([bytes]);
      return [bytes];
    }
    const part = bytes.subarray(0, this.#before.length - this.#compared);
    const same = this.#before.subarray(this.#compared, this.#compared + part.length).equals(part);
    this.#compared += part.length;
    this.#held.push(bytes);
    if (same && this.#compared === COMPARED) return null;
    return same && part.length === bytes.length ? [] : this.#differ();
  }

  /** What was held back of an answer that is the one before again, for somebody who knows better. */
  release(): Uint8Array[] {
    this.#comparing = false;
    return this.#held.splice(0);
  }

  /**
   * The answer is over.
   * @param inOrder it was not cut
   * @returns what was held back; `null`: it was the answer of before again
   */
  end(inOrder: boolean): Uint8Array[] | null {
    if (!this.#comparing) return [];
    const whole = this.#compared === this.#before.length && this.#compared >= LEAST;
    return inOrder && whole ? null : this.#differ();
  }

  #differ(): Uint8Array[] {
    this.#comparing = false;
    this.#before = Buffer.alloc(0);
    this.#remember(this.#held);
    return this.#held.splice(0);
  }

  #remember(parts: readonly Uint8Array[]): void {
    for (const part of parts) {
      const missing = COMPARED - this.#before.length;
      if (missing > 0) this.#before = Buffer.concat([this.#before, part.subarray(0, missing)]);
    }
  }
}
