import { expect, onTestFinished, test } from 'vitest';
import { fastClock } from '../engine/clocks.ts';
import { addOne, ask, reaches, show, testFolder, until } from '../engine/home.ts';
import type { Behaviour } from '../servers/behaviour.ts';
import { startOrigin } from '../servers/faulty-server.ts';
import { expectWhole, get, outcome, parts } from './fetching.ts';
import { realEngine } from './real-engine.ts';

const MiB = 1024 * 1024;
const tagged: Behaviour = { size: 3 * MiB, seed: 5, etag: '"five"' };

test.each<[what: string, status: number, retryAfter: () => string]>([
  ['429 and seconds', 429, () => '1'],
  ['503 and seconds', 503, () => '1'],
  // A date has whole seconds, so that the second after next is between one and two seconds away.
  ['503 and a date', 503, () => new Date(Date.now() + 2000).toUTCString()],
])('the first request is asked again when the server wants: %s', async (_what, status, retryAfter) => {
  const { origin, task } = await parts();
  const ending = await get(origin, task, { ...tagged, fail: { status, times: 1, retryAfter: retryAfter() } });
  expect(outcome(ending)).toBe('done');
  await expectWhole(task, 'file.bin', 5, 3 * MiB);
  const [first, second] = origin.requests;
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(990);
});

test('a part is asked for again when the server wants', async () => {
  const { origin, task } = await parts();
  const slow = { ...tagged, rate: 4 * MiB };
  const running = get(origin, task, slow, { connections: 1 });
  await expect.poll(() => origin.requests[0]?.sent ?? 0, { timeout: 20_000 }).toBeGreaterThan(MiB);
  origin.serve('/file.bin', { ...slow, fail: { status: 503, times: 1, retryAfter: '1' } });
  origin.dropConnections();
  expect(outcome(await running)).toBe('done');
  await expectWhole(task, 'file.bin', 5, 3 * MiB);
  const [refused, again] = origin.requests.slice(1);
  expect(refused?.status).toBe(503);
  expect((again?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(990);
});

test('a long wait is the queue’s: the task gives up its place, and goes on when the server wants', async () => {
  const origin = await startOrigin();
  onTestFinished(() => origin.close());
  const factor = 8;
  const clock = fastClock(factor);
  const engine = await realEngine(testFolder(), { clock });
  origin.serve('/file.bin', { ...tagged, rate: 2 * MiB });
  const { id } = await addOne(engine, origin.url('/file.bin'), { options: { connections: 1 } });
  await expect.poll(() => origin.requests[0]?.sent ?? 0, { timeout: 20_000 }).toBeGreaterThan(MiB);
  origin.serve('/file.bin', { ...tagged, fail: { status: 429, times: 1, retryAfter: '40' } });
  origin.dropConnections();

  const waiting = await until(async () => {
    const { state } = await show(engine, id);
    return state.name === 'queued' && state.waiting?.why === 'retry' ? state.waiting : undefined;
  }, 'waiting');
  expect(waiting.error.code).toBe('rate-limited');
  expect(waiting.until - clock.now()).toBeGreaterThan(30_000);
  expect(waiting.until - clock.now()).toBeLessThanOrEqual(40_000);

  await reaches(engine, id, 'completed');
  const [, refused, again] = origin.requests;
  expect((again?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(40_000 / factor);
  expect(again?.headers).toMatchObject({ 'if-range': '"five"', range: expect.not.stringMatching(/^bytes=0-/) });
  expect((await ask(engine, 'tasks.show', { id })).attempts.map(({ outcome: end }) => end)).toEqual([
    'failed',
    'completed',
  ]);
});

test('a server that falls silent is left, and asked again', async () => {
  const { origin, task } = await parts();
  const ending = await get(
    origin,
    task,
    { ...tagged, hang: { after: MiB, times: 1 } },
    { idleTimeout: 1, connections: 1 },
  );
  expect(outcome(ending)).toBe('done');
  await expectWhole(task, 'file.bin', 5, 3 * MiB);
  const [first, second] = origin.requests;
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(1000);
});

test('a slow drip is waited for, however long it takes, as long as it goes on', async () => {
  const { origin, task } = await parts();
  // Three bytes a second: none comes later than the timeout after another, all of them take three times as long.
  const began = performance.now();
  expect(outcome(await get(origin, task, { ...tagged, size: 10, rate: 3 }, { idleTimeout: 1 }))).toBe('done');
  expect(performance.now() - began).toBeGreaterThan(3000);
  expect(origin.requests).toHaveLength(1);
  await expectWhole(task, 'file.bin', 5, 10);
});
