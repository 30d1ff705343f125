import { lstat, mkdir, readdir, rm, rmdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../../contract/errors.ts';
import { errnoOf, fileFailure } from './failure.ts';
import { missing } from './missing.ts';

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
  /** the folder of a video: the bytes of its tracks, what goes with them, what is made of them */
  readonly video: string;
}

/** The paths of task `id` when it saves to `directory`. Nothing is made. */
export function unfinishedPaths(directory: string, id: string): UnfinishedPaths {
  const folder = join(directory, '.sluice');
  return {
    folder,
    data: join(folder, `${id}.part`),
    journal: join(folder, `${id}.json`),
    recording: join(folder, `${id}.recording`),
    video: join(folder, `${id}.video`),
  };
}

/**
 * Makes the folder for unfinished work, and `directory` above it when missing. A link in its place is refused
 * (`permission`): it could lead out of the chosen folder. The last task to leave removes the folder, so whoever makes a file
 * in it must call this again when that fails with ENOENT. Throws a `Failure`.
 */
export async function makeUnfinishedFolder(directory: string): Promise<void> {
  const { folder } = unfinishedPaths(directory, '');
  for (;;) {
    const there = await lstat(folder).catch((reason: unknown) => {
      if (errnoOf(reason) === 'ENOENT') return undefined;
      if (errnoOf(reason) !== 'ENOTDIR') throw fileFailure(reason, folder);
    });
    if (there?.isDirectory() === true) return;
    if (there !== undefined) throw new Failure('permission', { detail: `not a folder: ${folder}` });
    await makeDirectory(directory);
    try {
      await mkdir(folder);
      return;
    } catch (error) {
      // Somebody else made it, or removed what is above it, in this moment.
      if (errnoOf(error) !== 'EEXIST') throw fileFailure(error, folder);
    }
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

/** Tasks from which on one look at the folder is cheaper than asking for each name; the folder may hold thousands. */
const many = 8;
/** Everything a task may have in the folder is called by its id and one of these. */
const endings = ['.json', '.json.tmp', '.part.target', '.part'];
/** Folders of a task's own. */
const folderEndings = ['.recording', '.video'];

/**
 * Removes everything these tasks left unfinished in `directory`, then the shared folder if nothing else is in it. What is
 * missing already is fine. Throws a `Failure` when something cannot be removed, after all the others.
 */
export async function removeUnfinished(directory: string, ...ids: string[]): Promise<void> {
  const { folder } = unfinishedPaths(directory, '');
  try {
    // A link may point to what is not ours.
    if ((await lstat(folder).catch(missing))?.isDirectory() !== true) return;
    const names = ids.length < many ? ids.flatMap(possibleNames) : await namesOf(folder, ids);
    const failures: unknown[] = [];
    for (const name of names) await remove(join(folder, name)).catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw failures[0];
  } catch (error) {
    throw fileFailure(error, folder);
  }
  await removeIfEmpty(folder);
}

async function remove(path: string): Promise<void> {
  if (folderEndings.some((ending) => path.endsWith(ending)))
    await rm(path, { recursive: true, force: true, maxRetries: 3 });
  else await unlink(path).catch(missing);
}

function possibleNames(id: string): string[] {
  return [...endings, ...folderEndings].map((ending) => id + ending);
}

async function namesOf(folder: string, ids: readonly string[]): Promise<string[]> {
  const possible = new Set(ids.flatMap(possibleNames));
  return ((await readdir(folder).catch(missing)) ?? []).filter((name) => possible.has(name));
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
