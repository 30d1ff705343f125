import { Failure } from '../../contract/errors.ts';

const MAX_LINE = 4096;
const LF = 0x0a;

/**
 * Decoder of the chunked transfer coding (RFC 9112 section 7.1), strict where a lax reading could take a cut body for a
 * whole one: the end is reached only by a chunk of size zero and the empty line after its trailers.
 */
export class ChunkedDecoder {
  #state: 'size' | 'data' | 'data-end' | 'trailer' | 'done' = 'size';
  #line = '';
  #left = 0;

  /** Whether the last chunk and its trailers have been read. */
  get done(): boolean {
    return this.#state === 'done';
  }

  /**
   * Reads bytes as they come from the connection.
   * @param emit is given each run of data, a view of `bytes`
   * @returns how many bytes were used; fewer than given only when the body ended inside
   * @throws Failure `network` when the coding is broken
   */
  decode(bytes: Uint8Array, emit: (data: Uint8Array) => void): number {
    let at = 0;
    while (at < bytes.length && this.#state !== 'done') {
      if (this.#state === 'data') {
        const take = Math.min(this.#left, bytes.length - at);
        emit(bytes.subarray(at, at + take));
        at += take;
        this.#left -= take;
        if (this.#left === 0) this.#state = 'data-end';
        continue;
      }
      const end = bytes.indexOf(LF, at);
      const stop = end < 0 ? bytes.length : end;
      this.#line += Buffer.from(bytes.buffer, bytes.byteOffset + at, stop - at).toString('latin1');
      if (this.#line.length > MAX_LINE) throw broken('a chunk line without end');
      at = end < 0 ? bytes.length : end + 1;
      if (end >= 0) this.#endLine();
    }
    return at;
  }

  #endLine(): void {
    const line = this.#line.endsWith('\r') ? this.#line.slice(0, -1) : this.#line;
    this.#line = '';
    if (this.#state === 'size') {
      const size = /^([0-9a-fA-F]{1,13})[ \t]*(?:;.*)?$/.exec(line);
      if (size === null) throw broken(`chunk size ${JSON.stringify(line.slice(0, 40))}`);
      this.#left = Number.parseInt(size[1] ?? '', 16);
      this.#state = this.#left === 0 ? 'trailer' : 'data';
    } else if (this.#state === 'data-end') {
      if (line !== '') throw broken('no line end after a chunk');
      this.#state = 'size';
    } else if (line === '') {
      this.#state = 'done';
    }
  }
}

function broken(detail: string): Failure {
  return new Failure('network', { detail: `the server sent a broken body: ${detail}` });
}
