import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { Failure } from '../../contract/errors.ts';
import { fileFailure } from './failure.ts';
import { fillFrom } from './whole.ts';

/** Bytes a read; more makes neither hashing nor comparing faster. */
const block = 1024 * 1024;

/**
 * Whether two files hold the same bytes. Sizes are compared first, then the contents block by block, so that memory stays
 * at four blocks. Throws a `Failure`.
 */
export async function sameContent(a: string, b: string): Promise<boolean> {
  await using one = await opened(a);
  await using other = await opened(b);
  const [left, right] = await Promise.all([statOf(one, a), statOf(other, b)]);
  if (left.dev === right.dev && left.ino === right.ino) return true;
  if (left.size !== right.size) return false;
  const pages = [Buffer.allocUnsafe(block), Buffer.allocUnsafe(block)] as const;
  for (let at = 0; ; ) {
    const [x, y] = await Promise.all([fill(one, pages[0], at, a), fill(other, pages[1], at, b)]);
    if (!x.equals(y)) return false;
    if (x.length < block) return true;
    at += block;
  }
}

export type HashAlgorithm = 'md5' | 'sha1' | 'sha256' | 'sha384' | 'sha512';

/**
 * The digest of a file's content in lower-case hex. `onBytes` hears the bytes hashed so far, in all. Throws a `Failure`,
 * `canceled` once the signal is aborted.
 */
export async function hashFile(
  path: string,
  algorithm: HashAlgorithm,
  onBytes?: (done: number) => void,
  signal?: AbortSignal,
): Promise<string> {
  await using file = await opened(path);
  const hash = createHash(algorithm);
  let current = Buffer.allocUnsafe(block);
  let next = Buffer.allocUnsafe(block);
  let done = 0;
  for (let pending = fill(file, current, 0, path); ; ) {
    const page = await pending;
    if (signal?.aborted) throw new Failure('canceled');
    const last = page.length < block;
    // The disk reads the next block while this one is hashed.
    if (!last) pending = fill(file, next, done + block, path);
    hash.update(page);
    done += page.length;
    onBytes?.(done);
    if (last) return hash.digest('hex');
    [current, next] = [next, current];
  }
}

async function opened(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    throw fileFailure(error, path);
  }
}

async function statOf(file: FileHandle, path: string): Promise<{ dev: bigint; ino: bigint; size: bigint }> {
  try {
    return await file.stat({ bigint: true });
  } catch (error) {
    throw fileFailure(error, path);
  }
}

/** Reads until the buffer is full or the file ends; the part that was read. */
async function fill(file: FileHandle, buffer: Buffer, at: number, path: string): Promise<Buffer> {
  try {
    return buffer.subarray(0, await fillFrom(file, buffer, at));
  } catch (error) {
    throw fileFailure(error, path);
  }
}
