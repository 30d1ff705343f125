/** Reads bits and Exp-Golomb numbers (ITU-T H.264 section 9.1) of a parameter set. Behind the end there are only zeros. */
export class Bits {
  readonly #bytes: Uint8Array;
  #at = 0;

  /** @param bytes without emulation prevention, see `unescaped` */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Whether more was read than there is, so that nothing of it holds. */
  get isOver(): boolean {
    return this.#at > this.#bytes.length * 8;
  }

  skip(count: number): void {
    this.#at += count;
  }

  bit(): number {
    const byte = this.#bytes[this.#at >> 3] ?? 0;
    const bit = (byte >> (7 - (this.#at & 7))) & 1;
    this.#at += 1;
    return bit;
  }

  /** @param count at most 31 */
  read(count: number): number {
    let value = 0;
    for (let left = count; left > 0; left -= 1) value = (value << 1) | this.bit();
    return value;
  }

  /** ue(v) */
  number(): number {
    let zeros = 0;
    while (zeros < 31 && this.bit() === 0) zeros += 1;
    return 2 ** zeros - 1 + this.read(zeros);
  }

  /** se(v) */
  signed(): number {
    const value = this.number();
    return (value & 1) === 1 ? (value + 1) / 2 : -value / 2;
  }
}

/** The content of a NAL unit without its emulation prevention bytes (H.264 section 7.4.1). */
export function unescaped(bytes: Uint8Array): Uint8Array {
  const plain = new Uint8Array(bytes.length);
  let length = 0;
  let zeros = 0;
  for (const byte of bytes) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0;
      continue;
    }
    zeros = byte === 0 ? zeros + 1 : 0;
    plain[length] = byte;
    length += 1;
  }
  return plain.subarray(0, length);
}
