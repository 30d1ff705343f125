// out/ as the sources want it.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { oneAtATime } from './lock.mjs';
import { findNode, toolEnvironment } from './node.mjs';
import { root } from './places.mjs';
import { capture } from './run.mjs';
import { Stop, say } from './say.mjs';

/** What goes into out/: the rooms, what they are built with and what they are built by. */
const SOURCES = [
  'contract',
  'engine',
  'worker',
  'main',
  'preload',
  'renderer',
  'server',
  'cli',
  'resources',
  'package-lock.json',
  'package.json',
  'tsconfig.base.json',
  'vite.config.ts',
  join('scripts', 'setup', 'build.mjs'),
];

const output = join(root, 'out');
const stamp = join(output, '.built');

/**
 * Builds unless out/ was made from the very same sources.
 * @param {{ anew?: boolean }} [options] `anew` builds in any case
 */
export async function ensureBuilt({ anew = false } = {}) {
  if (!anew && (await isCurrent())) return;
  await oneAtATime('build', async () => {
    if (!anew && (await isCurrent())) return;
    say('building');
    const state = sourceDigest();
    const fresh = `${output}.${process.pid}`;
    try {
      await bundle(fresh);
      await writeFile(join(fresh, '.built'), state);
      await replace(fresh);
    } finally {
      await rm(fresh, { recursive: true, force: true });
    }
  });
}

async function isCurrent() {
  return (await readFile(stamp, 'utf8').catch(() => '')) === sourceDigest();
}

/** @param {string} folder where the build goes */
async function bundle(folder) {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const args = [vite, 'build', '--app', '--logLevel', 'warn'];
  const env = toolEnvironment({ SLUICE_OUT: folder, NO_COLOR: '1' });
  const result = await capture(findNode(), args, { cwd: root, env });
  if (result.code !== 0) throw new Stop(`the build failed:\n${withoutStack(`${result.stderr}\n${result.stdout}`)}`);
}

/** @param {string} text what Vite says of a failure, with the stacks of its own code */
function withoutStack(text) {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !/^\s*(at |\d+: )|^Stack backtrace/.test(line));
  return lines.slice(0, 40).join('\n');
}

/**
 * Swaps the folders; a program that runs from the old one keeps its open files.
 * @param {string} fresh
 */
async function replace(fresh) {
  const old = `${fresh}.old`;
  await rename(output, old).catch(() => undefined);
  await rename(fresh, output);
  await rm(old, { recursive: true, force: true });
}

/** A digest over the names and contents of all sources. */
function sourceDigest() {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const file of filesIn(join(root, source))) {
      const content = readFileSync(file);
      hash.update(`${relative(root, file).split(sep).join('/')}\0${content.length}\0`).update(content);
    }
  }
  return hash.digest('hex');
}

/**
 * The files in a folder, in an order that does not depend on the machine; a file alone is its own list.
 * @param {string} path
 * @returns {string[]}
 */
function filesIn(path) {
  try {
    return readdirSync(path, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return [path];
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
