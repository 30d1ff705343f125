import { corrupt } from '../corrupt.ts';
import { payloadOf } from '../flv/payload.ts';
import { needsConfig } from '../flv/stream-config.ts';
import { type FlvTag, firstTag, tagSize, tagsIn } from '../flv/tag.ts';
import { ByteQueue } from './byte-queue.ts';
import { type Chunk, type Chunker, isDue, isJump, mostBytes } from './chunk.ts';

/** Header of a file and the empty tag size behind it. */
const fileHead = 13;
const tagBefore = 11;

/**
 * Splits FLV between tags. The header of the file and the newest sequence headers are the `init` of each chunk; where a stream
 * changes its sequence header or codec a new one begins. Metadata is dropped, and so is what cannot be decoded because its
 * sequence header has not come.
 */
export class FlvChunker implements Chunker {
  readonly #queue = new ByteQueue();
  #fileHead: Uint8Array | null = null;
  /** sequence headers of video and sound, as tags */
  readonly #configs = new Map<string, Uint8Array>();
  readonly #codecs = new Map<string, string>();
  #tags: Uint8Array[] = [];
  #bytes = 0;
  /** timestamps of the first and the last tag of the chunk */
  #first: number | null = null;
  #last = 0;
  #init: Uint8Array | null = null;
  #pictures = false;

  push(bytes: Uint8Array): Chunk[] {
    this.#queue.add(bytes);
    if (this.#fileHead === null) {
      if (this.#queue.bytes.length < fileHead) return [];
      const length = firstTag(this.#queue.bytes);
      if (length < fileHead || length > 1024) throw corrupt('no FLV header');
      if (this.#queue.bytes.length < length) return [];
      this.#fileHead = this.#queue.take(length);
    }
    return this.#takeTags();
  }

  end(): Chunk[] {
    return this.#flush(this.#last);
  }

  rest(): null {
    return null;
  }

  #takeTags(): Chunk[] {
    const chunks: Chunk[] = [];
    for (;;) {
      const { bytes } = this.#queue;
      if (bytes.length < tagBefore) return chunks;
      const size = tagSize(bytes, 0);
      if (size === null) throw corrupt('something that is no FLV tag');
      if (bytes.length < size) return chunks;
      const data = this.#queue.take(size);
      for (const tag of tagsIn(data, 0)) chunks.push(...this.#add(tag, data));
    }
  }

  #add(tag: FlvTag, data: Uint8Array): Chunk[] {
    const payload = payloadOf(tag);
    if (payload === null || payload.role === 'none' || payload.data.length === 0) return [];
    const { kind } = tag;
    if (payload.role === 'config') {
      const before = this.#configs.get(kind);
      if (before !== undefined && Buffer.compare(before.subarray(tagBefore), data.subarray(tagBefore)) === 0) return [];
      const chunks = this.#flush(this.#last);
      this.#configs.set(kind, data);
      return chunks;
    }
    if (needsConfig.has(payload.codec) && !this.#configs.has(kind)) return [];
    this.#pictures ||= kind === 'video';
    const chunks = this.#endsBefore(tag, payload) ? this.#flush(tag.timestamp) : [];
    this.#codecs.set(kind, payload.codec);
    this.#init ??= Buffer.concat([this.#fileHead ?? new Uint8Array(0), ...this.#configs.values()]);
    this.#first ??= tag.timestamp;
    this.#last = tag.timestamp;
    this.#tags.push(data);
    this.#bytes += data.length;
    return chunks;
  }

  #endsBefore({ kind, timestamp }: FlvTag, { codec, flagged }: { codec: string; flagged: boolean }): boolean {
    if (this.#first === null) return false;
    const known = this.#codecs.get(kind);
    if ((known !== undefined && known !== codec) || this.#bytes > mostBytes) return true;
    if (isJump(distance(this.#last, timestamp))) return true;
    // Where there are pictures they tell where to cut.
    if (this.#pictures && kind !== 'video') return false;
    return isDue(distance(this.#first, timestamp), flagged && kind === 'video');
  }

  #flush(until: number): Chunk[] {
    if (this.#first === null || this.#init === null) return [];
    const span = distance(this.#first, until);
    const duration = isJump(distance(this.#last, until)) ? distance(this.#first, this.#last) : span;
    const chunk = { data: Buffer.concat(this.#tags), init: this.#init, duration: Math.max(0, duration) };
    [this.#tags, this.#bytes, this.#first, this.#init] = [[], 0, null, null];
    return [chunk];
  }
}

/** Seconds from one timestamp to another, over the end of 32 bits. */
function distance(from: number, to: number): number {
  return ((to - from) | 0) / 1000;
}
