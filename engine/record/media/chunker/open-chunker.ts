import { Failure } from '../../../../contract/errors.ts';
import { containerOf } from '../container.ts';
import { corrupt } from '../corrupt.ts';
import { AudioChunker } from './audio-chunker.ts';
import { ByteQueue } from './byte-queue.ts';
import type { Chunk, Chunker } from './chunk.ts';
import { FlvChunker } from './flv-chunker.ts';
import { TsChunker } from './ts-chunker.ts';

/** Bytes by which a stream is known, if it can be: a few frames of sound, or packets. */
const enough = 4096;

/** Splits an endless stream whose container is told by its first bytes: MPEG-TS, FLV, AAC, MPEG audio, AC-3. */
export function openChunker(): Chunker {
  return new KnowingChunker();
}

class KnowingChunker implements Chunker {
  readonly #start = new ByteQueue();
  #chunker: Chunker | null = null;

  push(bytes: Uint8Array): Chunk[] {
    if (this.#chunker !== null) return this.#chunker.push(bytes);
    this.#start.add(bytes);
    return this.#start.bytes.length < enough ? [] : this.#begin();
  }

  end(): Chunk[] {
    if (this.#chunker !== null) return this.#chunker.end();
    if (this.#start.bytes.length === 0) return [];
    const chunks = this.#begin();
    return [...chunks, ...this.end()];
  }

  rest(): Uint8Array | null {
    return this.#chunker?.rest() ?? null;
  }

  #begin(): Chunk[] {
    const bytes = this.#start.take(this.#start.bytes.length);
    this.#chunker = chunkerFor(bytes);
    return this.#chunker.push(bytes);
  }
}

/** Beginnings of streams that go on without an end but are not split here. */
const others: Readonly<Record<string, string>> = { OggS: 'Ogg', '\x1aE\xdf\xa3': 'Matroska or WebM', '0&\xb2u': 'ASF' };

function chunkerFor(bytes: Uint8Array): Chunker {
  const container = containerOf(bytes, null);
  switch (container) {
    case 'ts':
      return new TsChunker();
    case 'flv':
      return new FlvChunker();
    case 'adts':
    case 'mp3':
    case 'ac3':
      return new AudioChunker(container);
    case 'mp4':
    case 'vtt':
      throw new Failure('unsupported', { detail: `a stream of ${container} without a playlist` });
    default: {
      const other = others[Buffer.from(bytes.subarray(0, 4)).toString('latin1')];
      if (other !== undefined) throw new Failure('unsupported', { detail: `a stream of ${other}` });
      throw corrupt('the stream is neither MPEG-TS, FLV nor bare sound');
    }
  }
}
