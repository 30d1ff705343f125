import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CallInput, CallOutput } from '../../contract/calls.ts';
import type { EventBatch } from '../../contract/events.ts';
import type { Group } from '../../contract/video.ts';
import type { Engine } from '../../engine/engine.ts';
import { ended, engineProcess } from './engine-process.ts';
import { ask, reaches, show, testEngine, testFolder, until } from './home.ts';

const list = { url: 'http://fixture/list', title: 'A list' };

/** Adds so many entries of a list; `what` is what the fixture does with them. */
function addList(
  engine: Engine,
  length: number,
  what: string,
  more: Partial<CallInput<'tasks.add'>> = {},
): Promise<CallOutput<'tasks.add'>> {
  const tasks = Array.from({ length }, (_, at) => ({
    ...{ url: `http://fixture/${what}/v${at + 1}.bin`, number: at + 1, title: `Video ${at + 1}` },
  }));
  return ask(engine, 'tasks.add', { tasks, group: list, duplicates: 'skip', ...more });
}

async function groupNow(engine: Engine): Promise<Group | undefined> {
  return (await ask(engine, 'groups.list', {})).groups[0];
}

function untilCompleted(engine: Engine, count: number): Promise<Group> {
  return until(async () => {
    const group = await groupNow(engine);
    return group?.counts.completed === count ? group : undefined;
  }, `${count} completed`);
}

test('entries of a list are tasks of one group, in the order of the list, under their titles', async () => {
  const engine = await testEngine(testFolder());
  const { added, group } = await addList(engine, 5, 'ok', { start: 'paused' });
  expect(group).toMatchObject({ ...list, counts: { paused: 5 }, progress: { fraction: 0, done: 0, total: null } });
  expect(added.map((task) => task.group)).toEqual([1, 2, 3, 4, 5].map((number) => ({ id: group?.id, number })));
  expect(added.map(({ name }) => name)).toEqual([1, 2, 3, 4, 5].map((number) => `Video ${number}`));
  const positions = added.map(({ position }) => position);
  expect(positions).toEqual(positions.toSorted((a, b) => a - b));
  await ask(engine, 'tasks.resume', { ids: [group?.id ?? ''] });
  const whole = await untilCompleted(engine, 5);
  expect(whole.progress).toMatchObject({ fraction: 1, total: whole.progress.done });
  const first = await show(engine, added[0]?.id ?? '');
  expect(first.name).toBe('v1.bin');
});

test('what the person gave for the site of a list does not go along to entries elsewhere', async () => {
  const engine = await testEngine(testFolder());
  const headers = ['Authorization', 'Cookie', 'X-Key', 'Referer'].map((name) => ({ name, value: 'secret' }));
  const tasks = [
    { url: 'http://fixture/ok/v1.bin' },
    { url: 'http://other.test/v2.bin' },
    { url: 'http://fixture:81/v3.bin' },
  ];
  const { added } = await ask(engine, 'tasks.add', { tasks, group: list, options: { headers }, start: 'paused' });
  expect(added.map(({ options }) => options.headerNames)).toEqual([
    ['Authorization', 'Cookie', 'X-Key', 'Referer'],
    ['Referer'],
    ['Referer'],
  ]);
  const alone = await ask(engine, 'tasks.add', {
    tasks: [{ url: 'http://other.test/v4.bin' }],
    options: { headers },
    start: 'paused',
  });
  expect(alone.added[0]?.options.headerNames).toHaveLength(4);
});

test('another run skips what is there, takes up what is not finished and fetches again what is gone', async () => {
  const folder = testFolder();
  const engine = await testEngine(folder);
  const { added, group } = await addList(engine, 4, 'ok');
  await untilCompleted(engine, 4);
  rmSync(join(folder, 'downloads', 'v2.bin'));
  const fifth = { url: 'http://fixture/slow/v5', number: 5 };
  const alone = await ask(engine, 'tasks.add', { tasks: [fifth], start: 'paused' });
  const again = await ask(engine, 'tasks.add', {
    tasks: [...added.map(({ url, group: of }) => ({ url, number: of?.number })), fifth],
    ...{ group: { ...list, title: 'A list of another name' }, duplicates: 'skip' },
  });
  expect(again.existing.map(({ url, taken }) => [url, taken])).toEqual([
    ['http://fixture/ok/v1.bin', 'skipped'],
    ['http://fixture/ok/v3.bin', 'skipped'],
    ['http://fixture/ok/v4.bin', 'skipped'],
    ['http://fixture/slow/v5', 'resumed'],
  ]);
  expect(again.added).toMatchObject([{ url: 'http://fixture/ok/v2.bin', group: { id: group?.id, number: 2 } }]);
  expect(again.group).toMatchObject({ id: group?.id, title: 'A list of another name' });
  // the one whose file is gone has made room for its successor
  await until(async () => ((await groupNow(engine))?.counts.completed === 4 ? true : undefined), 'fetched again');
  const { counts } = (await groupNow(engine)) ?? {};
  expect(Object.values(counts ?? {}).reduce((all, count) => all + count, 0)).toBe(5);
  expect((await show(engine, alone.added[0]?.id ?? '')).group).toEqual({ id: group?.id, number: 5 });
  expect((await ask(engine, 'groups.list', {})).groups).toHaveLength(1);
});

