/**
 * A disk of a few MiB that really fills up: a tmpfs of its own. Mounting takes root and the right to do so; where it is
 * missing, `smallDiskProblem` says why and the test is skipped with that reason:
 *
 *     const problem = await smallDiskProblem();
 *     test('a full disk', async (context) => {
 *       if (problem !== null) context.skip(problem);
 *       await using disk = await mountSmallDisk(8);
 *       … disk.path …
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface SmallDisk extends AsyncDisposable {
  readonly path: string;
  /** changes its size while it is in use */
  resize(mebibytes: number): Promise<void>;
  close(): Promise<void>;
}

const run = promisify(execFile);

/** Why this machine cannot mount a small disk, or `null` when it can. */
export async function smallDiskProblem(): Promise<string | null> {
  if (process.platform !== 'linux') return 'a small disk needs the tmpfs of Linux';
  if (process.getuid?.() !== 0) return 'a small disk needs root to be mounted';
  try {
    await using _ = await mountSmallDisk(1);
    return null;
  } catch (error) {
    return `a small disk cannot be mounted here: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Mounts a disk of so many MiB in a new folder. Throws when that is not allowed. */
export async function mountSmallDisk(mebibytes: number): Promise<SmallDisk> {
  const path = await mkdtemp(join(tmpdir(), 'sluice-disk-'));
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m,mode=0777`, 'sluice-test', path]);
  } catch (error) {
    await rmdir(path);
    throw error;
  }
  const close = async () => {
    // Lazily: a process that is being ended may still stand in it.
    await run('umount', ['-l', path]);
    await rmdir(path);
  };
  return {
    path,
    resize: async (size) => void (await run('mount', ['-o', `remount,size=${size}m`, path])),
    close,
    [Symbol.asyncDispose]: close,
  };
}
