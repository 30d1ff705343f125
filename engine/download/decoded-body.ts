import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';
import { Failure } from '../../contract/errors.ts';
import type { ClientResponse } from '../net/client.ts';
import type { BodySink } from '../net/connection.ts';
import type { PartFile } from './part-file.ts';
import type { RateLimit } from './rate-limit.ts';

const READ_BYTES = 64 * 1024;

/**
 * Stores the body of an answer that is compressed although nobody asked for it, as what it means. There are no parts of
 * such a body: it comes whole or not at all.
 * @param onBytes is told the bytes stored so far; what it throws ends the body
 * @returns bytes stored
 * @throws Failure `unsupported` for a coding we do not know, `network` when the data is cut or damaged
 */
export async function storeDecoded(
  response: ClientResponse,
  coding: string,
  file: PartFile,
  limits: readonly RateLimit[],
  onBytes: (done: number) => Promise<void>,
): Promise<number> {
  const decoder = decoderOf(coding);
  if (decoder === undefined) {
    response.cancel();
    throw new Failure('unsupported', { detail: `Content-Encoding ${JSON.stringify(coding.slice(0, 60))}` });
  }
  let done = 0;
  const store = async (chunks: AsyncIterable<Buffer>): Promise<void> => {
    for await (const chunk of chunks) {
      await new Promise<void>((resolve, reject) =>
        file.write(chunk, done, (failure) => (failure === undefined ? resolve() : reject(failure))),
      );
      done += chunk.length;
      await onBytes(done);
    }
  };
  const stored = pipeline(decoder, store);
  stored.catch((error: unknown) => response.cancel(error));
  const memory = Buffer.allocUnsafe(READ_BYTES);
  const sink: BodySink = {
    space: () => memory,
    filled: (count) => {
      const wait = Math.max(0, ...limits.map((limit) => limit.take(count)));
      const flows = decoder.write(Buffer.from(memory.subarray(0, count)));
      if (flows && wait === 0) return true;
      const resume = (): void => {
        setTimeout(() => response.resume(), wait);
      };
      if (flows) resume();
      else decoder.once('drain', resume);
      return false;
    },
  };
  try {
    await response.body(sink);
    decoder.end();
    await stored;
  } catch (error) {
    decoder.destroy();
    await stored.catch(() => {});
    throw error instanceof Failure ? error : new Failure('network', { detail: `damaged ${coding} data`, cause: error });
  }
  return done;
}

function decoderOf(coding: string) {
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    case 'zstd':
      return createZstdDecompress();
    default:
      return undefined;
  }
}
