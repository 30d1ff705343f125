/** The stand-in as a process of its own: one line of JSON with `proxy` and `ca`, then it stays until its input ends or it is told to go. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeMedia } from './media.ts';
import { startStandIn } from './stand-in.ts';

// From the very beginning: the first time in a clone media is made, which takes a while, and half of it must not be left.
const told = new AbortController();
const leave = (): void => told.abort();
process.stdin.once('end', leave).resume();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, leave);
const folder = await mkdtemp(join(tmpdir(), 'stand-in-'));
try {
  await Promise.allSettled([makeMedia('film', told.signal), makeMedia('short', told.signal)]);
  told.signal.throwIfAborted();
  await using standIn = await startStandIn(folder);
  process.stdout.write(`${JSON.stringify({ proxy: standIn.proxy, ca: standIn.ca })}\n`);
  if (!told.signal.aborted) await once(told.signal, 'abort');
} catch (error) {
  if (!told.signal.aborted) throw error;
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exit();
