import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { Failure } from '../../contract/errors.ts';
import { openEngine } from '../../engine/index.ts';
import { startHttpProxy } from '../servers/http-proxy.ts';
import { addOne, ask, reaches, testEngine, testFolder, testHost } from './home.ts';

const slow = 'http://files.example/slow/a.bin';
const headers = [{ name: 'X-Mine', value: 'secret' }];

test('a link that says itself that it is private is refused at once, and only where public ones alone may be reached', async () => {
  const engine = await testEngine(testFolder());
  const tasks = ['http://127.1/slow/a.bin', 'http://nas.local/slow/b.bin', 'http://[::1]:8080/slow/c.bin', slow].map(
    (url) => ({
      url,
    }),
  );
  const { added, refused } = await ask(engine, 'tasks.add', { tasks, options: { publicOnly: true }, start: 'paused' });
  expect(added).toMatchObject([{ url: slow, options: { publicOnly: true } }]);
  expect(refused.map(({ error }) => error.code)).toEqual(Array(3).fill('private-address'));
  const own = await ask(engine, 'tasks.add', { tasks: tasks.slice(0, 3), start: 'paused' });
  expect(own.added.map(({ options }) => options.publicOnly)).toEqual([false, false, false]);
  const look = await engine.call('videos.look', { url: 'http://localhost/watch', options: { publicOnly: true } });
  expect(look).toMatchObject({ ok: false, error: { code: 'private-address' } });
  expect(new Failure('private-address').retryable).toBe(false);
});

test("a task of the user's own is taken up as it is by who may reach public addresses only", async () => {
  const engine = await testEngine(testFolder());
  const { id } = await addOne(engine, slow, { options: { headers }, start: 'paused' });
  const other = { publicOnly: true, proxy: 'http://203.0.113.9:8080', cookies: '' };
  const again = await ask(engine, 'tasks.add', { tasks: [{ url: slow }], options: other });
  expect(again).toMatchObject({ added: [], existing: [{ taken: 'resumed', task: { id } }] });
  const { options } = await reaches(engine, id, 'running');
  expect(options).toMatchObject({ headerNames: ['X-Mine'], publicOnly: false, proxy: null, cookies: false });

  // the same for whoever may reach all, and says so and nothing else
  await ask(engine, 'tasks.pause', { ids: [id] });
  await ask(engine, 'tasks.add', { tasks: [{ url: slow }], options: { publicOnly: false } });
  expect((await reaches(engine, id, 'running')).options.headerNames).toEqual(['X-Mine']);

  const nas = 'http://192.168.1.5/slow/a.bin';
  const mine = await addOne(engine, nas, { start: 'paused' });
  const refused = await ask(engine, 'tasks.add', { tasks: [{ url: nas }], options: { publicOnly: true } });
  expect(refused).toMatchObject({ existing: [], refused: [{ error: { code: 'private-address' } }] });
  expect((await ask(engine, 'tasks.show', { id: mine.id })).task.state.name).toBe('paused');
});

test('the user takes such a task up for himself, with nothing that came with it', async () => {
  const folder = testFolder();
  const engine = await testEngine(folder);
  const proxy = 'http://203.0.113.9:8080';
  const { id } = await addOne(engine, slow, { options: { publicOnly: true, headers, proxy }, start: 'paused' });
  // with nothing new it stays what it is
  await ask(engine, 'tasks.add', { tasks: [{ url: slow }], options: { publicOnly: true }, start: 'paused' });
  expect((await ask(engine, 'tasks.show', { id })).task.options).toMatchObject({
    ...{ publicOnly: true, headerNames: ['X-Mine'], proxy: expect.stringContaining('203.0.113.9') },
  });
  await ask(engine, 'tasks.add', {
    tasks: [{ url: slow }],
    options: { publicOnly: true, headers: [] },
    start: 'paused',
  });
  expect((await ask(engine, 'tasks.show', { id })).task.options).toMatchObject({ publicOnly: true, headerNames: [] });
  const taken = await ask(engine, 'tasks.add', { tasks: [{ url: slow }] });
  expect(taken.existing).toMatchObject([{ task: { id } }]);
  const { options } = await reaches(engine, id, 'running');
  expect(options).toMatchObject({ publicOnly: false, headerNames: [], proxy: null });
});

test('job processes hold it: a proxy on this computer is for its user to choose', async () => {
  const server = createServer((_, response) => response.end('yes'));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => void server.close());
  await using proxy = await startHttpProxy({ resolve: () => (server.address() as AddressInfo).port });
  const worker = fileURLToPath(new URL('../../worker/index.ts', import.meta.url));
  const engine = await openEngine(testHost(testFolder(), worker));
  onTestFinished(() => engine.close());
  const options = { publicOnly: true, proxy: proxy.url };
  const given = await addOne(engine, 'http://files.invalid/given', { options });
  const failed = await reaches(engine, given.id, 'failed');
  expect(failed.state).toMatchObject({ error: { code: 'private-address' } });
  const url = 'https://www.youtube.com/watch?v=dQw4w9WgXcQ';
  const look = await engine.call('videos.look', { url, resolver: 'builtin', options });
  expect(look).toMatchObject({ ok: false, error: { code: 'private-address' } });
  expect(proxy.requests).toEqual([]);

  await ask(engine, 'settings.set', { proxy: proxy.url });
  const usual = await addOne(engine, 'http://files.invalid/usual', { options: { publicOnly: true } });
  await reaches(engine, usual.id, 'completed');
  expect(proxy.requests).toMatchObject([{ target: 'http://files.invalid/usual' }]);
});
