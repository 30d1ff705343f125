/** The stand-in as a process of its own: one line of JSON with `proxy` and `ca`, then it stays until its input ends or it is told to go. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStandIn } from './stand-in.ts';

const folder = await mkdtemp(join(tmpdir(), 'stand-in-'));
const standIn = await startStandIn(folder);
process.stdout.write(`${JSON.stringify({ proxy: standIn.proxy, ca: standIn.ca })}\n`);

let leaving = false;
const leave = async (): Promise<void> => {
  if (leaving) return;
  leaving = true;
  await standIn.close();
  await rm(folder, { recursive: true, force: true });
  process.exit();
};
process.stdin.on('end', () => void leave()).resume();
process.on('SIGTERM', () => void leave());
process.on('SIGINT', () => void leave());
