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

/** The room on a volume, in bytes. */
export interface Space {
  /** what an ordinary user can still write */
  readonly free: number;
  /** what really has to stay free */
  readonly reserve: number;
}

/**
 * The room on the volume of `path`. The reserve is what the user asked for, but never so much that a small volume could not
 * be used at all. Throws a `Failure` when the volume does not answer.
 */
export async function spaceOn(path: string, asked: number): Promise<Space> {
  try {
    const { bavail, blocks, bsize } = await statfs(path);
    return { free: bavail * bsize, reserve: Math.min(asked, Math.floor(blocks * bsize * MOST_RESERVED)) };
  } catch (error) {
    const errno = errnoOf(error);
    const parent = dirname(path);
    if ((errno !== 'ENOENT' && errno !== 'ENOTDIR') || parent === path) throw fileFailure(error, path);
    return spaceOn(parent, asked);
  }
}

/** Milliseconds for which an answer is good enough for who needs little. */
const SHARED_MS = 500;
/** Bytes up to which a need is little: what hundreds of such files need in that time fits beside any reserve. */
const LITTLE = 1024 * 1024;
const looks = new Map<string, { readonly at: number; readonly asked: number; readonly space: Promise<Space> }>();

/** The same, where many small files in one folder share a look. @param needed bytes that are to be written */
export async function spaceFor(needed: number, path: string, asked: number): Promise<Space> {
  const at = performance.now();
  const known = looks.get(path);
  if (needed <= LITTLE && known !== undefined && known.asked === asked && at - known.at < SHARED_MS) return known.space;
  for (const [other, look] of looks) if (at - look.at >= SHARED_MS) looks.delete(other);
  const space = spaceOn(path, asked);
  looks.set(path, { at, asked, space });
  return space;
}
