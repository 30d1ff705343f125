import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Engine } from '../../engine/engine.ts';
import { openEngine } from '../../engine/index.ts';
import { type Origin, startOrigin } from '../servers/faulty-server.ts';
import { addOne, ask, reaches, show, testFolder, testHost, until } from './home.ts';

const MB = 1_000_000;
const worker = fileURLToPath(new URL('../../worker/index.ts', import.meta.url));
/** Milliseconds over which a rate is measured; what a worker tells five times a second is off by a fifth of one. */
const window = 2000;

let origin: Origin;
beforeAll(async () => {
  origin = await startOrigin();
  for (const name of ['a', 'b']) origin.serve(`/${name}.bin`, { size: 60 * MB, seed: 1, etag: '"a"' });
});
afterAll(() => origin.close());

/** An engine whose job processes really download. */
async function realEngine(): Promise<Engine> {
  const engine = await openEngine(testHost(testFolder(), worker));
  onTestFinished(() => engine.close());
  return engine;
}

/** Bytes a second at which the tasks together grow from now on. */
async function pace(engine: Engine, ids: readonly string[]): Promise<number> {
  const done = async (): Promise<number> => {
    const tasks = await Promise.all(ids.map((id) => show(engine, id)));
    return tasks.reduce((sum, task) => sum + task.progress.done, 0);
  };
  /** waits for the figure to change, so that it is as new as can be */
  const fresh = async (): Promise<{ bytes: number; at: number }> => {
    const before = await done();
    const bytes = await until(async () => {
      const now = await done();
      return now > before ? now : undefined;
    }, 'more bytes');
    return { bytes, at: performance.now() };
  };
  const begin = await fresh();
  await new Promise((resolve) => setTimeout(resolve, window));
  const end = await fresh();
  return (1000 * (end.bytes - begin.bytes)) / (end.at - begin.at);
}

function expectNear(measured: number, rate: number): void {
  expect(measured).toBeGreaterThan(0.5 * rate);
  expect(measured).toBeLessThan(1.5 * rate);
}

test('the limit for everything holds for all tasks together, and follows a change while they run', async () => {
  const engine = await realEngine();
  await ask(engine, 'settings.set', { limitRate: MB });
  const tasks = [await addOne(engine, origin.url('/a.bin')), await addOne(engine, origin.url('/b.bin'))];
  const ids = tasks.map((task) => task.id);
  for (const id of ids) await reaches(engine, id, 'running');
  expectNear(await pace(engine, ids), MB);
  await ask(engine, 'settings.set', { limitRate: 4 * MB });
  expectNear(await pace(engine, ids), 4 * MB);
  await ask(engine, 'settings.set', { limitRate: null });
  // at the old limit what is left would take half a minute
  const lifted = performance.now();
  for (const id of ids) await reaches(engine, id, 'completed');
  expect(performance.now() - lifted).toBeLessThan(12_000);
});

test('the limit of a task is its own, and follows a change while it runs', async () => {
  const engine = await realEngine();
  const slow = await addOne(engine, origin.url('/a.bin'), { options: { limitRate: MB / 2, connections: 4 } });
  const free = await addOne(engine, origin.url('/b.bin'));
  await reaches(engine, free.id, 'completed');
  expect((await show(engine, slow.id)).state.name).toBe('running');
  expectNear(await pace(engine, [slow.id]), MB / 2);
  await ask(engine, 'tasks.change', { ids: [slow.id], limitRate: 3 * MB });
  expectNear(await pace(engine, [slow.id]), 3 * MB);
  await ask(engine, 'tasks.change', { ids: [slow.id], limitRate: null });
  const lifted = performance.now();
  await reaches(engine, slow.id, 'completed');
  expect(performance.now() - lifted).toBeLessThan(12_000);
});