test('the same list into another folder is another group; a list of which nothing is new makes none', async () => {
  const folder = testFolder();
  const engine = await testEngine(folder);
  const first = await addList(engine, 2, 'ok');
  await untilCompleted(engine, 2);
  const url = 'http://fixture/another-list';
  const none = await addList(engine, 2, 'ok', { group: { ...list, url } });
  expect([none.added.length, none.group]).toEqual([0, null]);
  const other = await addList(engine, 2, 'slow', { directory: join(folder, 'other') });
  expect(other.group?.id).not.toBe(first.group?.id);
  for (const bad of ['ftp://fixture/l', 'nonsense']) {
    expect((await engine.call('tasks.add', { tasks: [{ url }], group: { ...list, url: bad } })).ok).toBe(false);
  }
  expect((await ask(engine, 'groups.list', {})).groups).toHaveLength(2);
});

test('three hundred are added at once and taken up a few at a time', async () => {
  const folder = testFolder();
  const engine = await testEngine(folder);
  await addList(engine, 300, 'gate');
  const part = join(folder, 'downloads', '.sluice');
  await until(async () => ((await groupNow(engine))?.counts.active === 4 ? true : undefined), 'four at work');
  await until(() => (existsSync(part) && readdirSync(part).length === 4 ? true : undefined), 'four begun');
  const { tasks } = await ask(engine, 'tasks.list', { limit: 1000 });
  // whoever has been asked about has an attempt, and what is asked first is what stands first in the list
  const asked: number[] = [];
  for (const { id, group } of tasks) {
    if ((await ask(engine, 'tasks.show', { id })).attempts.length > 0) asked.push(group?.number ?? 0);
  }
  expect(asked.toSorted()).toEqual([1, 2, 3, 4]);
  expect(readdirSync(part)).toHaveLength(4);
  const atWork: number[] = [];
  engine.subscribe((await ask(engine, 'groups.list', {})).seq, ({ groups }) =>
    atWork.push(...groups.map(({ counts }) => counts.active)),
  );
  writeFileSync(join(folder, 'downloads', 'open'), '');
  await untilCompleted(engine, 300);
  expect(Math.max(...atWork)).toBeLessThanOrEqual(4);
});

test('five thousand entries are one call and one transaction', async () => {
  const engine = await testEngine(testFolder());
  const { added } = await addList(engine, 5_000, 'ok', { start: 'paused' });
  expect(added).toHaveLength(5_000);
  expect((await groupNow(engine))?.counts.paused).toBe(5_000);
  const { done } = await ask(engine, 'tasks.cancel', { ids: [added[0]?.group?.id ?? ''] });
  expect(done).toHaveLength(1);
  expect((await groupNow(engine))?.counts.canceled).toBe(5_000);
});

test('canceling a group stops all of it, and nothing of it starts afterwards', async () => {
  const folder = testFolder();
  const engine = await testEngine(folder);
  const { added, group } = await addList(engine, 40, 'slow');
  await until(async () => ((await groupNow(engine))?.counts.active === 4 ? true : undefined), 'four at work');
  const batches: EventBatch[] = [];
  const { seq } = await ask(engine, 'tasks.list', {});
  const end = engine.subscribe(seq, (batch) => batches.push(batch));
  expect(await ask(engine, 'tasks.cancel', { ids: [group?.id ?? ''] })).toEqual({ done: [group?.id], refused: [] });
  const part = join(folder, 'downloads', '.sluice');
  await until(() => (existsSync(part) ? undefined : true), 'all data deleted');
  for (const { id } of added) {
    const { task, attempts } = await ask(engine, 'tasks.show', { id });
    expect(task.state.name).toBe('canceled');
    expect(attempts.length).toBe((task.group?.number ?? 0) <= 4 ? 1 : 0);
  }
  await until(() => (batches.at(-1)?.groups[0]?.counts.canceled === 40 ? true : undefined), 'the total is told');
  end();
  const started = batches.flatMap(({ tasks }) => tasks).filter(({ state }) => state.name === 'resolving');
  expect(started).toEqual([]);
  expect((await groupNow(engine))?.progress).toEqual({ fraction: 0, done: 0, total: 0 });
});

