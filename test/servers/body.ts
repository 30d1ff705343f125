/**
 * Bodies of any size without memory: the byte at an offset is a function of seed and offset alone. Every 4096 bytes
 * begin with their own number, and the rest repeats with a prime period, so that bytes that were shifted, swapped or taken
 * from a wrong multiple of 2^32 never look right.
 */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

const period = 1_048_573;
const stampEvery = 4096;
const stampLength = 8;
const tables = new Map<number, Buffer>();

/** The bytes `[start, end)` of the body with this seed. */
export function bytes(seed: number, start: number, end: number): Buffer {
  const buffer = Buffer.allocUnsafe(Math.max(0, end - start));
  const table = tableOf(seed);
  for (let at = start; at < end; ) {
    const from = at % period;
    at += table.copy(buffer, at - start, from, Math.min(period, from + end - at));
  }
  const stamp = Buffer.alloc(stampLength);
  for (let page = Math.floor(start / stampEvery); page * stampEvery < end; page += 1) {
    const at = page * stampEvery - start;
    stamp.writeDoubleBE(page + 0.5 + seed);
    if (at >= 0 && at + stampLength <= buffer.length) stamp.copy(buffer, at);
    else
      for (let i = 0; i < stampLength; i += 1)
        if (at + i >= 0 && at + i < buffer.length) buffer[at + i] = stamp[i] ?? 0;
  }
  return buffer;
}

/** One period of noise (xorshift32), made once a seed. */
function tableOf(seed: number): Buffer {
  let table = tables.get(seed);
  if (table === undefined) {
    table = Buffer.allocUnsafe(period);
    let state = (seed * 2_654_435_761 + 1) >>> 0 || 1;
    for (let i = 0; i < period; i += 1) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      table[i] = state;
    }
    tables.set(seed, table);
  }
  return table;
}

const blockSize = 4 * 1024 * 1024;

/** Hex digest of a whole body. */
export function digestOf(seed: number, size: number, algorithm = 'sha256'): string {
  const hash = createHash(algorithm);
  for (let at = 0; at < size; at += blockSize) hash.update(bytes(seed, at, Math.min(size, at + blockSize)));
  return hash.digest('hex');
}

/** The first offset at which a file is not the body, its length when it ends early or runs on, `null` when it is the body. */
export async function firstDifference(path: string, seed: number, size: number): Promise<number | null> {
  await using file = await open(path, 'r');
  const block = Buffer.allocUnsafe(blockSize);
  for (let at = 0; ; ) {
    const { bytesRead } = await file.read(block, 0, blockSize, at);
    if (bytesRead === 0) return at === size ? null : at;
    const expected = bytes(seed, at, Math.min(size, at + bytesRead));
    const read = block.subarray(0, bytesRead);
    if (!read.equals(expected)) {
      const index = expected.findIndex((byte, i) => byte !== read[i]);
      return at + (index < 0 ? expected.length : index);
    }
    at += bytesRead;
  }
}
