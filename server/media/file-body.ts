import type { ByteRange } from './byte-range.ts';
import { hasChanged, type OpenedFile } from './open-file.ts';

/** Bytes read at a time. */
const CHUNK = 256 * 1024;

/**
 * A part of an open file as the body of an answer. A chunk is read when it is asked for and not before, so a slow reader holds one.
 * Closes the file at its end or when nobody wants more. Fails when the file changes meanwhile: the answer must not look whole.
 */
export function fileBody({ handle, facts }: OpenedFile, { first, last }: ByteRange): ReadableStream<Uint8Array> {
  let next = first;
  let over = false;
  const end = async (): Promise<void> => {
    if (over) return;
    over = true;
    await handle.close();
  };
  const read = async (): Promise<Uint8Array> => {
    const buffer = new Uint8Array(Math.min(CHUNK, last + 1 - next));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, next);
    if ((bytesRead === 0 && buffer.length > 0) || (await hasChanged(handle, facts)))
      throw new Error('the file changed while it was sent');
    return buffer.subarray(0, bytesRead);
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const chunk = await read();
          if (over) return;
          next += chunk.length;
          if (chunk.length > 0) controller.enqueue(chunk);
          if (next <= last) return;
          controller.close();
        } catch (error) {
          if (over) return;
          controller.error(error);
        }
        await end();
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  );
}
