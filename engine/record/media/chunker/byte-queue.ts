/** Bytes that come in at one end and are taken at the other. */
export class ByteQueue {
  #bytes: Uint8Array = new Uint8Array(0);
  #start = 0;
  #end = 0;

  /** What is there; valid until the next `add`. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(this.#start, this.#end);
  }

  add(bytes: Uint8Array): void {
    const length = this.#end - this.#start;
    if (this.#end + bytes.length > this.#bytes.length) {
      // Twice what is needed: bytes are moved few times, however small the pieces are in which they come.
      const room = 2 * (length + bytes.length);
      const target = room > this.#bytes.length ? new Uint8Array(room) : this.#bytes;
      target.set(this.bytes);
      [this.#bytes, this.#start, this.#end] = [target, 0, length];
    }
    this.#bytes.set(bytes, this.#end);
    this.#end += bytes.length;
  }

  /** Takes bytes from the front, as many as there are at most. @returns a copy */
  take(count: number): Uint8Array {
    const taken = this.bytes.slice(0, count);
    this.drop(count);
    return taken;
  }

  /** Lets go of bytes at the front. */
  drop(count: number): void {
    this.#start = Math.min(this.#end, this.#start + count);
  }
}
