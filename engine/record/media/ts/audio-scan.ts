import type { PesHeader } from './pes.ts';
import type { Unwrap } from './timestamp.ts';

const FIRST_ROOM = 64 * 1024;

/** A PES packet of audio, as a mark in the elementary stream. */
export interface AudioMark {
  /** where its payload begins in the elementary stream of the segment */
  readonly offset: number;
  /** ticks without wraps; NaN where it has no time */
  readonly pts: number;
  /** bytes of payload it says it has, or 0 */
  readonly size: number;
  /** stream_id */
  readonly id: number;
}

/** Gathers the elementary stream of one stream of audio, with its PES packets as marks: frames keep to no packet. */
export class AudioScan {
  readonly form = 'audio';
  /** one for each PES packet that begins in the segment */
  readonly marks: AudioMark[] = [];
  readonly #unwrap: Unwrap;
  #bytes = new Uint8Array(FIRST_ROOM);
  #length = 0;

  constructor(unwrap: Unwrap) {
    this.#unwrap = unwrap;
  }

  /** The elementary stream of the segment, what it begins with belongs to a PES packet of the segment before. */
  get stream(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** @param header `undefined` when it is damaged, or longer than its first transport packet */
  begin(header: PesHeader | undefined): void {
    const pts = header?.pts === undefined ? Number.NaN : this.#unwrap.of(header.pts);
    this.marks.push({ offset: this.#length, pts, size: header?.size ?? 0, id: header?.id ?? 0 });
  }

  more(data: Uint8Array, from: number, to: number): void {
    const length = this.#length + to - from;
    if (length > this.#bytes.length) {
      const roomier = new Uint8Array(length * 2);
      roomier.set(this.#bytes);
      this.#bytes = roomier;
    }
    this.#bytes.set(data.subarray(from, to), this.#length);
    this.#length = length;
  }

  finish(): void {}
}
