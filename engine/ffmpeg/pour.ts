import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** How a pipe is filled. */
export interface Pouring {
  /** told whenever the program took something */
  onProgress(): void;
  /** nothing is wanted any more, not even what was passed over */
  readonly signal: AbortSignal;
}

/**
 * Writes all of `source` into the pipe of a program, no faster than it reads, and closes it. A program may have enough before
 * the end: the source is then read to its end all the same, because it counts what it gives.
 * @param source pieces that belong together are written at once, and are written when the next are asked for
 * @throws what the source throws
 */
export async function pour(
  source: AsyncIterable<readonly Uint8Array[]>,
  pipe: Writable,
  pouring: Pouring,
): Promise<void> {
  const { signal, onProgress } = pouring;
  // EPIPE and the like: whether the program was right to stop is for its exit code to say.
  pipe.on('error', () => {});
  try {
    for await (const pieces of source) {
      if (signal.aborted) return;
      if (pipe.destroyed) continue;
      await writeAll(pieces, pipe, signal);
      // What may still be read must stay as it is, so the source is not asked again.
      if (signal.aborted) return;
      onProgress();
    }
  } finally {
    pipe.end();
  }
}

/** One system call for all pieces, and no copy of them. Resolves when they are written, or nobody reads them. */
async function writeAll(pieces: readonly Uint8Array[], pipe: Writable, signal: AbortSignal): Promise<void> {
  const last = pieces.at(-1);
  if (last === undefined) return;
  const over = new AbortController();
  const ended = once(pipe, 'close', { signal: AbortSignal.any([signal, over.signal]) });
  const written = new Promise<void>((resolve) => {
    pipe.cork();
    for (const piece of pieces.slice(0, -1)) pipe.write(piece);
    pipe.write(last, () => resolve());
    pipe.uncork();
  });
  try {
    await Promise.race([written, ended]);
  } catch {
    // Aborted, or the pipe broke: both are seen by whoever looks at the pipe next.
  } finally {
    over.abort();
    ended.catch(() => {});
  }
}
