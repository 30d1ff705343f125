import { id3At } from '../audio/id3.ts';
import { type PackedContainer, packedCodecs } from '../audio/packed.ts';
import { findFrame } from '../audio-frames/find-frame.ts';
import { type AudioFrame, type FramedCodec, headerBytes } from '../audio-frames/frame.ts';
import { frameAt } from '../audio-frames/frame-at.ts';
import { ByteQueue } from './byte-queue.ts';
import { type Chunk, type Chunker, isDue, mostBytes } from './chunk.ts';

/** Bytes behind the beginning of a frame that have to be there before it is believed: some frames of the usual sizes. */
const sure = 8192;

/**
 * Splits bare AAC, MPEG audio, AC-3 or E-AC-3 between frames. What is no frame is dropped, and a chunk ends before it; so it
 * does where the sampling changes.
 */
export class AudioChunker implements Chunker {
  readonly #codec: FramedCodec;
  readonly #queue = new ByteQueue();
  /** bytes at the front of the queue that are frames of the chunk, and their seconds */
  #whole = 0;
  #seconds = 0;
  #format = '';
  #synced = false;
  /** bytes of a tag that are still to come */
  #ignored = 0;

  constructor(container: PackedContainer) {
    this.#codec = packedCodecs[container];
  }

  push(bytes: Uint8Array): Chunk[] {
    const ignored = Math.min(this.#ignored, bytes.length);
    this.#ignored -= ignored;
    this.#queue.add(bytes.subarray(ignored));
    return this.#split(false);
  }

  end(): Chunk[] {
    return [...this.#split(true), ...this.#flush()];
  }

  rest(): Uint8Array {
    return this.#queue.bytes;
  }

  #split(ended: boolean): Chunk[] {
    const chunks: Chunk[] = [];
    while (this.#synced || this.#synchronise(ended)) {
      const bytes = this.#queue.bytes;
      if (bytes.length - this.#whole < headerBytes) break;
      const frame = frameAt(this.#codec, bytes, this.#whole);
      if (frame === undefined) {
        chunks.push(...this.#flush());
        this.#synced = false;
      } else if (this.#whole + frame.length > bytes.length) {
        break;
      } else {
        if (this.#endsBefore(frame)) chunks.push(...this.#flush());
        if (frame.samples > 0) this.#format = frame.format;
        this.#whole += frame.length;
        this.#seconds += frame.samples / frame.sampleRate;
      }
    }
    return chunks;
  }

  /** A frame without samples belongs to the one before it. */
  #endsBefore(frame: AudioFrame): boolean {
    if (frame.samples === 0) return false;
    return frame.format !== this.#format || isDue(this.#seconds, false) || this.#whole > mostBytes;
  }

  /** Drops what is before the next frame. @returns whether the queue begins with one that is sure */
  #synchronise(ended: boolean): boolean {
    for (;;) {
      const bytes = this.#queue.bytes;
      const tag = id3At(bytes, 0);
      if (tag !== undefined) {
        this.#ignored = Math.max(0, tag.end - bytes.length);
        this.#queue.drop(tag.end);
        continue;
      }
      if (bytes.length < (ended ? headerBytes : sure)) return false;
      const found = findFrame(this.#codec, bytes, 0);
      this.#queue.drop(found < 0 ? bytes.length - headerBytes + 1 : found);
      this.#synced = found >= 0 && (ended || bytes.length - found >= sure);
      return this.#synced;
    }
  }

  #flush(): Chunk[] {
    if (this.#whole === 0) return [];
    const chunk = { data: this.#queue.take(this.#whole), init: null, duration: this.#seconds };
    [this.#whole, this.#seconds] = [0, 0];
    return [chunk];
  }
}
