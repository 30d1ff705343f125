import { sectionCrc } from './crc.ts';
import { isStart, packetBytes, payloadOf } from './packet.ts';

/** Bytes of a section without content: its own fields and the CRC. */
const SHORTEST = 12;

/** Puts the sections of one PID together (ISO/IEC 13818-1 section 2.4.4), also where they lie over several packets. */
export class Sections {
  #held: Buffer = Buffer.alloc(0);
  #inside = false;

  /** @returns the sections that are whole now, with a right CRC; copies */
  push(data: Uint8Array, at: number): Buffer[] {
    const from = payloadOf(data, at);
    const end = at + packetBytes;
    if (from >= end) return [];
    if (!isStart(data, at)) {
      if (!this.#inside) return [];
      this.#held = Buffer.concat([this.#held, data.subarray(from, end)]);
      return this.#take();
    }
    // The pointer says where the first new section begins; what is before it ends an old one.
    const begin = Math.min(end, from + 1 + (data[from] ?? 0));
    const whole: Buffer[] = [];
    if (this.#inside) {
      this.#held = Buffer.concat([this.#held, data.subarray(from + 1, begin)]);
      whole.push(...this.#take());
    }
    this.#held = Buffer.from(data.subarray(begin, end));
    this.#inside = true;
    whole.push(...this.#take());
    return whole;
  }

  #take(): Buffer[] {
    const whole: Buffer[] = [];
    // A table_id of 0xff is stuffing.
    while (this.#inside && this.#held.length >= 3) {
      if (this.#held[0] === 0xff) this.#inside = false;
      else {
        const length = 3 + (this.#held.readUInt16BE(1) & 0x0fff);
        if (this.#held.length < length) break;
        const section = this.#held.subarray(0, length);
        if (length >= SHORTEST && sectionCrc(section) === 0) whole.push(section);
        this.#held = this.#held.subarray(length);
      }
    }
    return whole;
  }
}
