import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Range } from '../download/ranges.ts';
import { fileFailure } from '../files/failure.ts';

/**
 * Writes some stretches of a file behind each other into another: of a file that was fetched in part, what is there.
 * @throws Failure; the reason of the signal
 */
export async function compact(from: string, ranges: readonly Range[], to: string, signal: AbortSignal): Promise<void> {
  try {
    for (const [index, { start, end }] of ranges.entries()) {
      const target = createWriteStream(to, { flags: index === 0 ? 'w' : 'a' });
      await pipeline(createReadStream(from, { start, end: end - 1 }), target, { signal });
    }
  } catch (error) {
    signal.throwIfAborted();
    throw fileFailure(error, to);
  }
}
