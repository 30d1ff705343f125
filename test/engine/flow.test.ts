import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addOne, ask, reaches, show, testEngine, testFolder, until } from './home.ts';

test('a link becomes a file, and nothing else stays behind', async () => {
  const folder = testFolder();
  const engine = await testEngine(folder);
  const task = await addOne(engine, 'http://user:pw@fixture/ok/a.txt?content=hello#part');
  expect(task.url).toBe('http://fixture/ok/a.txt?content=hello');
  const done = await reaches(engine, task.id, 'completed');
  expect(done.progress).toEqual({ fraction: 1, done: 5, total: 5 });
  expect(readFileSync(join(folder, 'downloads', 'a.txt'), 'utf8')).toBe('hello');
  await until(() => (existsSync(join(folder, 'downloads', '.sluice')) ? undefined : true), 'traces gone');
  const { attempts, logFile } = await ask(engine, 'tasks.show', { id: task.id });
  expect(attempts).toMatchObject([{ number: 1, outcome: 'completed', error: null }]);
  expect(attempts[0]?.worker).toBeGreaterThan(0);
  expect(attempts[0]?.log.join()).toContain('starting ok');
  expect(readFileSync(logFile ?? '', 'utf8')).toContain('starting ok');
  await engine.close();
  for (const file of readdirSync(join(folder, 'data'))) {
    expect(readFileSync(join(folder, 'data', file), 'latin1')).not.toContain('"pw"');
  }
});

test('parallel tasks of the same name get different paths, and what lies there is never overwritten', async () => {
  const folder = testFolder();
  const engine = await testEngine(folder);
  mkdirSync(join(folder, 'downloads'));
  writeFileSync(join(folder, 'downloads', 'a.txt'), 'mine');
  const tasks = await Promise.all(
    Array.from({ length: 12 }, (_, i) => addOne(engine, `http://fixture/ok/a.txt?content=${i}`)),
  );
  await Promise.all(tasks.map((task) => reaches(engine, task.id, 'completed')));
  const names = readdirSync(join(folder, 'downloads')).filter((name) => name !== '.sluice');
  expect(names.toSorted()).toEqual(['a.txt', ...Array.from({ length: 12 }, (_, i) => `a (${i + 1}).txt`)].toSorted());
  expect(readFileSync(join(folder, 'downloads', 'a.txt'), 'utf8')).toBe('mine');
});

test('what is canceled just before the end of the program was canceled, and not paused by that', async () => {
  const folder = testFolder();
  const engine = await testEngine(folder);
  const { id } = await addOne(engine, 'http://fixture/slow/a.bin');
  await reaches(engine, id, 'running');
  await ask(engine, 'tasks.cancel', { ids: [id] });
  await engine.close();
  const { task, attempts } = await ask(await testEngine(folder), 'tasks.show', { id });
  expect(task.state.name).toBe('canceled');
  expect(attempts).toMatchObject([{ outcome: 'canceled', error: null }]);
});

test('paused, resumed, canceled, tried again, removed', async () => {
  const folder = testFolder();
  const engine = await testEngine(folder);
  const { id } = await addOne(engine, 'http://fixture/slow/a.bin');
  await reaches(engine, id, 'running');
  await ask(engine, 'tasks.pause', { ids: [id] });
  expect((await show(engine, id)).state.name).toBe('paused');
  expect((await ask(engine, 'tasks.pause', { ids: [id] })).done).toEqual([id]);
  await ask(engine, 'tasks.resume', { ids: [id] });
  await reaches(engine, id, 'running');
  await ask(engine, 'tasks.cancel', { ids: [id] });
  const part = join(folder, 'downloads', '.sluice', `${id}.part`);
  await until(() => (existsSync(part) ? undefined : true), 'data deleted');
  expect((await show(engine, id)).progress.done).toBe(0);
  expect((await ask(engine, 'tasks.resume', { ids: [id] })).refused[0]?.error.code).toBe('conflict');
  await ask(engine, 'tasks.retry', { ids: [id] });
  await reaches(engine, id, 'running');
  await ask(engine, 'tasks.remove', { ids: [id] });
  await until(() => (existsSync(part) ? undefined : true), 'data deleted');
  expect(await engine.call('tasks.show', { id })).toMatchObject({ ok: false, error: { code: 'no-such-task' } });
  expect((await ask(engine, 'tasks.list', {})).total).toBe(0);
  expect(existsSync(join(folder, 'logs', 'tasks', `${id}.log`))).toBe(false);
});

test('cancel of a paused task has its data deleted by a worker', async () => {
  const folder = testFolder();
  const engine = await testEngine(folder);
  const { id } = await addOne(engine, 'http://fixture/slow/a.bin');
  await reaches(engine, id, 'running');
  await ask(engine, 'tasks.pause', { ids: [id] });
  const part = join(folder, 'downloads', '.sluice', `${id}.part`);
  await until(async () => {
    const { attempts } = await ask(engine, 'tasks.show', { id });
    return attempts[0]?.outcome === 'paused' ? true : undefined;
  }, 'stopped');
  expect(existsSync(part)).toBe(true);
  await ask(engine, 'tasks.cancel', { ids: [id] });
  await until(() => (existsSync(part) ? undefined : true), 'data deleted');
});

test('no more run at once than the limits allow, and the first in line goes first', async () => {
  const engine = await testEngine(testFolder());
  await ask(engine, 'settings.set', { maxActive: 3, maxPerHost: 2 });
  const { added } = await ask(engine, 'tasks.add', {
    tasks: ['a/1', 'a/2', 'a/3', 'b/1', 'b/2'].map((link) => ({
      url: `http://${link.slice(0, 1)}.fixture/slow/${link}`,
    })),
  });
  const running = async () =>
    (await ask(engine, 'tasks.list', { states: ['running'] })).tasks.map((task) => task.url.slice(-3)).toSorted();
  await until(async () => ((await running()).length === 3 ? true : undefined), 'three run');
  expect(await running()).toEqual(['a/1', 'a/2', 'b/1']);
  const last = added[4]?.id ?? '';
  await ask(engine, 'tasks.change', { ids: [last], priority: 5 });
  await ask(engine, 'tasks.pause', { ids: [added[0]?.id ?? ''] });
  await until(async () => ((await running()).includes('b/2') ? true : undefined), 'the more important one runs');
  expect(await running()).toEqual(['a/2', 'b/1', 'b/2']);
});
