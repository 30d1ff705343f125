import { packetBytes } from './packet.ts';

/** Bytes of packets in a row that are let out where they lie; fewer are gathered, so that there are not too many pieces. */
const RUN = 4 * 1024;
const CHUNK = 64 * 1024;

/** Gathers the packets that a feed lets out: those of a segment, changed where they lie, and its own between them. */
export class Output {
  readonly #data: Uint8Array;
  readonly #change: (bytes: Uint8Array, at: number) => void;
  readonly #pieces: Uint8Array[] = [];
  #chunk = Buffer.alloc(0);
  /** what of the chunk is in no piece yet */
  #first = 0;
  #used = 0;
  #from = 0;
  #to = 0;

  /** @param change is called for each packet of the segment that is let out, in that order */
  constructor(data: Uint8Array, change: (bytes: Uint8Array, at: number) => void) {
    this.#data = data;
    this.#change = change;
  }

  /** Lets the packet of the segment at `at` out. */
  keep(at: number): void {
    if (at !== this.#to) {
      this.#endRun();
      this.#from = at;
    }
    this.#change(this.#data, at);
    this.#to = at + packetBytes;
  }

  /** Lets packets out that are not of the segment. They are made when those before them have been counted. */
  add(make: () => Uint8Array): void {
    this.#endRun();
    this.#put(make());
  }

  /** What was let out. */
  finish(): Uint8Array[] {
    this.#endRun();
    this.#endChunk();
    return this.#pieces;
  }

  #endRun(): void {
    const run = this.#data.subarray(this.#from, this.#to);
    this.#from = this.#to;
    if (run.length === 0) return;
    if (run.length < RUN) {
      this.#put(run);
    } else {
      this.#endChunk();
      this.#pieces.push(run);
    }
  }

  #put(bytes: Uint8Array): void {
    if (this.#used + bytes.length > this.#chunk.length) {
      this.#endChunk();
      this.#chunk = Buffer.allocUnsafeSlow(Math.max(bytes.length, CHUNK));
      this.#first = 0;
      this.#used = 0;
    }
    this.#chunk.set(bytes, this.#used);
    this.#used += bytes.length;
  }

  #endChunk(): void {
    if (this.#used > this.#first) this.#pieces.push(this.#chunk.subarray(this.#first, this.#used));
    this.#first = this.#used;
  }
}
