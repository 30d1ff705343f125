import type { FileHandle } from 'node:fs/promises';
import type { ByteRange } from './byte-range.ts';

/** Bytes read at a time. */
const CHUNK = 256 * 1024;

/** A part of an open file as the body of an answer, read as it is asked for. Closes the file at its end or when nobody wants more. */
export function fileBody(file: FileHandle, { first, last }: ByteRange): ReadableStream<Uint8Array> {
  let next = first;
  let over = false;
  const end = async (): Promise<void> => {
    over = true;
    await file.close();
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const buffer = new Uint8Array(Math.min(CHUNK, last + 1 - next));
        const read = await file.read(buffer, 0, buffer.length, next).catch(() => undefined);
        if (over) return;
        // What was promised is no longer there: the answer must not look whole.
        if (read === undefined || (read.bytesRead === 0 && buffer.length > 0)) {
          controller.error(new Error('the file became shorter'));
          return end();
        }
        next += read.bytesRead;
        if (read.bytesRead > 0) controller.enqueue(buffer.subarray(0, read.bytesRead));
        if (next <= last) return;
        controller.close();
        await end();
      },
      cancel: end,
    },
    { highWaterMark: 1 },
  );
}
