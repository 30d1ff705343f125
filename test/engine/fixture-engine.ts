/** A process with an engine of its own. Arguments: folder, what to do, links to add, into a group where `GROUP` names its link. Speaks by lines on its output. */

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unwrap } from '../../contract/reply.ts';
import { attachEngine } from '../../engine/attach.ts';
import { openHeadlessHost } from '../../engine/headless/host.ts';

const [folder = '', what = '', ...links] = process.argv.slice(2);
const paths = { data: join(folder, 'data'), logs: join(folder, 'logs'), downloads: join(folder, 'downloads') };
const worker = fileURLToPath(new URL('./fixture-worker.ts', import.meta.url));
const { engine, own } = await attachEngine(openHeadlessHost({ worker, paths }));
const list = process.env['GROUP'];
const group = list === undefined ? {} : { group: { url: list, title: 'A list' } };
if (links.length > 0) unwrap(await engine.call('tasks.add', { tasks: links.map((url) => ({ url })), ...group }));
const { total } = unwrap(await engine.call('tasks.list', {}));
process.stdout.write(`${JSON.stringify({ own, total })}\n`);
if (what === 'close') {
  await engine.close();
} else if (what === 'close-when-told') {
  process.stdin.once('data', () => void engine.close().then(() => process.exit(0)));
}
