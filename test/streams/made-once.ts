import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** What is always the same is made once a clone. */
const cache = fileURLToPath(new URL('../../node_modules/.cache/stand-in', import.meta.url));

/**
 * A folder that `make` filled, now or at some time before. It is there whole or not at all, and one process at a time makes it.
 * @param name changes when what `make` does changes
 * @param signal ends the waiting for another process that makes it
 */
export async function madeOnce(
  name: string,
  make: (folder: string) => Promise<unknown>,
  signal?: AbortSignal,
): Promise<string> {
  const folder = join(cache, name);
  const lock = `${folder}.lock`;
  await mkdir(cache, { recursive: true });
  while (!(await exists(folder))) {
    if (!(await take(lock))) {
      await wait(200, undefined, { signal });
      continue;
    }
    const work = await mkdtemp(`${folder}-making-`);
    try {
      if (await exists(folder)) break;
      await make(work);
      await rename(work, folder);
    } finally {
      await rm(work, { recursive: true, force: true });
      await rm(lock, { force: true });
    }
  }
  return folder;
}

/** A name of its own for what comes of these arguments. */
export function nameOf(kind: string, args: readonly string[]): string {
  return `${kind}-${createHash('sha256').update(JSON.stringify(args)).digest('hex').slice(0, 16)}`;
}

/** @returns whether the lock is ours; that of a process that is no more is taken away */
async function take(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    const owner = Number(await readFile(lock, 'utf8').catch(() => ''));
    if (owner > 0 && !isAlive(owner)) await rm(lock, { force: true });
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}
