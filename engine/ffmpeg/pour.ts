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
 * @param source pieces that belong together are written at once
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
      if (!writeAll(pieces, pipe)) await drained(pipe, signal);
      onProgress();
    }
  } finally {
    pipe.end();
  }
}

/** One system call for all pieces, and no copy of them. Returns whether more may be written now. */
function writeAll(pieces: readonly Uint8Array[], pipe: Writable): boolean {
  pipe.cork();
  for (const piece of pieces) pipe.write(piece);
  pipe.uncork();
  return !pipe.writableNeedDrain;
}

async function drained(pipe: Writable, signal: AbortSignal): Promise<void> {
  const settled = new AbortController();
  const options = { signal: AbortSignal.any([signal, settled.signal]) };
  const close = once(pipe, 'close', options);
  try {
    await Promise.race([once(pipe, 'drain', options), close]);
  } catch {
    // Aborted, or the pipe broke: both are seen by whoever looks at the pipe next.
  } finally {
    settled.abort();
    close.catch(() => {});
  }
}
