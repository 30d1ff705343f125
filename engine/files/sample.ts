import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

/** Bytes at either end of a file that make its sample. */
const atEachEnd = 64 * 1024;

/** Bytes up to which a sample covers all of a file, so that equal samples are equal files. */
export const coversUpTo = 2 * atEachEnd;

/** The sample of a file whose whole content is in memory; at most `coversUpTo` bytes. */
export function sampleOfContent(content: Buffer): string {
  const hash = createHash('sha256').update(content.subarray(0, atEachEnd));
  if (content.length > atEachEnd) hash.update(content.subarray(content.length - atEachEnd));
  return hash.digest('base64url');
}

/**
 * A short text that equal files have in common and different ones of the same size most likely not: a digest over both
 * ends. Only what shares it needs to be compared byte by byte.
 * @param size of the file in bytes
 */
export async function sampleOf(path: string, size: number): Promise<string> {
  const hash = createHash('sha256');
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.allocUnsafe(Math.min(size, atEachEnd));
    for (const start of size > atEachEnd ? [0, size - atEachEnd] : [0]) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, start);
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
  return hash.digest('base64url');
}
