import { expect, test } from 'vitest';
import type { CallInput } from '../../contract/calls.ts';
import { addOne, ask, reaches, testEngine, testFolder } from './home.ts';

test('what is listed: by kind, group, text and state, sorted; what only memory knows included; cursors fit their list alone', async () => {
  const engine = await testEngine(testFolder(), { limits: { maxActive: 2 } });
  const running = await addOne(engine, 'http://fixture/slow/running');
  await reaches(engine, running.id, 'running');
  const { group } = await ask(engine, 'tasks.add', {
    tasks: [
      { url: 'http://fixture/ok/1', name: 'Ёлка.bin' },
      { url: 'http://fixture/ok/2', name: 'арбуз.bin' },
    ],
    group: { url: 'http://fixture/list', title: 'A list' },
    start: 'paused',
  });
  const recording = { duration: 10 };
  await ask(engine, 'tasks.add', { tasks: [{ url: 'http://fixture/live', name: 'Бег', recording }], start: 'paused' });
  await ask(engine, 'tasks.add', {
    tasks: [{ url: 'http://fixture/ok/3', name: 'urgent' }],
    priority: 5,
    start: 'paused',
  });

  const names = async (input: CallInput<'tasks.list'>) => {
    const { tasks, total, next } = await ask(engine, 'tasks.list', input);
    expect(next).toBeNull();
    expect(total).toBe(tasks.length);
    return tasks.map((task) => task.name);
  };
  expect(await names({})).toEqual(['urgent', 'Бег', 'арбуз.bin', 'Ёлка.bin', 'running']);
  expect(await names({ sort: 'name' })).toEqual(['running', 'urgent', 'арбуз.bin', 'Бег', 'Ёлка.bin']);
  expect(await names({ sort: 'name', order: 'descending', kinds: ['stream', 'video'] })).toEqual(['Бег']);
  expect(await names({ sort: 'line' })).toEqual(['urgent', 'running', 'Ёлка.bin', 'арбуз.bin', 'Бег']);
  expect(await names({ group: group?.id ?? '', sort: 'name' })).toEqual(['арбуз.bin', 'Ёлка.bin']);
  expect(await names({ text: 'ёЛКА' })).toEqual(['Ёлка.bin']);
  expect(await names({ text: 'FIXTURE/OK', states: ['paused'], sort: 'line' })).toEqual([
    ...['urgent', 'Ёлка.bin', 'арбуз.bin'],
  ]);
  // it is stored as what it was when it was admitted
  expect(await names({ states: ['running'] })).toEqual(['running']);
  expect(await names({ states: ['running'], text: 'run', kinds: ['file'] })).toEqual(['running']);
  expect(await names({ states: ['resolving', 'finishing'] })).toEqual([]);
  expect(await names({ states: ['paused', 'resolving'], limit: 4 })).toHaveLength(4);

  const { next } = await ask(engine, 'tasks.list', { sort: 'name', limit: 2 });
  const cursor = next ?? '';
  const rest = await ask(engine, 'tasks.list', { sort: 'name', limit: 9, cursor });
  expect(rest.tasks.map((task) => task.name)).toEqual(['арбуз.bin', 'Бег', 'Ёлка.bin']);
  const refused: CallInput<'tasks.list'>[] = [
    { cursor },
    { cursor, sort: 'line' },
    { cursor, sort: 'name', order: 'descending' },
    { cursor: '5' },
    { cursor: `${cursor}x`, sort: 'name' },
    { cursor: Buffer.from('["name","ascending",1,2]').toString('base64url'), sort: 'name' },
  ];
  for (const input of refused) {
    expect(await engine.call('tasks.list', input)).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
  }
});
