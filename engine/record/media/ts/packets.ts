import { Failure } from '../../../../contract/errors.ts';
import { packetBytes, syncByte } from './packet.ts';

/** Bytes from packet to packet: bare, with four bytes of arrival time before each (M2TS), with parity behind each. */
const STRIDES = [packetBytes, 192, 204] as const;
/** Packets in a row that must begin with the sync byte before it is believed. */
const WITNESSES = 4;
/** Bytes of something else (ID3, a rest of a packet) that may come before the first packet. */
const MOST_BEFORE = 1 << 20;

/** Goes from packet to packet of a segment, over bytes that belong to none. */
export class Packets {
  readonly #data: Uint8Array;
  readonly #stride: number;
  #at: number;
  #skipped = 0;

  /** @throws Failure `corrupt-media` when no packets are found */
  constructor(data: Uint8Array) {
    this.#data = data;
    const limit = Math.min(data.length, MOST_BEFORE);
    for (let at = data.indexOf(syncByte); at >= 0 && at < limit; at = data.indexOf(syncByte, at + 1)) {
      const stride = STRIDES.find((bytes) => isInSync(data, at, bytes));
      if (stride === undefined) continue;
      this.#at = at;
      this.#stride = stride;
      return;
    }
    throw corrupt(`not MPEG-TS, it begins with ${JSON.stringify(printable(data.subarray(0, 24)))}`);
  }

  /**
   * @returns offset of the next whole packet, or -1 behind the last
   * @throws Failure `corrupt-media` when the last packet is cut, or most of the segment is something else
   */
  next(): number {
    const data = this.#data;
    let at = this.#at;
    if (at + packetBytes > data.length) {
      if (at < data.length && data[at] === syncByte) throw corrupt('the last packet is cut, the segment is not whole');
      return -1;
    }
    if (data[at] !== syncByte) {
      at = this.#search(at);
      if (at < 0) {
        this.#at = data.length;
        return -1;
      }
    }
    this.#at = at + this.#stride;
    return at;
  }

  #search(from: number): number {
    const data = this.#data;
    let at = data.indexOf(syncByte, from + 1);
    while (at >= 0 && !isInSync(data, at, this.#stride)) at = data.indexOf(syncByte, at + 1);
    this.#skipped += (at < 0 ? data.length : at) - from;
    if (this.#skipped * 2 > data.length) throw corrupt('most of it is not MPEG-TS');
    return at;
  }
}

/** Whether packets follow one another from `at` on; at the end of the data at least one has to. */
function isInSync(data: Uint8Array, at: number, stride: number): boolean {
  if (at + packetBytes > data.length) return false;
  for (let seen = 1; seen <= WITNESSES; seen += 1) {
    const next = at + seen * stride;
    if (next + packetBytes > data.length) return seen > 1 || at + packetBytes === data.length;
    if (data[next] !== syncByte) return false;
  }
  return true;
}

function corrupt(detail: string): Failure {
  return new Failure('corrupt-media', { detail });
}

function printable(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('latin1')
    .replace(/[^ -~]/g, '.');
}
