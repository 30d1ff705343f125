/**
 * A program that fetches one video and ends when it is on record. Arguments: home folder, link (see `video-worker.ts`), what is
 * asked of the video as JSON. Started again over the same home it goes on where it was, however it ended.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unwrap } from '../../contract/reply.ts';
import { videoOptions } from '../../contract/video.ts';
import { openHeadlessHost } from '../../engine/headless/host.ts';
import { openEngine } from '../../engine/index.ts';

const [home = '', url = '', asked = '{}'] = process.argv.slice(2);
const paths = { data: join(home, 'data'), logs: join(home, 'logs'), downloads: join(home, 'downloads') };
const worker = fileURLToPath(new URL('./video-worker.ts', import.meta.url));
const engine = await openEngine(openHeadlessHost({ worker, paths }));

const { tasks, seq } = unwrap(await engine.call('tasks.list', {}));
if (tasks.length === 0) {
  unwrap(await engine.call('tasks.add', { tasks: [{ url, video: videoOptions.parse(JSON.parse(asked)) }] }));
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
