import { link, lstat, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errnoOf, fileFailure } from './failure.ts';
import { missing } from './missing.ts';
import { noLinks } from './no-links.ts';
import { movedTo, publishByMove } from './publish-by-move.ts';
import { syncFolder } from './sync-folder.ts';

/**
 * Gives the finished file `data` the name `target` on the same volume, and never overwrites: `taken` says that something
 * of that name is there. Where the file system knows hard links, `data` stays as a second name until the caller has put
 * completion on record and removes it; elsewhere `data` is moved. The name is durable on return. Throws a `Failure`.
 */
export async function publish(data: string, target: string): Promise<'published' | 'taken'> {
  try {
    const outcome = await linked(data, target);
    const result = outcome === 'impossible' ? await publishByMove(data, target) : outcome;
    if (result === 'published') await syncFolder(dirname(target));
    return result;
  } catch (error) {
    throw fileFailure(error, target);
  }
}

async function linked(data: string, target: string): Promise<'published' | 'taken' | 'impossible'> {
  try {
    await link(data, target);
    return 'published';
  } catch (error) {
    const errno = errnoOf(error) ?? '';
    if (errno === 'EEXIST') return (await sameFile(data, target)) ? 'published' : 'taken';
    if (noLinks.has(errno)) return 'impossible';
    throw error;
  }
}

/**
 * Finds out after a crash whether `data` was already published into `directory`, and under which name. `hint` is the name
 * it was meant to get; another one is found as well, also when the user has renamed the file since. Throws a `Failure`.
 */
export async function wasPublished(data: string, directory: string, hint: string | null): Promise<string | undefined> {
  try {
    const own = await lstat(data, { bigint: true }).catch(missing);
    if (own === undefined) return await movedTo(data);
    if (!own.isFile() || own.nlink < 2n) return undefined;
    if (hint !== null && (await sameFile(data, hint))) return hint;
    for (const entry of await readdir(directory, { withFileTypes: true })) {
      const path = join(directory, entry.name);
      if (entry.isFile() && path !== data && (await sameFile(data, path))) return path;
    }
    return undefined;
  } catch (error) {
    throw fileFailure(error, directory);
  }
}

/** Whether two names mean one file. Whole numbers of 64 bits: on Windows the number of a file does not fit a double. */
async function sameFile(a: string, b: string): Promise<boolean> {
  const [one, other] = await Promise.all([a, b].map((path) => lstat(path, { bigint: true }).catch(missing)));
  return one !== undefined && one.dev === other?.dev && one.ino === other.ino;
}
