import { constants } from 'node:fs';
import { type FileHandle, lstat, open } from 'node:fs/promises';
import { Failure } from '../../contract/errors.ts';
import { errnoOf, fileFailure } from '../../engine/files/failure.ts';

/** An open file, and what it was when it was opened. Whoever has it closes it. */
export interface OpenedFile {
  readonly path: string;
  readonly handle: FileHandle;
  readonly facts: FileFacts;
}

/** What tells one state of a file from another. */
export interface FileFacts {
  /** bytes */
  readonly size: number;
  /** when it was last changed, nanoseconds since the epoch */
  readonly modified: bigint;
  readonly inode: bigint;
}

/** A link is not followed, and a pipe that took the file's place is not waited for. */
const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
const absent: ReadonlySet<string | undefined> = new Set([
  ...['ENOENT', 'ENOTDIR', 'ELOOP', 'ENXIO', 'ENODEV', 'ENAMETOOLONG', 'EISDIR', 'EACCES', 'EPERM'],
]);

/**
 * Opens a real file for reading; a link, a folder, a pipe or a device counts as not there.
 * @throws Failure `file-missing`, `internal`
 */
export async function openFile(path: string): Promise<OpenedFile> {
  let handle: FileHandle | undefined;
  try {
    if (!(await lstat(path)).isFile()) throw new Failure('file-missing');
    handle = await open(path, flags);
    const { isFile, ...facts } = await look(handle);
    if (!isFile) throw new Failure('file-missing');
    return { path, handle, facts };
  } catch (error) {
    await handle?.close();
    throw absent.has(errnoOf(error)) ? new Failure('file-missing', { cause: error }) : fileFailure(error, path);
  }
}

/** Whether an open file is no longer what it was, as far as its size and times tell. */
export async function hasChanged(handle: FileHandle, { size, modified }: FileFacts): Promise<boolean> {
  const now = await look(handle);
  return now.size !== size || now.modified !== modified;
}

async function look(handle: FileHandle): Promise<FileFacts & { isFile: boolean }> {
  const stat = await handle.stat({ bigint: true });
  return { size: Number(stat.size), modified: stat.mtimeNs, inode: stat.ino, isFile: stat.isFile() };
}
