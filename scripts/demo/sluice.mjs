// The command line as a person would use it, in a home of its own.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { findNode } from '../setup/node.mjs';
import { root } from '../setup/places.mjs';
import { Stop } from '../setup/say.mjs';

/** What the demo ends with when a signal stops it, as shells have it for Ctrl-C. */
const stopped = 130;

/**
 * @typedef {object} Ended
 * @property {number} code
 * @property {string[]} paths what it wrote to standard output
 */

/**
 * Runs the built command line; what it says to people is seen.
 * @param {string} home
 * @param {readonly string[]} args
 * @param {AbortSignal} abort has it stop; then rejects once it has
 * @param {Readonly<Record<string, string>>} [environment] further variables
 * @returns {Promise<Ended>}
 */
export function sluice(home, args, abort, environment = {}) {
  const child = spawn(findNode(), [join(root, 'out', 'cli', 'sluice.js'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment, SLUICE_HOME: home },
  });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  const stop = () => void child.kill('SIGTERM');
  abort.addEventListener('abort', stop);
  if (abort.aborted) stop();
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      abort.removeEventListener('abort', stop);
      if (abort.aborted) reject(new Stop('the demo was stopped.', stopped));
      else resolve({ code: code ?? 1, paths: stdout.split('\n').filter((line) => line !== '') });
    });
  });
}
