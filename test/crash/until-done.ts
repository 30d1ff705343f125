import { join } from 'node:path';
import type { CallInput } from '../../contract/calls.ts';
import { unwrap } from '../../contract/reply.ts';
import { openHeadlessHost } from '../../engine/headless/host.ts';
import { openEngine } from '../../engine/index.ts';

/**
 * Does one task in a home folder, or goes on with the one that is there, and ends when it is on record. What it failed with goes to
 * standard error.
 * @param worker path of the entry of job processes
 */
export async function untilDone(
  home: string,
  worker: string,
  task: CallInput<'tasks.add'>['tasks'][number],
): Promise<void> {
  const paths = { data: join(home, 'data'), logs: join(home, 'logs'), downloads: join(home, 'downloads') };
  const engine = await openEngine(openHeadlessHost({ worker, paths }));
  const { tasks, seq } = unwrap(await engine.call('tasks.list', {}));
  if (tasks.length === 0) unwrap(await engine.call('tasks.add', { tasks: [task] }));

  const look = async (): Promise<void> => {
    const [now] = unwrap(await engine.call('tasks.list', {})).tasks;
    if (now?.state.name === 'failed') {
      process.stderr.write(`${JSON.stringify(now.state)}\n`);
      process.exitCode = 1;
    } else if (now?.state.name !== 'completed') return;
    unsubscribe();
    await engine.close();
  };
  const unsubscribe = engine.subscribe(seq, () => void look());
  await look();
}
