// A program that has a data folder, as a command line does: opens the engine in SLUICE_HOME, adds a paused task, says
// "ready", and closes the engine when its input ends.
import { openHeadlessHost } from '../../engine/headless/host.ts';
import { openEngine } from '../../engine/index.ts';

const engine = await openEngine(openHeadlessHost({ worker: 'none' }), { only: 'added' });
const reply = await engine.call('tasks.add', { tasks: [{ url: 'http://127.0.0.1:9/owned.bin' }], start: 'paused' });
process.stdout.write(reply.ok ? 'ready\n' : `${reply.error.message}\n`);
process.stdin.resume().once('end', () => void engine.close());
