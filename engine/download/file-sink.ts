import { Failure } from '../../contract/errors.ts';
import type { BodySink } from '../net/connection.ts';
import { giveBlock, takeBlock } from './blocks.ts';
import type { PartFile } from './part-file.ts';
import type { RateLimit } from './rate-limit.ts';
import type { Claim } from './splitter.ts';

/** Writes of one connection that may be under way before it stops reading: the disk is slower than the network. */
const MOST_WRITES = 2;

/** What a sink needs of the transfer it belongs to. */
export interface SinkHost {
  readonly file: PartFile;
  readonly limits: readonly RateLimit[];
  /** bytes arrived */
  received(count: number): void;
  /** bytes are in the file now (though not yet flushed to the disk) */
  stored(start: number, end: number): void;
  /** writing failed or the overlap differs; the connection has to end */
  failed(failure: Failure): void;
}

/** A block that is being filled, and how much of it is on its way to the file. */
interface Filling {
  readonly memory: Buffer;
  fill: number;
  written: number;
  writes: number;
}

/**
 * Puts the body of one answer into the file, block by block. The first `overlap` bytes are not stored but compared with
 * what is there: they prove that old and new bytes belong together.
 */
export class FileSink implements BodySink {
  readonly #host: SinkHost;
  readonly #claim: Claim;
  /** reads on after the sink asked to stop; set once the answer is there */
  resume: () => void = () => {};
  /** the claim is fetched although the answer goes on: another connection has taken its tail */
  enough: () => void = () => {};
  /** where the answer ends (exclusive) */
  bodyEnd = Number.POSITIVE_INFINITY;
  #overlap: Buffer | undefined;
  #overlapFill = 0;
  #block: Filling | undefined;
  #writes = 0;
  #waiting = 0;
  #checked: Promise<void> | undefined;
  readonly #deferred: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;
  #ended = false;

  constructor(host: SinkHost, claim: Claim, overlap: number) {
    this.#host = host;
    this.#claim = claim;
    this.#overlap = overlap > 0 ? Buffer.allocUnsafe(overlap) : undefined;
  }

  space(): Uint8Array {
    if (this.#overlap !== undefined) return this.#overlap.subarray(this.#overlapFill);
    this.#block ??= { memory: takeBlock(), fill: 0, written: 0, writes: 0 };
    const { memory, fill } = this.#block;
    let room = Math.min(memory.length - fill, Math.max(1, this.#claim.end - this.#claim.next));
    for (const limit of this.#host.limits) room = Math.min(room, limit.portion);
    return memory.subarray(fill, fill + room);
  }

  filled(count: number): boolean {
    if (this.#ended) return false;
    for (const limit of this.#host.limits) this.#waiting = Math.max(this.#waiting, limit.take(count));
    if (this.#overlap !== undefined) {
      this.#overlapFill += count;
      if (this.#overlapFill === this.#overlap.length) this.#compare(this.#overlap);
      return this.#flowing();
    }
    const block = this.#block;
    const useful = Math.min(count, this.#claim.end - this.#claim.next);
    if (block === undefined || useful <= 0) return false;
    block.fill += useful;
    this.#claim.next += useful;
    this.#host.received(useful);
    if (block.fill === block.memory.length) {
      this.#block = undefined;
      this.#writeOut(block, true);
    }
    if (this.#claim.next >= this.#claim.end && this.#claim.end < this.bodyEnd) this.enough();
    return this.#flowing();
  }

  /** Starts writing what has arrived, also a part of a block. */
  flush(): void {
    if (this.#checked === undefined && this.#block !== undefined) this.#writeOut(this.#block, false);
  }

  /** Waits until the overlap has been compared. Rejects with `source-changed`. */
  async proven(): Promise<void> {
    await this.#checked;
  }

  /** No more bytes come; what has arrived is written, unless the overlap spoke against it. */
  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    const block = this.#block;
    this.#block = undefined;
    if (block !== undefined) this.#writeOut(block, true);
  }

  #flowing(): boolean {
    if (this.#waiting > 0 && this.#timer === undefined) {
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.#waiting = 0;
        this.#goOn();
      }, this.#waiting);
    }
    return this.#waiting === 0 && this.#writes < MOST_WRITES && this.#checked === undefined;
  }

  #goOn(): void {
    if (!this.#ended && this.#waiting === 0 && this.#writes < MOST_WRITES && this.#checked === undefined) this.resume();
  }

  /** @param last nothing more is put into the block */
  #writeOut(block: Filling, last: boolean): void {
    if (this.#checked !== undefined) {
      // Not one byte is put beside the old ones before they are known to fit.
      const position = this.#claim.next;
      this.#deferred.push(() => this.#writeBefore(position, block, last));
      return;
    }
    this.#writeBefore(this.#claim.next, block, last);
  }

  /** @param end position in the file after the last byte of the block */
  #writeBefore(end: number, block: Filling, last: boolean): void {
    const bytes = block.memory.subarray(block.written, block.fill);
    const position = end - bytes.length;
    block.written = block.fill;
    if (last && bytes.length === 0 && block.writes === 0) giveBlock(block.memory);
    if (bytes.length === 0) return;
    block.writes += 1;
    this.#writes += 1;
    this.#host.file.write(bytes, position, (failure) => {
      this.#writes -= 1;
      block.writes -= 1;
      if (failure === undefined) this.#host.stored(position, position + bytes.length);
      else this.#host.failed(failure);
      if (block !== this.#block && block.writes === 0) giveBlock(block.memory);
      this.#goOn();
    });
  }

  #compare(fetched: Buffer): void {
    this.#overlap = undefined;
    const position = this.#claim.next - fetched.length;
    const check = async (): Promise<void> => {
      const there = await this.#host.file.read(position, fetched.length);
      if (!there.equals(fetched)) {
        const detail = `the ${fetched.length} bytes from ${position} on differ from those stored`;
        throw new Failure('source-changed', { detail });
      }
      this.#checked = undefined;
      for (const write of this.#deferred.splice(0)) write();
      this.#goOn();
    };
    this.#checked = check();
    this.#checked.catch((error: unknown) =>
      this.#host.failed(error instanceof Failure ? error : new Failure('internal', { cause: error })),
    );
  }
}
