// A site of videos on this machine: the stand-in of YouTube that the tests use, as a process of its own.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findNode } from '../setup/node.mjs';
import { root } from '../setup/places.mjs';
import { Stop } from '../setup/say.mjs';

/**
 * @typedef {object} StandIn
 * @property {Record<string, string>} environment what a program needs to reach it, and to trust it
 * @property {() => Promise<void>} end
 */

/**
 * Starts it and waits until it answers. The first time in a clone it makes its media first, which takes up to a minute.
 * @param {AbortSignal} abort
 * @returns {Promise<StandIn>}
 */
export async function startStandIn(abort) {
  const child = spawn(findNode(), [join(root, 'test', 'stand-in', 'main.ts')], { stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said += text;
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const stop = () => void child.stdin.destroy();
  abort.addEventListener('abort', stop);
  if (abort.aborted) stop();
  const lines = createInterface({ input: child.stdout });
  /** @type {string | undefined} */
  const line = await new Promise((resolve) => {
    lines.once('line', resolve);
    lines.once('close', () => resolve(undefined));
  });
  const end = async () => {
    abort.removeEventListener('abort', stop);
    stop();
    await ended;
  };
  if (line === undefined || abort.aborted) {
    await end();
    const reason = said.split('\n').find((each) => /Error|failed/.test(each)) ?? said.trim().split('\n').at(-1) ?? '';
    throw new Stop(abort.aborted ? 'the demo was stopped.' : `the stand-in of YouTube does not start: ${reason}`);
  }
  /** @type {{ proxy: string, ca: string }} */
  const { proxy, ca } = JSON.parse(line);
  return { environment: { HTTPS_PROXY: proxy, https_proxy: proxy, no_proxy: '', NODE_EXTRA_CA_CERTS: ca }, end };
}
