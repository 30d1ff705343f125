// node_modules as package-lock.json wants it.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { oneAtATime } from './lock.mjs';
import { root } from './places.mjs';
import { capture, firstLines } from './run.mjs';
import { exitCodes, Stop, say } from './say.mjs';

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, link?: boolean }} Locked */

/** Installs the packages unless what lies in node_modules is already what the lock file says. */
export async function ensurePackages() {
  if (await arePackagesInPlace()) return;
  await oneAtATime('installation', async () => {
    if (await arePackagesInPlace()) return;
    say('installing packages (npm install)');
    // Not `npm ci`: it throws away a whole node_modules for one new package, and refuses to work with a registry that
    // does not hold the packages of other platforms. That the result is what the lock file says is checked below.
    const args = ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
    const npm = process.env['npm_execpath'];
    // npm's own entry is run by the present Node: on Windows `npm` is a script that cannot be spawned without a shell.
    const result = npm?.endsWith('.js')
      ? await capture(process.execPath, [npm, ...args], { cwd: root })
      : await capture('npm', args, { cwd: root });
    if (result.code !== 0)
      throw new Stop(`npm could not install the packages: ${firstLines(result)}`, exitCodes.unavailable);
  });
}

/** Whether npm's own record of what it installed agrees with the lock file. */
async function arePackagesInPlace() {
  const wanted = await lockedPackages(join(root, 'package-lock.json'));
  const present = await lockedPackages(join(root, 'node_modules', '.package-lock.json'));
  if (wanted === undefined) throw new Stop('package-lock.json is missing or broken; clone Sluice again.');
  if (present === undefined) return false;
  return Object.entries(wanted).every(([place, { version, integrity, optional }]) => {
    if (place === '') return true;
    const found = present[place];
    // Optional packages are there on the platforms they are for.
    if (found === undefined) return optional === true;
    return found.version === version && found.integrity === integrity && existsSync(join(root, place));
  });
}

/**
 * @param {string} file
 * @returns {Promise<Record<string, Locked> | undefined>} by place, as in `node_modules/react`
 */
async function lockedPackages(file) {
  try {
    return /** @type {{ packages: Record<string, Locked> }} */ (JSON.parse(await readFile(file, 'utf8'))).packages;
  } catch {
    return undefined;
  }
}
