import { packetBytes, pidOf, syncByte } from '../ts/packet.ts';
import { ByteQueue } from './byte-queue.ts';
import { type Chunk, type Chunker, isDue, isJump, mostBytes } from './chunk.ts';
import { TsTables } from './ts-tables.ts';
import { secondsBetween, type TsUnit, TsUnits } from './ts-units.ts';

/** Packets in a row that begin with the sync byte before they are believed. */
const witnesses = 3;

/**
 * Splits a transport stream where a picture begins, if it can be at a keyframe. Each chunk begins with the programme tables.
 * PES packets of sound may lie across chunks, and so may the rest of a picture when a chunk had to end for its size.
 */
export class TsChunker implements Chunker {
  readonly #queue = new ByteQueue();
  readonly #tables = new TsTables();
  #units: TsUnits | null = null;
  /** how much of the queue has been read; it begins with the chunk */
  #read = 0;
  #synced = false;
  /** tables to be put before the chunk */
  #prefix: Uint8Array[] = [];
  /** timestamps of the first and the last unit of the chunk */
  #first: number | null = null;
  #last = 0;

  push(bytes: Uint8Array): Chunk[] {
    this.#queue.add(bytes);
    const chunks: Chunk[] = [];
    while (this.#synced || this.#synchronise()) {
      const data = this.#queue.bytes;
      const known = chunks.length;
      while (chunks.length === known && this.#read + packetBytes <= data.length && data[this.#read] === syncByte) {
        chunks.push(...this.#readPacket(data, this.#read));
        this.#read += packetBytes;
      }
      // What was flushed is no longer in the queue.
      if (chunks.length > known) continue;
      if (this.#read + packetBytes > data.length) break;
      chunks.push(...this.#flush(this.#read, this.#last));
      this.#synced = false;
    }
    return chunks;
  }

  end(): Chunk[] {
    return this.#flush(this.#read, this.#last);
  }

  rest(): null {
    return null;
  }

  /** Drops what is before the next packets. @returns whether the queue begins with one that is sure */
  #synchronise(): boolean {
    const { bytes } = this.#queue;
    const span = (witnesses - 1) * packetBytes;
    let at = bytes.indexOf(syncByte);
    while (at >= 0 && at + span < bytes.length) {
      if (bytes[at + packetBytes] === syncByte && bytes[at + span] === syncByte) break;
      at = bytes.indexOf(syncByte, at + 1);
    }
    this.#queue.drop(at < 0 ? bytes.length : at);
    this.#synced = at >= 0 && at + span < bytes.length;
    return this.#synced;
  }

  #readPacket(data: Uint8Array, at: number): Chunk[] {
    const changed = this.#tables.push(data, at);
    const chunks = changed || at > mostBytes ? this.#flush(at, this.#last) : [];
    if (changed) this.#units = null;
    const { programme } = this.#tables;
    if (this.#units === null && programme !== null) this.#units = new TsUnits(programme);
    if (this.#units === null || this.#units.pid !== pidOf(data, at)) return chunks;
    const unit = chunks.length > 0 ? this.#units.push(this.#queue.bytes, this.#read) : this.#units.push(data, at);
    return unit === null ? chunks : [...chunks, ...this.#reach(unit)];
  }

  #reach(unit: TsUnit): Chunk[] {
    const chunks = this.#endsBefore(unit) ? this.#flush(unit.at, unit.dts) : [];
    this.#first ??= unit.dts;
    this.#last = unit.dts;
    return chunks;
  }

  #endsBefore({ dts, key }: TsUnit): boolean {
    if (this.#first === null) return false;
    return isJump(secondsBetween(this.#last, dts)) || isDue(secondsBetween(this.#first, dts), key);
  }

  #flush(count: number, until: number): Chunk[] {
    if (count === 0) return [];
    const to = isJump(secondsBetween(this.#last, until)) ? this.#last : until;
    const duration = this.#first === null ? 0 : Math.max(0, secondsBetween(this.#first, to));
    const data = Buffer.concat([...this.#prefix, this.#queue.bytes.subarray(0, count)]);
    this.#queue.drop(count);
    this.#read -= count;
    this.#units?.forget(count);
    this.#prefix = this.#tables.packets;
    this.#first = null;
    return [{ data, init: null, duration }];
  }
}
