import { expect, test } from 'vitest';
import type { CallInput } from '../../contract/calls.ts';
import type { Task } from '../../contract/task.ts';
import { systemClock } from '../../engine/clock.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Clock } from '../../engine/host.ts';
import { ask, reaches, show, testEngine, testFolder, until } from './home.ts';

const hour = 3_600_000;
type Wish = NonNullable<CallInput<'tasks.add'>['tasks'][number]['recording']>;

/** The clock of a computer that is looked at so much later. */
function later(ms: number): Clock {
  return { now: () => Date.now() + ms, after: systemClock.after };
}

async function plan(engine: Engine, recording: Wish, more: Partial<CallInput<'tasks.add'>>, query = ''): Promise<Task> {
  const url = `http://fixture/live.m3u8?${query}`;
  const { added } = await ask(engine, 'tasks.add', { tasks: [{ url, recording }], duplicates: 'keep', ...more });
  const [task] = added;
  if (task === undefined) throw new Error('not added');
  return task;
}

/** Plans a recording for an hour from now with a Sluice that ends, and opens one again so long after that time. */
async function opened(recording: Wish, late: number): Promise<{ engine: Engine; task: Task }> {
  const folder = testFolder();
  const before = await testEngine(folder);
  const task = await plan(before, recording, { startAt: Date.now() + hour });
  await before.close();
  return { engine: await testEngine(folder, {}, { clock: later(hour + late) }), task };
}

async function planned(engine: Engine): Promise<readonly Task[]> {
  return (await ask(engine, 'tasks.list', { states: ['scheduled'] })).tasks;
}

test('one whose time is over is missed and told so; its next is planned', async () => {
  const { engine, task } = await opened({ duration: 600, repeat: 'daily' }, 20 * 60_000);
  const { state } = await reaches(engine, task.id, 'failed');
  expect(state).toMatchObject({ error: { code: 'missed' }, retryable: false });
  expect((await ask(engine, 'tasks.show', { id: task.id })).attempts).toEqual([]);
  const [next, ...more] = await planned(engine);
  expect(more).toEqual([]);
  if (task.state.name !== 'scheduled') throw new Error('not planned');
  const { startAt } = task.state;
  expect(next?.state).toEqual({
    name: 'scheduled',
    startAt: new Date(startAt).setDate(new Date(startAt).getDate() + 1),
  });
  // whoever wants it all the same gets its whole length
  await ask(engine, 'tasks.retry', { ids: [task.id] });
  await reaches(engine, task.id, 'completed');
  expect((await ask(engine, 'tasks.timeline', { id: task.id })).asked).toBe(600);
  expect(await planned(engine)).toHaveLength(1);
});

test('one that is late records what is left', async () => {
  const { engine, task } = await opened({ duration: 86_400 + 300 }, 24 * hour);
  await until(async () => ((await show(engine, task.id)).state.name === 'completed' ? true : undefined), 'its end');
  const { asked } = await ask(engine, 'tasks.timeline', { id: task.id });
  expect(asked).toBeLessThanOrEqual(300);
  expect(asked).toBeGreaterThan(200);
});

test('without a length it begins up to an hour late', async () => {
  const soon = await opened({}, 30 * 60_000);
  await reaches(soon.engine, soon.task.id, 'running');
  const late = await opened({}, 2 * hour);
  expect((await reaches(late.engine, late.task.id, 'failed')).state).toMatchObject({ error: { code: 'missed' } });
});

test('one that came to the queue and began nothing is late too when Sluice is back', async () => {
  const folder = testFolder();
  const before = await testEngine(folder);
  const task = await plan(before, { duration: 60, wait: true }, { startAt: Date.now() + 50 }, 'not-live');
  await until(async () => ((await show(before, task.id)).state.name === 'queued' ? true : undefined), 'the wait');
  await before.close();
  const engine = await testEngine(folder, {}, { clock: later(hour) });
  expect((await reaches(engine, task.id, 'failed')).state).toMatchObject({ error: { code: 'missed' } });
});

