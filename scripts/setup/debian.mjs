// Packages of Debian (and what derives from it), installed when a program or library is missing.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { capture, lastLines } from './run.mjs';
import { exitCodes, Stop, say } from './say.mjs';

/** Packages that hold the libraries Electron is linked with; where names differ by release, newest first. */
export const electronLibraries = [
  ['libgtk-3-0t64', 'libgtk-3-0'],
  ['libnss3'],
  ['libasound2t64', 'libasound2'],
  ['libgbm1'],
  ['libxss1'],
  ['libxtst6'],
  ['libatk-bridge2.0-0t64', 'libatk-bridge2.0-0'],
  ['libdrm2'],
  // A desktop has fonts; a bare machine may have none, and then every letter is a box.
  ['fonts-dejavu-core'],
];

/**
 * @typedef {object} Needs what must be there
 * @property {Readonly<Record<string, string>>} [programs] program to package, as in `{ nginx: 'nginx-light' }`
 * @property {{ readonly of: string, readonly packages: readonly (readonly string[])[] }} [libraries] those an ELF file is
 *   linked with, and the names of the packages that hold them
 */

/**
 * Makes sure that programs and libraries are there, installing the packages they come in. All at once: whoever has to
 * install by hand is asked for one command, not for another one after it.
 * @param {Needs} needs
 */
export async function ensureDebian(needs) {
  const { missing, packages } = await whatIsMissing(needs);
  if (missing.length === 0) return;
  await install(packages, missing.length > 6 ? [...missing.slice(0, 6), `${missing.length - 6} more`] : missing);
  const left = (await whatIsMissing(needs)).missing;
  if (left.length > 0) throw new Stop(`these are still missing: ${left.join(', ')}`, exitCodes.unavailable);
}

/**
 * @param {Needs} needs
 * @returns {Promise<{ missing: string[], packages: readonly (readonly string[])[] }>} packages each with its names
 */
async function whatIsMissing({ programs = {}, libraries }) {
  const absent = Object.keys(programs).filter((program) => findProgram(program) === undefined);
  const unloadable = libraries === undefined ? [] : await missingLibraries(libraries.of);
  const ofPrograms = [...new Set(absent.map((program) => programs[program] ?? program))].map((name) => [name]);
  const ofLibraries = libraries === undefined || unloadable.length === 0 ? [] : libraries.packages;
  return { missing: [...absent, ...unloadable], packages: [...ofPrograms, ...ofLibraries] };
}

/** @param {string} program */
async function missingLibraries(program) {
  if (process.platform !== 'linux') return [];
  const { stdout } = await capture('ldd', [program]);
  return [...new Set([...stdout.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1] ?? ''))];
}

/**
 * Where a program is; system folders count also when the user's PATH leaves them out.
 * @param {string} program
 */
function findProgram(program) {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
}

/**
 * @param {readonly (readonly string[])[]} packages each with its names
 * @param {readonly string[]} missing what was looked for and not found
 */
async function install(packages, missing) {
  const what = missing.join(', ');
  if (process.platform !== 'linux') {
    throw new Stop(`missing: ${what}. Install them with the package manager of your system.`, exitCodes.unavailable);
  }
  if (findProgram('apt-get') === undefined) {
    throw new Stop(
      `missing: ${what}. This is not a Debian system: install what holds them (on Debian: ${packages.map((names) => names.at(-1)).join(' ')}).`,
      exitCodes.unavailable,
    );
  }
  if (process.getuid?.() !== 0) {
    const names = await namesHere(packages);
    const sudo = findProgram('sudo') === undefined ? '' : 'sudo ';
    throw new Stop(
      [
        `missing: ${what}. Run this once${sudo === '' ? ' as root' : ''}, then try again:`,
        `  ${sudo}apt-get update && ${sudo}apt-get install -y --no-install-recommends ${names.join(' ')}`,
      ].join('\n'),
      exitCodes.notPermitted,
    );
  }
  say(`installing Debian packages (missing: ${what})`);
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Fails when one of several sources is out of reach, though the others may be enough.
  await capture('apt-get', ['update', '-qq'], { env: environment });
  const names = await namesHere(packages);
  const result = await capture('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], {
    env: environment,
  });
  if (result.code !== 0) {
    throw new Stop(`apt-get could not install ${names.join(' ')}: ${lastLines(result)}`, exitCodes.unavailable);
  }
}

/**
 * The names packages have in this release.
 * @param {readonly (readonly string[])[]} packages
 */
async function namesHere(packages) {
  const newest = await isNewest();
  return Promise.all(
    packages.map(async (names) => {
      if (names.length === 1) return names[0] ?? '';
      for (const name of names) {
        const { stdout } = await capture('apt-cache', ['show', '--no-all-versions', name]);
        if (stdout.includes('Package:')) return name;
      }
      // Before the first `apt-get update` there are no lists to look into.
      return (newest ? names[0] : names.at(-1)) ?? '';
    }),
  );
}

/** Whether this release has the newer names: they came for all libraries at once, and some are on every machine. */
async function isNewest() {
  const { stdout } = await capture('dpkg-query', ['-W', '*t64']);
  return stdout !== '';
}
