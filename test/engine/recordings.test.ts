import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CallInput } from '../../contract/calls.ts';
import type { Task } from '../../contract/task.ts';
import type { Engine } from '../../engine/engine.ts';
import { fastClock } from './clocks.ts';
import { ask, reaches, testEngine, testFolder, until } from './home.ts';

const url = 'http://fixture/live.m3u8?hold=5';
type Wish = NonNullable<CallInput<'tasks.add'>['tasks'][number]['recording']>;

async function record(engine: Engine, recording?: Wish, more: Partial<CallInput<'tasks.add'>> = {}): Promise<Task> {
  const task = recording === undefined ? { url } : { url, recording };
  const { added, existing } = await ask(engine, 'tasks.add', { tasks: [task], ...more });
  const [one] = [...added, ...existing.map((each) => each.task)];
  if (one === undefined) throw new Error('not added');
  return one;
}

test('what somebody asks to be recorded again is another recording', async () => {
  const engine = await testEngine(testFolder());
  const first = await record(engine, { duration: 60 });
  expect((await record(engine, { duration: 60 }, { duplicates: 'keep' })).id).not.toBe(first.id);
  const same = await record(engine);
  expect(same.kind).toBe('stream');
  expect((await ask(engine, 'tasks.list', {})).total).toBe(2);
});

test('one that is planned, or is being ended, is not taken for what somebody wants now', async () => {
  const folder = testFolder();
  const engine = await testEngine(folder);
  const planned = await record(engine, {}, { startAt: Date.now() + 3_600_000 });
  const now = await record(engine);
  expect(now.id).not.toBe(planned.id);
  await reaches(engine, now.id, 'running');
  expect((await record(engine)).id).toBe(now.id);
  expect((await ask(engine, 'tasks.stop', { ids: [planned.id] })).refused[0]?.error.code).toBe('conflict');
  await ask(engine, 'tasks.stop', { ids: [now.id] });
  expect((await record(engine)).id).not.toBe(now.id);
  expect((await reaches(engine, now.id, 'completed')).kind).toBe('stream');
  const { end } = await ask(engine, 'tasks.timeline', { id: now.id });
  expect(end).toBe('stopped');
});

test('a file and a recording of the same link are two things', async () => {
  const engine = await testEngine(testFolder());
  const link = 'http://fixture/slow/talk?hold=5';
  const file = await ask(engine, 'tasks.add', { tasks: [{ url: link }] });
  const stream = await ask(engine, 'tasks.add', { tasks: [{ url: link, recording: {} }] });
  expect([file.added[0]?.kind, stream.added[0]?.kind]).toEqual(['file', 'stream']);
});

test('the next of a recording that repeats runs where the first one did', async () => {
  const folder = testFolder();
  const engine = await testEngine(folder, { only: 'added' });
  const soon = Date.now() + 50;
  const first = await record(engine, { repeat: 'daily', duration: 3 }, { startAt: soon });
  await reaches(engine, first.id, 'completed');
  const next = await until(async () => {
    const { tasks } = await ask(engine, 'tasks.list', { states: ['scheduled'] });
    return tasks[0];
  }, 'the next one is planned');
  expect(next.state).toMatchObject({ startAt: new Date(soon).setDate(new Date(soon).getDate() + 1) });
  // nobody else's task would be started by this engine
  await ask(engine, 'tasks.retry', { ids: [next.id] });
  await reaches(engine, next.id, 'completed');
});

test('its fragments are there while it records, and stay when it is canceled', async () => {
  const folder = testFolder();
  const engine = await testEngine(folder);
  const { id } = await record(engine, { fragment: 2 });
  await until(async () => {
    const { artifacts } = await ask(engine, 'tasks.show', { id });
    return artifacts.length === 2 ? true : undefined;
  }, 'two fragments');
  const work = join(folder, 'downloads', '.sluice', `${id}.recording`);
  expect(existsSync(work)).toBe(true);
  await ask(engine, 'tasks.cancel', { ids: [id] });
  await until(() => (existsSync(work) ? undefined : true), 'the rest is deleted');
  expect(existsSync(join(folder, 'downloads', 'stream part 002.mp4'))).toBe(true);
});

test('a recording that does not begin is given up when its time is over, however many retries are set', async () => {
  const engine = await testEngine(testFolder(), {}, { clock: fastClock(10) });
  await ask(engine, 'settings.set', { retries: 100 });
  const down = 'http://fixture/live.m3u8?down';
  const add = async (giveUp: number): Promise<Task['id']> => {
    const { added } = await ask(engine, 'tasks.add', {
      tasks: [{ url: down, recording: { giveUp } }],
      duplicates: 'keep',
    });
    return added[0]?.id ?? '';
  };
  const attempts = async (id: string) => (await ask(engine, 'tasks.show', { id })).attempts;
  const patient = await add(15);
  expect((await reaches(engine, patient, 'failed')).state).toMatchObject({ error: { code: 'source-unavailable' } });
  const tried = await attempts(patient);
  expect(tried.length).toBeGreaterThan(2);
  const [first, last] = [tried[0], tried.at(-1)];
  expect((last?.endedAt ?? 0) - (first?.startedAt ?? 0)).toBeGreaterThanOrEqual(15_000);
  expect((last?.startedAt ?? 0) - (first?.startedAt ?? 0)).toBeLessThan(25_000);
  // No patience at all.
  const hasty = await add(0);
  await reaches(engine, hasty, 'failed');
  expect(await attempts(hasty)).toHaveLength(1);
  // Asked for anew, it has its time again.
  await ask(engine, 'tasks.retry', { ids: [patient] });
  await until(async () => ((await attempts(patient)).length > tried.length + 1 ? true : undefined), 'tried again');
});
