import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Progress } from '../../contract/task.ts';
import type { Engine } from '../../engine/engine.ts';
import { addOne, ask, reaches, show, testFolder, until } from '../engine/home.ts';
import type { Behaviour } from '../servers/behaviour.ts';
import { firstDifference } from '../servers/body.ts';
import { type Origin, startOrigin } from '../servers/faulty-server.ts';
import { realEngine } from './real-engine.ts';

const MiB = 1024 * 1024;
const size = 16 * MiB;
/** About four seconds over two connections, so that there is something to interrupt. */
const slow: Behaviour = { size, seed: 1, etag: '"one"', rate: 2 * MiB };
const fast: Behaviour = { ...slow, rate: 40 * MiB };

interface Started {
  readonly engine: Engine;
  readonly origin: Origin;
  readonly id: string;
  readonly path: string;
  /** everything the bar showed, in its order */
  readonly shown: readonly Progress[];
}

async function started(behaviour: Behaviour): Promise<Started> {
  const folder = testFolder();
  const origin = await startOrigin();
  onTestFinished(() => origin.close());
  origin.serve('/file.bin', behaviour);
  const engine = await realEngine(folder);
  const shown: Progress[] = [];
  const { seq } = await ask(engine, 'tasks.list', {});
  const unsubscribe = engine.subscribe(seq, ({ tasks, progress }) => {
    for (const change of [...tasks, ...progress]) shown.push(change.progress);
  });
  onTestFinished(unsubscribe);
  const { id } = await addOne(engine, origin.url('/file.bin'), { options: { connections: 2 } });
  return { engine, origin, id, path: join(folder, 'downloads', 'file.bin'), shown };
}

async function hasShare(engine: Engine, id: string, share: number): Promise<void> {
  await until(async () => ((await show(engine, id)).progress.done >= share * size ? true : undefined), `${share}`);
}

async function killWorker(engine: Engine, id: string): Promise<void> {
  const { attempts } = await ask(engine, 'tasks.show', { id });
  const worker = attempts.at(-1)?.worker;
  if (typeof worker !== 'number') throw new Error('no worker has it');
  process.kill(worker, 'SIGKILL');
  await until(async () => {
    const now = (await ask(engine, 'tasks.show', { id })).attempts;
    return now.length > attempts.length ? true : undefined;
  }, 'another attempt');
}

/** How often the bar fell, and what it showed then. */
function falls(shown: readonly Progress[]): Progress[] {
  return shown.filter(({ fraction }, index) => (fraction ?? 0) < (shown[index - 1]?.fraction ?? 0));
}

test('killed, paused and cut short, the bar never falls', async () => {
  const { engine, origin, id, path, shown } = await started(slow);
  for (const share of [0.25, 0.5]) {
    await hasShare(engine, id, share);
    await killWorker(engine, id);
    await reaches(engine, id, 'running');
  }
  origin.dropConnections();
  await ask(engine, 'tasks.pause', { ids: [id] });
  origin.serve('/file.bin', fast);
  await ask(engine, 'tasks.resume', { ids: [id] });
  await reaches(engine, id, 'completed');
  expect(falls(shown)).toEqual([]);
  expect(shown.length).toBeGreaterThan(10);
  expect(await firstDifference(path, 1, size)).toBeNull();
});

test('at a server that gives no ranges any more the bar falls once and counts from zero', async () => {
  const { engine, origin, id, path, shown } = await started(slow);
  await hasShare(engine, id, 0.4);
  origin.serve('/file.bin', { ...slow, rate: 10 * MiB, ranges: 'ignored' });
  origin.dropConnections();
  await reaches(engine, id, 'completed');
  const [fall, ...more] = falls(shown);
  expect(more).toEqual([]);
  expect(fall?.fraction).toBeLessThan(0.2);
  const after = fall === undefined ? [] : shown.slice(shown.indexOf(fall), -1);
  for (const { fraction, done, total } of after) {
    if (done < size) expect(fraction).toBeCloseTo((0.97 * done) / (total ?? 0));
  }
  expect(await firstDifference(path, 1, size)).toBeNull();
});

test('what is stopped at a server without ranges shows at once that nothing is left', async () => {
  const { engine, id } = await started({ ...slow, ranges: 'ignored' });
  await hasShare(engine, id, 0.1);
  await ask(engine, 'tasks.pause', { ids: [id] });
  await until(async () => ((await show(engine, id)).progress.done === 0 ? true : undefined), 'nothing stored');
  expect((await show(engine, id)).progress).toEqual({ fraction: 0, done: 0, total: size });
});

test('a changed source leaves the bar where it is until the user lets it begin anew', async () => {
  const { engine, origin, id, path, shown } = await started(slow);
  await hasShare(engine, id, 0.3);
  origin.serve('/file.bin', { ...fast, seed: 2, etag: '"two"' });
  origin.dropConnections();
  const failed = await reaches(engine, id, 'failed');
  expect(failed.state).toMatchObject({ error: { code: 'source-changed' } });
  expect(failed.progress.fraction).toBeGreaterThanOrEqual(0.29);
  expect(falls(shown)).toEqual([]);
  await ask(engine, 'tasks.retry', { ids: [id] });
  await reaches(engine, id, 'completed');
  expect(falls(shown)).toHaveLength(1);
  expect(await firstDifference(path, 2, size)).toBeNull();
});
