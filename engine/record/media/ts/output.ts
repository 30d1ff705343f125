import { packetBytes } from './packet.ts';

/** Packets in a row are copied at once, but not more than stays near at hand for what is changed in them afterwards. */
const MOST_RUN = 64 * 1024;
const CHUNK = 1024 * 1024;

/** Gathers the packets that a feed lets out: those of a segment, copied and changed, and its own between them. */
export class Output {
  readonly #data: Uint8Array;
  readonly #change: (bytes: Uint8Array, at: number) => void;
  readonly #chunks: Uint8Array[] = [];
  #chunk = Buffer.alloc(0);
  #used = 0;
  #from = 0;
  #to = 0;

  /** @param change is called for the copy of each packet, in the order they are let out */
  constructor(data: Uint8Array, change: (bytes: Uint8Array, at: number) => void) {
    this.#data = data;
    this.#change = change;
  }

  /** Lets the packet of the segment at `at` out. */
  keep(at: number): void {
    if (at !== this.#to || this.#to - this.#from >= MOST_RUN) {
      this.#copyRun();
      this.#from = at;
    }
    this.#to = at + packetBytes;
  }

  /** Lets packets out that are not of the segment. They are made when those before them have been counted. */
  add(make: () => Uint8Array): void {
    this.#copyRun();
    this.#put(make());
  }

  /** What was let out. */
  finish(): Uint8Array[] {
    this.#copyRun();
    if (this.#used > 0) this.#chunks.push(this.#chunk.subarray(0, this.#used));
    return this.#chunks;
  }

  #copyRun(): void {
    if (this.#to === this.#from) return;
    const from = this.#put(this.#data.subarray(this.#from, this.#to));
    for (let at = from; at < this.#used; at += packetBytes) this.#change(this.#chunk, at);
    this.#from = this.#to;
  }

  #put(bytes: Uint8Array): number {
    if (this.#used + bytes.length > this.#chunk.length) {
      if (this.#used > 0) this.#chunks.push(this.#chunk.subarray(0, this.#used));
      this.#chunk = Buffer.allocUnsafeSlow(Math.max(bytes.length, CHUNK));
      this.#used = 0;
    }
    const from = this.#used;
    this.#chunk.set(bytes, from);
    this.#used += bytes.length;
    return from;
  }
}
