import { expect, test } from 'vitest';
import type { Task } from '../../contract/task.ts';
import type { Engine } from '../../engine/engine.ts';
import { addOne, ask, reaches, show, testEngine, testFolder, until } from './home.ts';

const file = (name: string): string => `http://fixture/slow/${name}`;
const stream = (name: string, query = 'hold=5'): string => `http://fixture/${name}.m3u8?${query}`;

async function record(engine: Engine, name: string, startAt?: number, query?: string): Promise<Task> {
  const { added } = await ask(engine, 'tasks.add', {
    tasks: [{ url: stream(name, query), recording: {} }],
    ...(startAt === undefined ? {} : { startAt }),
  });
  const [task] = added;
  if (task === undefined) throw new Error('not added');
  return task;
}

const waitingOf = (task: Task) => (task.state.name === 'queued' ? task.state.waiting : undefined);

/** Waits until it is written down that a recording waits for a slot. */
function held(engine: Engine, id: string): Promise<true> {
  return until(async () => (waitingOf(await show(engine, id))?.why === 'slot' ? true : undefined), 'held');
}

test('a recording waits for no file, from whatever host, and one that is due starts at its time', async () => {
  const engine = await testEngine(testFolder());
  await ask(engine, 'settings.set', { maxActive: 2, maxPerHost: 1 });
  const first = await addOne(engine, file('a'));
  await reaches(engine, first.id, 'running');
  const second = await addOne(engine, 'http://other.fixture/slow/b');
  await reaches(engine, second.id, 'running');
  const third = await addOne(engine, file('c'));
  const startAt = Date.now() + 300;
  const planned = await record(engine, 'planned', startAt);
  const recordings = await Promise.all(['one', 'two', 'three'].map((name) => record(engine, name)));
  for (const { id } of recordings) await reaches(engine, id, 'running');
  const { state } = await reaches(engine, planned.id, 'running');
  expect(state.name === 'running' && state.since).toBeGreaterThanOrEqual(startAt);
  // nothing was stopped for them, and nothing took the place of a file
  expect((await show(engine, first.id)).state.name).toBe('running');
  expect((await show(engine, second.id)).state.name).toBe('running');
  expect((await show(engine, third.id)).state).toMatchObject({ name: 'queued', waiting: null });
});

test('a file waits for no recording', async () => {
  const engine = await testEngine(testFolder());
  await ask(engine, 'settings.set', { maxActive: 1, maxPerHost: 1, maxRecordings: 2 });
  for (const name of ['one', 'two']) await reaches(engine, (await record(engine, name)).id, 'running');
  const waiting = await record(engine, 'three');
  await held(engine, waiting.id);
  const { id } = await addOne(engine, file('a'));
  await reaches(engine, id, 'running');
  expect(waitingOf(await show(engine, waiting.id))).toEqual({ why: 'slot' });
});

test('a recording without a slot says so, and begins when another one ends or more are allowed', async () => {
  const folder = testFolder();
  const engine = await testEngine(folder);
  await ask(engine, 'settings.set', { maxRecordings: 1 });
  const first = await record(engine, 'first');
  await reaches(engine, first.id, 'running');
  const second = await record(engine, 'second');
  const third = await record(engine, 'third');
  const planned = await record(engine, 'planned', Date.now() + 100);
  for (const { id } of [second, third, planned]) await held(engine, id);
  // asking for it does not make a slot
  await ask(engine, 'tasks.resume', { ids: [second.id] });
  await held(engine, second.id);
  expect((await show(engine, first.id)).state.name).toBe('running');

  await ask(engine, 'tasks.stop', { ids: [first.id] });
  await reaches(engine, second.id, 'running');
  expect(waitingOf(await show(engine, third.id))).toEqual({ why: 'slot' });
  await ask(engine, 'settings.set', { maxRecordings: 3 });
  for (const { id } of [third, planned]) await reaches(engine, id, 'running');

  // one that would be tried again waits for a slot once its time has come
  await ask(engine, 'settings.set', { maxRecordings: 4 });
  const failing = await record(engine, 'failing', undefined, 'not-live');
  await reaches(engine, failing.id, 'failed');
  await ask(engine, 'settings.set', { maxRecordings: 3 });
  await ask(engine, 'tasks.retry', { ids: [failing.id] });
  await held(engine, failing.id);
  await engine.close();

  // where nobody looks after the line, nobody waits for a slot
  const idle = await testEngine(folder, { only: 'none' });
  expect((await show(idle, failing.id)).state).toMatchObject({ name: 'queued', waiting: null });
});

test('many recordings run at once, whatever the limits of the files', async () => {
  const engine = await testEngine(testFolder());
  await ask(engine, 'settings.set', { maxActive: 1, maxPerHost: 1 });
  const names = Array.from({ length: 20 }, (_, index) => `show${index}`);
  const tasks = await Promise.all(names.map((name) => record(engine, name)));
  for (const { id } of tasks) await reaches(engine, id, 'running');
  expect(await ask(engine, 'tasks.list', { states: ['running'] })).toMatchObject({ total: 20 });
});
