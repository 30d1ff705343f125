/**
 * A program that downloads one link and ends when the file is on record. Arguments: home folder, link, checksum or nothing.
 * Started again over the same home it goes on where it was, however it ended; a download that failed is tried again, as
 * when a person asks for it.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unwrap } from '../../contract/reply.ts';
import type { Task } from '../../contract/task.ts';
import { openHeadlessHost } from '../../engine/headless/host.ts';
import { openEngine } from '../../engine/index.ts';

const [home = '', url = '', checksum] = process.argv.slice(2);
const paths = { data: join(home, 'data'), logs: join(home, 'logs'), downloads: join(home, 'downloads') };
const worker = fileURLToPath(new URL('../../worker/index.ts', import.meta.url));
const engine = await openEngine(openHeadlessHost({ worker, paths }));

const { tasks, seq } = unwrap(await engine.call('tasks.list', {}));
const [earlier] = tasks;
if (earlier?.state.name === 'failed') unwrap(await engine.call('tasks.retry', { ids: [earlier.id] }));
if (earlier === undefined) {
  const options = { connections: 8, ...(checksum === undefined ? {} : { checksum }) };
  unwrap(await engine.call('tasks.add', { tasks: [{ url }], options }));
}

async function look(): Promise<void> {
  const [task] = unwrap(await engine.call('tasks.list', {})).tasks;
  if (task !== undefined) await judge(task);
}

async function judge({ state }: Task): Promise<void> {
  if (state.name === 'failed' || state.name === 'canceled' || state.name === 'paused') {
    process.stderr.write(`${JSON.stringify(state)}\n`);
    process.exitCode = 1;
  } else if (state.name !== 'completed') return;
  unsubscribe();
  await engine.close();
}

const unsubscribe = engine.subscribe(seq, () => void look());
await look();
