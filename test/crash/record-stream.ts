/**
 * A program that records one stream and ends when the recording is on record. Arguments: home folder, link, what is asked of
 * the recording as JSON. Started again over the same home it goes on where it was, however it ended.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { recordingOptions } from '../../contract/recording.ts';
import { unwrap } from '../../contract/reply.ts';
import { openHeadlessHost } from '../../engine/headless/host.ts';
import { openEngine } from '../../engine/index.ts';

const [home = '', url = '', asked = '{}'] = process.argv.slice(2);
const paths = { data: join(home, 'data'), logs: join(home, 'logs'), downloads: join(home, 'downloads') };
const worker = fileURLToPath(new URL('../../worker/index.ts', import.meta.url));
const engine = await openEngine(openHeadlessHost({ worker, paths }));

const { tasks, seq } = unwrap(await engine.call('tasks.list', {}));
if (tasks.length === 0) {
  const recording = recordingOptions.parse(JSON.parse(asked));
  unwrap(await engine.call('tasks.add', { tasks: [{ url, recording, name: 'Studio' }] }));
}

async function look(): Promise<void> {
  const [task] = unwrap(await engine.call('tasks.list', {})).tasks;
  if (task?.state.name === 'failed') {
    process.stderr.write(`${JSON.stringify(task.state)}\n`);
    process.exitCode = 1;
  } else if (task?.state.name !== 'completed') return;
  unsubscribe();
  await engine.close();
}

const unsubscribe = engine.subscribe(seq, () => void look());
await look();
