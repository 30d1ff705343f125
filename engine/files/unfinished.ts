import { lstat, mkdir, readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../../contract/errors.ts';
import { errnoOf, fileFailure } from './failure.ts';

/** Where the unfinished work of one task lies, on the same volume as its end. */
export interface UnfinishedPaths {
  /** the hidden folder that all unfinished work in this directory shares */
  readonly folder: string;
  /** the bytes fetched so far */
  readonly data: string;
  /** what of them is known to be good */
  readonly journal: string;
  /** the folder of a recording: its media segments, its journal, fragments that are being put together */
  readonly recording: string;
}

/** The paths of task `id` when it saves to `directory`. Nothing is made. */
export function unfinishedPaths(directory: string, id: string): UnfinishedPaths {
  const folder = join(directory, '.sluice');
  return { folder, data: join(folder, `${id}.part`), journal: join(folder, `${id}.json`), recording: join(folder, `${id}.recording`) };
}

/**
 * Makes the folder for unfinished work, and `directory` above it when missing. A link in its place is refused
 * (`permission`): it could lead out of the chosen folder. The last task to leave removes the folder, so whoever makes a file
 * in it must call this again when that fails with ENOENT. Throws a `Failure`.
 */
export async function makeUnfinishedFolder(directory: string): Promise<void> {
  const { folder } = unfinishedPaths(directory, '');
  await makeDirectory(directory);
  try {
    await mkdir(folder);
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw fileFailure(error, folder);
    const there = await lstat(folder).catch((reason: unknown) => {
      // Removed by a task that ended in this moment.
      if (errnoOf(reason) === 'ENOENT') return undefined;
      throw fileFailure(reason, folder);
    });
    if (there === undefined) return makeUnfinishedFolder(directory);
    if (!there.isDirectory()) throw new Failure('permission', { detail: `not a folder: ${folder}`, cause: error });
  }
}

async function makeDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true });
  } catch (error) {
    if (errnoOf(error) === 'EEXIST')
      throw new Failure('folder-missing', { detail: `a file is in its place: ${directory}`, cause: error });
    throw fileFailure(error, directory);
  }
}

/**
 * Removes everything task `id` left unfinished in `directory`, then the shared folder if nothing else is in it. What is
 * missing already is fine. Throws a `Failure` when something cannot be removed.
 */
export async function removeUnfinished(directory: string, id: string): Promise<void> {
  const { folder } = unfinishedPaths(directory, id);
  try {
    for (const name of await entriesOf(folder)) {
      if (name.startsWith(`${id}.`)) await rm(join(folder, name), { force: true, recursive: true, maxRetries: 3 });
    }
  } catch (error) {
    throw fileFailure(error, folder);
  }
  await removeIfEmpty(folder);
}

/** The names in a folder; none when it is missing or not a real folder, for a link may point to what is not ours. */
async function entriesOf(folder: string): Promise<string[]> {
  try {
    return (await lstat(folder)).isDirectory() ? await readdir(folder) : [];
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === 'ENOENT' || errno === 'ENOTDIR') return [];
    throw error;
  }
}

/** Tidying only: a folder that is in use, gone or held by another program stays as it is. */
async function removeIfEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch (error) {
    if (!tolerated.has(errnoOf(error) ?? '')) throw fileFailure(error, folder);
  }
}

const tolerated: ReadonlySet<string> = new Set([
  'ENOTEMPTY',
  'EEXIST',
  'ENOENT',
  'ENOTDIR',
  'EBUSY',
  'EPERM',
  'EACCES',
  'EROFS',
]);
