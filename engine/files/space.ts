import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errnoOf, fileFailure } from './failure.ts';

/**
 * Bytes that an ordinary user can still write to the volume of `path`. What does not exist yet is judged by its nearest
 * existing parent. Throws a `Failure` when the volume does not answer.
 */
export async function freeBytes(path: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(path);
    return bavail * bsize;
  } catch (error) {
    const errno = errnoOf(error);
    const parent = dirname(path);
    if ((errno !== 'ENOENT' && errno !== 'ENOTDIR') || parent === path) throw fileFailure(error, path);
    return freeBytes(parent);
  }
}

/** What share of a volume may be kept free at most. */
const MOST_RESERVED = 0.1;

/**
 * The bytes that really have to stay free on the volume of `path`: what the user asked for, but never so much that a small
 * volume could not be used at all. Throws a `Failure` when the volume does not answer.
 */
export async function reserveOn(path: string, asked: number): Promise<number> {
  try {
    const { blocks, bsize } = await statfs(path);
    return Math.min(asked, Math.floor(blocks * bsize * MOST_RESERVED));
  } catch (error) {
    const parent = dirname(path);
    if (parent === path) throw fileFailure(error, path);
    return reserveOn(parent, asked);
  }
}