test('verbs do to a group what makes sense for each of its tasks, and refuse nothing of it', async () => {
  const folder = testFolder();
  const engine = await testEngine(folder, { limits: { maxActive: 2 } });
  const tasks = ['ok/a', 'fail/b?code=forbidden', 'slow/c', 'slow/d', 'ok/e'].map((path) => ({
    url: `http://fixture/${path}`,
  }));
  const { added, group } = await ask(engine, 'tasks.add', { tasks, group: list });
  const ids = [group?.id ?? ''];
  const [a, b, c, d, e] = added.map(({ id }) => id);
  const states = async (): Promise<string[]> =>
    Promise.all(added.map(async ({ id }) => (await show(engine, id)).state.name));
  await reaches(engine, a ?? '', 'completed');
  await reaches(engine, b ?? '', 'failed');
  await reaches(engine, c ?? '', 'running');
  await reaches(engine, d ?? '', 'running');
  expect(await ask(engine, 'tasks.move', { ids, to: 'top' })).toEqual({ done: ids, refused: [] });
  expect(await ask(engine, 'tasks.change', { ids, priority: 3 })).toEqual({ done: ids, refused: [] });
  expect((await show(engine, e ?? '')).priority).toBe(3);
  expect(await ask(engine, 'tasks.stop', { ids })).toEqual({ done: ids, refused: [] });
  expect(await ask(engine, 'tasks.pause', { ids: [...ids, a ?? ''] })).toMatchObject({
    ...{ done: ids, refused: [{ id: a, error: { code: 'conflict' } }] },
  });
  expect(await states()).toEqual(['completed', 'failed', 'paused', 'paused', 'paused']);
  await ask(engine, 'tasks.cancel', { ids: [d ?? ''] });
  await ask(engine, 'tasks.retry', { ids });
  await until(async () => {
    const { attempts } = await ask(engine, 'tasks.show', { id: b ?? '' });
    return attempts.length === 2 && attempts[1]?.outcome === 'failed' ? true : undefined;
  }, 'what failed is tried again');
  expect(await states()).toEqual(['completed', 'failed', 'paused', 'canceled', 'paused']);
  await ask(engine, 'tasks.resume', { ids });
  await reaches(engine, e ?? '', 'completed');
  expect((await show(engine, d ?? '')).state.name).toBe('canceled');
  await ask(engine, 'tasks.cancel', { ids });
  await ask(engine, 'tasks.retry', { ids });
  await reaches(engine, d ?? '', 'running');
});

test('a group goes with its last task, and clients hear of it', async () => {
  const folder = testFolder();
  const engine = await testEngine(folder);
  const { added, group } = await addList(engine, 3, 'ok');
  await untilCompleted(engine, 3);
  const batches: EventBatch[] = [];
  engine.subscribe((await ask(engine, 'groups.list', {})).seq, (batch) => batches.push(batch));
  await ask(engine, 'tasks.remove', { ids: [added[0]?.id ?? ''] });
  await until(() => batches.find(({ groups }) => groups[0]?.counts.completed === 2), 'two are left');
  expect(await ask(engine, 'tasks.remove', { ids: [group?.id ?? ''], files: true })).toEqual({
    ...{ done: [group?.id], refused: [] },
  });
  await until(() => batches.find(({ removed }) => removed.includes(group?.id ?? '')), 'it is gone');
  expect(readdirSync(join(folder, 'downloads')).filter((name) => name !== '.sluice')).toEqual(['v1.bin']);
  expect(await ask(engine, 'groups.list', {})).toMatchObject({ groups: [] });
  expect(await ask(engine, 'tasks.pause', { ids: [group?.id ?? ''] })).toMatchObject({
    ...{ done: [], refused: [{ error: { code: 'no-such-task' } }] },
  });
});

test('a process that is killed keeps its groups: the next one goes on with them', async () => {
  const folder = testFolder();
  const links = Array.from({ length: 6 }, (_, at) => `http://fixture/gate/v${at}`);
  const { child } = await engineProcess(folder, 'stay', links, { GROUP: list.url });
  await until(() => (existsSync(join(folder, 'downloads', '.sluice')) ? true : undefined), 'begun');
  child.kill('SIGKILL');
  await ended(child);
  mkdirSync(join(folder, 'downloads'), { recursive: true });
  writeFileSync(join(folder, 'downloads', 'open'), '');
  const engine = await testEngine(folder);
  const group = await untilCompleted(engine, 6);
  expect(group).toMatchObject({ url: list.url, progress: { fraction: 1 } });
  const { tasks } = await ask(engine, 'tasks.list', {});
  expect(tasks.map((task) => task.group)).toEqual([6, 5, 4, 3, 2, 1].map((number) => ({ id: group.id, number })));
});

test('the total that is told while bytes move is the one that is asked for', async () => {
  const engine = await testEngine(testFolder());
  const told: Group[] = [];
  const { seq } = await ask(engine, 'groups.list', {});
  engine.subscribe(seq, ({ groups }) => told.push(...groups));
  await addList(engine, 3, 'slow');
  await until(() => ((told.at(-1)?.progress.done ?? 0) > 100 ? true : undefined), 'bytes move');
  await ask(engine, 'tasks.pause', { ids: [told[0]?.id ?? ''] });
  await until(() => (told.at(-1)?.counts.paused === 3 ? true : undefined), 'paused');
  await until(async () => {
    const { tasks } = await ask(engine, 'tasks.list', {});
    const done = tasks.reduce((sum, { progress }) => sum + progress.done, 0);
    return told.at(-1)?.progress.done === done && (await groupNow(engine))?.progress.done === done ? true : undefined;
  }, 'the same');
  const fractions = told.map(({ progress }) => progress.fraction);
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
});