test('one that waits for its stream has missed it when the next of it begins', async () => {
  const folder = testFolder();
  const before = await testEngine(folder);
  const threeDays = 3 * 86_400;
  const task = await plan(before, { duration: threeDays, wait: true, repeat: 'daily' }, {}, 'not-live');
  const next = await until(async () => (await planned(before))[0], 'the next one');
  await before.close();
  const engine = await testEngine(folder, {}, { clock: later(25 * hour) });
  expect((await reaches(engine, task.id, 'failed')).state).toMatchObject({ error: { code: 'missed' } });
  // that one has begun
  await until(
    async () => ((await show(engine, next.id)).state.name === 'scheduled' ? undefined : true),
    'its beginning',
  );
});

test('it begins soon also when the clock was set, or the computer slept, which no timer knows of', async () => {
  let ahead = 0;
  let wait: { readonly ms: number; readonly call: () => void } | undefined;
  const clock: Clock = {
    now: () => Date.now() + ahead,
    after: (ms, call) => {
      if (ahead > 0 || ms < 10_000) return systemClock.after(ms, call);
      wait = { ms, call };
      return () => undefined;
    },
  };
  const engine = await testEngine(testFolder(), {}, { clock });
  const { id } = await plan(engine, {}, { startAt: Date.now() + hour }, 'ends=1');
  const { ms, call } = await until(() => wait, 'the wait for it');
  expect(ms).toBeLessThanOrEqual(60_000);
  ahead = hour + 1000;
  call();
  await reaches(engine, id, 'completed');
});

test('paused before its time it keeps it; resumed before it, it waits again', async () => {
  const engine = await testEngine(testFolder());
  const startAt = Date.now() + hour;
  const { id } = await plan(engine, { duration: 5 }, { startAt });
  await ask(engine, 'tasks.pause', { ids: [id] });
  expect((await show(engine, id)).state).toMatchObject({ name: 'paused', startAt });
  await ask(engine, 'tasks.resume', { ids: [id] });
  expect((await show(engine, id)).state).toEqual({ name: 'scheduled', startAt });
  await ask(engine, 'tasks.retry', { ids: [id] });
  await reaches(engine, id, 'completed');
});

test('paused and resumed after its time it records now, whole, and the repetition goes on', async () => {
  const folder = testFolder();
  const before = await testEngine(folder);
  const startAt = Date.now() + hour;
  const { id } = await plan(before, { duration: 300, repeat: 'daily' }, { startAt });
  await ask(before, 'tasks.pause', { ids: [id] });
  await before.close();
  const engine = await testEngine(folder, {}, { clock: later(2 * hour) });
  expect(await planned(engine)).toEqual([]);
  await ask(engine, 'tasks.resume', { ids: [id] });
  await reaches(engine, id, 'completed');
  expect((await ask(engine, 'tasks.timeline', { id })).asked).toBe(300);
  const next = new Date(startAt).setDate(new Date(startAt).getDate() + 1);
  expect((await planned(engine)).map(({ state }) => state)).toEqual([{ name: 'scheduled', startAt: next }]);
});

test('one that was added paused repeats from when it is resumed, and once', async () => {
  const engine = await testEngine(testFolder());
  const { id } = await plan(engine, { repeat: 'daily' }, { start: 'paused' });
  expect(await planned(engine)).toEqual([]);
  await ask(engine, 'tasks.resume', { ids: [id] });
  await reaches(engine, id, 'running');
  await ask(engine, 'tasks.pause', { ids: [id] });
  await ask(engine, 'tasks.resume', { ids: [id] });
  expect(await planned(engine)).toHaveLength(1);
  const later = await plan(engine, {}, { start: 'paused', startAt: Date.now() + hour });
  expect(later.state).toMatchObject({ name: 'paused', startAt: expect.any(Number) });
});
