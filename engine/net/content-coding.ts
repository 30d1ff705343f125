import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';
import { Failure } from '../../contract/errors.ts';
import { tooLarge } from './collector.ts';

type Decode = (bytes: Uint8Array, options: { maxOutputLength: number }) => Promise<Uint8Array>;

const decoders: Readonly<Record<string, Decode>> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  // RFC 9110 section 8.4.1.2 means the zlib format; some servers send the bare one.
  deflate: (bytes, options) => promisify((bytes[0] ?? 0) % 16 === 8 ? inflate : inflateRaw)(bytes, options),
  br: promisify(brotliDecompress),
};

/** The codings of a body in the order they were applied (RFC 9110 section 8.4); empty for a plain one. */
export function codingsOf(field: string | undefined): string[] {
  return (field ?? '')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
}

/**
 * Undoes the codings of a whole body.
 * @param atMost bytes the decoded body may have
 * @throws Failure `unsupported` for a coding we do not know, `network` for damaged data, `corrupt-media` above `atMost`
 */
export async function decoded(bytes: Uint8Array, codings: readonly string[], atMost: number): Promise<Uint8Array> {
  let body = bytes;
  for (const coding of codings.toReversed()) {
    const decode = decoders[coding];
    if (decode === undefined) {
      throw new Failure('unsupported', { detail: `Content-Encoding ${JSON.stringify(coding.slice(0, 60))}` });
    }
    try {
      body = await decode(body, { maxOutputLength: atMost });
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(atMost);
      throw new Failure('network', { detail: `damaged ${coding} data`, cause: error });
    }
  }
  return body;
}
