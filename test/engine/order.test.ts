import { expect, test } from 'vitest';
import type { Engine } from '../../engine/engine.ts';
import { addOne, ask, reaches, testEngine, testFolder, until } from './home.ts';

/** An engine that runs one task at a time and has one at work, with a line behind it. */
async function lineOf(...names: string[]): Promise<{ engine: Engine; front: string; id: (name: string) => string }> {
  const engine = await testEngine(testFolder(), { limits: { maxActive: 1 } });
  const front = await addOne(engine, 'http://fixture/slow/front');
  await reaches(engine, front.id, 'running');
  const { added } = await ask(engine, 'tasks.add', {
    tasks: names.map((name) => ({ url: `http://fixture/slow/${name}` })),
  });
  const ids = new Map(added.map((task) => [task.name, task.id]));
  return { engine, front: front.id, id: (name) => ids.get(name) ?? name };
}

/** The names in the order in which the tasks really run, each paused as soon as it does. */
async function runThrough(engine: Engine, front: string): Promise<string> {
  const order: string[] = [];
  await ask(engine, 'tasks.pause', { ids: [front] });
  const left = async () => (await ask(engine, 'tasks.list', { states: ['queued', 'resolving', 'running'] })).tasks;
  for (let tasks = await left(); tasks.length > 0; tasks = await left()) {
    const running = await until(
      async () => (await ask(engine, 'tasks.list', { states: ['running'] })).tasks[0],
      'the next one runs',
    );
    order.push(running.name);
    await ask(engine, 'tasks.pause', { ids: [running.id] });
  }
  return order.join('');
}

test.each([
  ['top', ['d', 'b'], 'bdace'],
  ['bottom', ['d', 'a'], 'bcead'],
  ['up', ['b', 'c', 'e'], 'bcaed'],
  ['up', ['a', 'c'], 'acbde'],
  ['down', ['a', 'd'], 'baced'],
  ['down', ['e'], 'abcde'],
] as const)('moved %s, %j: they run as %s', async (to, names, expected) => {
  const { engine, front, id } = await lineOf('a', 'b', 'c', 'd', 'e');
  const result = await ask(engine, 'tasks.move', { ids: names.map(id), to });
  expect(result).toEqual({ done: names.map(id), refused: [] });
  expect(await runThrough(engine, front)).toBe(expected);
});

test('a move stays inside the priority, which a change sets', async () => {
  const { engine, front, id } = await lineOf('a', 'b', 'c', 'd');
  await ask(engine, 'tasks.change', { ids: [id('c'), id('d')], priority: 3 });
  await ask(engine, 'tasks.move', { ids: [id('b')], to: 'top' });
  await ask(engine, 'tasks.move', { ids: [id('d')], to: 'up' });
  await ask(engine, 'tasks.move', { ids: [id('d')], to: 'up' });
  expect(await runThrough(engine, front)).toBe('dcba');
});

test('what is over, or not there, is refused; the rest is moved', async () => {
  const { engine, front, id } = await lineOf('a', 'b');
  await ask(engine, 'tasks.cancel', { ids: [id('a')] });
  const { done, refused } = await ask(engine, 'tasks.move', { ids: [id('a'), 'nobody', id('b')], to: 'top' });
  expect(done).toEqual([id('b')]);
  expect(refused.map(({ id: of, error }) => [of, error.code])).toEqual([
    [id('a'), 'conflict'],
    ['nobody', 'no-such-task'],
  ]);
  expect(await runThrough(engine, front)).toBe('b');
});
