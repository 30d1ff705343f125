// One at a time, over processes: two `npm start` at once must not install or build into each other.
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { cacheFolder, cloneKey } from './places.mjs';
import { say } from './say.mjs';

/**
 * Does `work` while no other process does work of that name in this clone. A lock whose owner has died is taken over.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function oneAtATime(name, work) {
  const folder = join(cacheFolder(), 'locks');
  const lock = join(folder, `${cloneKey()}-${name}`);
  await mkdir(folder, { recursive: true });
  let told = false;
  while (!(await take(lock))) {
    if (!told) say(`waiting for another ${name} of this clone to end`);
    told = true;
    await wait(200);
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

/**
 * Makes the lock file, whole or not at all.
 * @param {string} lock
 * @returns {Promise<boolean>} whether it is ours now
 */
async function take(lock) {
  try {
    await writeFile(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  const owner = Number(await readFile(lock, 'utf8').catch(() => ''));
  if (owner > 0 && !isAlive(owner)) {
    // Renaming lets only one of several waiters remove the dead owner's lock.
    const aside = `${lock}.${process.pid}`;
    await rename(lock, aside).catch(() => undefined);
    await rm(aside, { force: true });
  }
  return false;
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
