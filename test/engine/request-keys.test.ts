import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import type { CallInput } from '../../contract/calls.ts';
import type { Engine } from '../../engine/engine.ts';
import { connect } from '../../engine/instance/connect.ts';
import { createLog } from '../../engine/log/lines.ts';
import { openStore } from '../../engine/store/index.ts';
import { ManualClock } from './clocks.ts';
import { ended, engineProcess } from './engine-process.ts';
import { ask, reaches, testEngine, testFolder, testHost } from './home.ts';

const paused = (name: string, more: Partial<CallInput<'tasks.add'>> = {}): CallInput<'tasks.add'> => ({
  tasks: [{ url: `http://user:secret@fixture/ok/${name}` }],
  duplicates: 'keep',
  start: 'paused',
  ...more,
});
const total = async (engine: Engine) => (await ask(engine, 'tasks.list', {})).total;

test('a request with a key is done once: at the same time, later, and not with other content', async () => {
  const engine = await testEngine(testFolder());
  const asked = paused('a', { key: 'k', tasks: [{ url: 'http://fixture/ok/a' }, { url: 'no link' }] });
  const [first, second, other] = await Promise.all([
    ask(engine, 'tasks.add', asked),
    ask(engine, 'tasks.add', asked),
    engine.call('tasks.add', { ...asked, priority: 1 }),
  ]);
  expect(first.added).toHaveLength(1);
  expect(first.refused).toHaveLength(1);
  expect(second).toEqual(first);
  expect(other).toMatchObject({ ok: false, error: { code: 'key-reused' } });
  const [id = ''] = first.added.map((task) => task.id);
  await ask(engine, 'tasks.resume', { ids: [id] });
  await reaches(engine, id, 'completed');
  // as they were then
  expect(await ask(engine, 'tasks.add', asked)).toEqual(first);
  await ask(engine, 'tasks.remove', { ids: [id] });
  expect(await ask(engine, 'tasks.add', asked)).toEqual(first);
  expect(await total(engine)).toBe(0);
  // what is sent in another order, or with what holds anyway, is the same request
  const same = { key: 'k', start: 'paused', duplicates: 'keep', tasks: asked.tasks } as const;
  expect(await ask(engine, 'tasks.add', same)).toEqual(first);
});

test('what fails is not remembered: the key is free', async () => {
  const engine = await testEngine(testFolder());
  const wrong = paused('a', { key: 'k', directory: 'not/absolute' });
  expect(await engine.call('tasks.add', wrong)).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
  expect((await ask(engine, 'tasks.add', paused('a', { key: 'k' }))).added).toHaveLength(1);
});

test('whatever requests come at once, each key has one set of tasks and one answer', async () => {
  const engine = await testEngine(testFolder());
  const request = fc.record({ key: fc.constantFrom('1', '2', '3'), content: fc.constantFrom('x', 'y') });
  let round = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 12 }), async (requests) => {
      round += 1;
      const before = await total(engine);
      const replies = await Promise.all(
        requests.map(async ({ key, content }) => ({
          key,
          content,
          reply: await engine.call('tasks.add', paused(`${round}/${key}/${content}`, { key: `${round}-${key}` })),
        })),
      );
      const keys = new Set(requests.map(({ key }) => key));
      expect(await total(engine)).toBe(before + keys.size);
      for (const key of keys) {
        const own = replies.filter((each) => each.key === key);
        const [first] = own;
        for (const { content, reply } of own) {
          if (content === first?.content) expect(reply).toEqual(first.reply);
          else expect(reply).toMatchObject({ ok: false, error: { code: 'key-reused' } });
        }
      }
    }),
    { numRuns: 30 },
  );
});

test('a request whose answer was lost in a crash gets it, and adds nothing', async () => {
  const folder = testFolder();
  const { child } = await engineProcess(folder, 'stay');
  const remote = await connect(testHost(folder).paths);
  if (remote === undefined) throw new Error('it cannot be reached');
  onTestFinished(() => remote.close());
  const asked = paused('a', { key: 'k' });
  const first = await ask(remote, 'tasks.add', asked);
  child.kill('SIGKILL');
  await ended(child);
  const engine = await testEngine(folder);
  expect(await ask(engine, 'tasks.add', asked)).toEqual(first);
  expect(await engine.call('tasks.add', paused('b', { key: 'k' }))).toMatchObject({ error: { code: 'key-reused' } });
  expect(await total(engine)).toBe(1);
});

test('an answer is forgotten after a day, and the oldest when there are too many or too large ones', () => {
  const clock = new ManualClock();
  const log = createLog({ write: () => undefined }, () => 0, false);
  const store = openStore({ data: testFolder(), downloads: '/dl' }, log, clock.now());
  onTestFinished(() => store.close());
  const put = (key: string, answer = '{}') => store.answers.insert(key, { print: 'p', answer }, clock.now());
  const has = (key: string) => store.answers.get(key, clock.now()) !== undefined;
  put('day');
  clock.pass(24 * 3600_000 - 1);
  expect(has('day')).toBe(true);
  clock.pass(1);
  expect(has('day')).toBe(false);
  put('day');
  expect(has('day')).toBe(true);
  store.transaction(() => {
    for (let count = 0; count < 10_100; count += 1) put(`of many ${count}`);
  });
  expect(['day', 'of many 0', 'of many 10099'].map(has)).toEqual([false, false, true]);
  put('large 1', 'x'.repeat(40 * 1024 * 1024));
  expect(has('of many 10099')).toBe(true);
  put('large 2', 'x'.repeat(40 * 1024 * 1024));
  expect(['of many 10099', 'large 1', 'large 2'].map(has)).toEqual([false, false, true]);
});
