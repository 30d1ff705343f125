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
 * Makes sure that programs are there, installing the packages they come in.
 * @param {Readonly<Record<string, string>>} programs program to package, as in `{ nginx: 'nginx-light' }`
 */
export async function ensurePrograms(programs) {
  const missing = Object.keys(programs).filter((program) => findProgram(program) === undefined);
  if (missing.length > 0)
    await install(
      missing.map((program) => [programs[program] ?? program]),
      missing.join(', '),
    );
}

/**
 * Makes sure that every library a program is linked with can be loaded.
 * @param {string} program path of an ELF file
 * @param {readonly (readonly string[])[]} packages names of the packages that hold them
 */
export async function ensureLibraries(program, packages) {
  const missing = await missingLibraries(program);
  if (missing.length === 0) return;
  await install(
    packages,
    missing.length > 3 ? `${missing.slice(0, 3).join(', ')} and ${missing.length - 3} more` : missing.join(', '),
  );
  const left = await missingLibraries(program);
  if (left.length > 0) throw new Stop(`these libraries are still missing: ${left.join(', ')}`, exitCodes.unavailable);
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
 * @param {string} missing what was looked for and not found
 */
async function install(packages, missing) {
  if (process.platform !== 'linux') {
    throw new Stop(`missing: ${missing}. Install them with the package manager of your system.`, exitCodes.unavailable);
  }
  if (findProgram('apt-get') === undefined) {
    throw new Stop(
      `missing: ${missing}. This is not a Debian system: install what holds them (on Debian: ${packages.map((names) => names.at(-1)).join(' ')}).`,
      exitCodes.unavailable,
    );
  }
  if (process.getuid?.() !== 0) {
    const names = await Promise.all(packages.map(nameHere));
    throw new Stop(
      `missing: ${missing}. Run this once, then try again:\n  sudo apt-get install -y ${names.join(' ')}`,
      exitCodes.notPermitted,
    );
  }
  say(`installing Debian packages (missing: ${missing})`);
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Fails when one of several sources is out of reach, though the others may be enough.
  await capture('apt-get', ['update', '-qq'], { env: environment });
  const names = await Promise.all(packages.map(nameHere));
  const result = await capture('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], {
    env: environment,
  });
  if (result.code !== 0) {
    throw new Stop(`apt-get could not install ${names.join(' ')}: ${lastLines(result)}`, exitCodes.unavailable);
  }
}

/**
 * The name a package has in this release.
 * @param {readonly string[]} names
 */
async function nameHere(names) {
  for (const name of names.slice(0, -1)) {
    const { stdout } = await capture('apt-cache', ['show', '--no-all-versions', name]);
    if (stdout.includes('Package:')) return name;
  }
  return names.at(-1) ?? '';
}
