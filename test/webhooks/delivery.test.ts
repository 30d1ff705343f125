import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../engine/clock.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Clock } from '../../engine/host.ts';
import { openEngine } from '../../engine/index.ts';
import { connect } from '../../engine/instance/connect.ts';
import { createLog } from '../../engine/log/lines.ts';
import { ended, engineProcess } from '../engine/engine-process.ts';
import { addOne, ask, reaches, testEngine, testFolder, testHost, until } from '../engine/home.ts';
import { freePort } from '../servers/free-port.ts';
import { LiveOrigin } from '../streams/live-origin.ts';
import { makeHls } from '../streams/make-hls.ts';
import { type Delivered, Receiver, receiver } from './receiver.ts';

/**
 * A clock that leaps over the waits of first retries, and over no other: processes have all the time to answer, and signatures do not
 * come from the future, for which the standard allows five minutes.
 */
function leaping(): { readonly clock: Clock } {
  let ahead = 0;
  const now = (): number => Date.now() + ahead;
  const after: Clock['after'] = (ms, call) => {
    if (ms <= 5_000 || ms >= 10_000) return systemClock.after(ms, call);
    const at = now() + ms;
    return systemClock.after(50, () => {
      ahead = Math.max(ahead, at - Date.now());
      call();
    });
  };
  return { clock: { now, after } };
}

async function hooks(engine: Engine) {
  return (await ask(engine, 'webhooks.list', {})).webhooks;
}

const said = ({ type, task }: Delivered) => `${type} ${task.name} ${task.state.name}`;

test('told are the ends of tasks, in their order, to whom wants them, signed; a failure that is tried again is none', async () => {
  const to = await receiver();
  const engine = await testEngine(testFolder(), { limits: { maxActive: 1 } }, leaping());
  await to.hook(engine, '/all', ['task.completed', 'task.failed', 'fragment.closed']);
  await to.hook(engine, '/failed', ['task.failed']);
  const done = await addOne(engine, 'http://fixture/ok/a');
  await reaches(engine, done.id, 'completed');
  const failed = await addOne(engine, 'http://fixture/fail/b?code=forbidden');
  await reaches(engine, failed.id, 'failed');
  const again = await addOne(engine, 'http://fixture/fail/c?retryable=1&times=1');
  await reaches(engine, again.id, 'completed');
  const canceled = await addOne(engine, 'http://fixture/slow/d');
  await ask(engine, 'tasks.cancel', { ids: [canceled.id] });
  const stream = await addOne(engine, 'http://fixture/live.m3u8?ends=4', {});
  await reaches(engine, stream.id, 'completed');

  const all = await to.came('/all', 5);
  expect(all.map(said)).toEqual([
    'task.completed a completed',
    'task.failed b failed',
    'task.completed c completed',
    'fragment.closed live.m3u8 finishing',
    'task.completed live.m3u8 completed',
  ]);
  expect(all[0]?.task).toEqual((await ask(engine, 'tasks.show', { id: done.id })).task);
  const { headers } = all[0] ?? {};
  expect(headers).toMatchObject({ 'content-type': 'application/json', 'webhook-id': expect.stringMatching(/^msg_/) });
  expect(headers?.['user-agent']).toMatch(/^Sluice\//);
  expect(new Set(all.map(({ id }) => id)).size).toBe(5);
  const [first] = await to.came('/failed', 1);
  // the same message to all
  expect(first?.id).toBe(all[1]?.id);
  await until(
    async () => ((await hooks(engine)).every(({ pending }) => pending === 0) ? true : undefined),
    'nothing waits',
  );
  expect(to.at('/all')).toHaveLength(5);
  expect(to.at('/failed')).toHaveLength(1);
  expect(to.problems).toEqual([]);
});

test('what fails is tried again under the same id, and holds up nothing: an error, a wait that was asked for, a redirect, nobody there', async () => {
  const to = await receiver();
  const engine = await testEngine(testFolder(), {}, leaping());
  to.answer = (response, path, times) => {
    if (times > 0) return void response.writeHead(204).end();
    if (path === '/broken') return void response.writeHead(500).end('x'.repeat(200_000));
    if (path === '/moved') return void response.writeHead(307, { location: to.url('/elsewhere') }).end();
    if (path === '/busy') return void response.writeHead(503, { 'retry-after': '8' }).end();
    response.destroy();
  };
  const paths = ['/broken', '/moved', '/busy', '/cut'];
  for (const path of paths) await to.hook(engine, path, ['task.completed']);
  await addOne(engine, 'http://fixture/ok/a');
  for (const path of paths) await to.came(path, 1);
  await addOne(engine, 'http://fixture/ok/b');
  for (const path of paths) {
    const [first, ...rest] = await to.came(path, 3);
    // the second did not wait for the first
    expect([path, first?.task.name, ...rest.map(({ task }) => task.name)]).toEqual([path, 'a', 'b', 'a']);
    expect(rest[1]?.id).toBe(first?.id);
  }
  expect(to.at('/elsewhere')).toEqual([]);
  const busy = await until(
    async () => (await hooks(engine)).find(({ url, pending }) => url.endsWith('/busy') && pending === 0),
    'it is taken',
  );
  expect(busy.last).toMatchObject({ status: 204, error: null });
  expect(to.problems).toEqual([]);
});

test('what waits survives the end of the program; who was down hears of it when it is there', async () => {
  const folder = testFolder();
  const port = await freePort();
  const to = new Receiver();
  const down = { url: `http://127.0.0.1:${port}/`, events: ['task.completed' as const] };
  const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
  const first = await openEngine({ ...testHost(folder), ...leaping() });
  await ask(first, 'webhooks.add', { ...down, secret });
  await addOne(first, 'http://fixture/ok/a');
  const tried = await until(async () => (await hooks(first)).find(({ last }) => last !== null), 'it was tried');
  expect(tried).toMatchObject({ pending: 1, active: true, last: { status: null, error: { code: 'network' } } });
  await first.close();
  await to.listen(port);
  onTestFinished(() => to.close());
  const second = await testEngine(folder, {}, leaping());
  expect((await to.came('/', 1)).map(said)).toEqual(['task.completed a completed']);
  await until(async () => ((await hooks(second))[0]?.pending === 0 ? true : undefined), 'it is taken');
});

test('an engine that is killed between event and delivery delivers after its next start, under the same id', async () => {
  const folder = testFolder();
  const to = await receiver();
  to.answer = () => undefined;
  const { child } = await engineProcess(folder, 'stay');
  const remote = await connect(testHost(folder).paths);
  if (remote === undefined) throw new Error('it cannot be reached');
  onTestFinished(() => remote.close());
  await to.hook(remote, '/', ['task.completed', 'fragment.closed']);
  await addOne(remote, 'http://fixture/ok/a');
  await addOne(remote, 'http://fixture/live.m3u8?ends=4');
  const [held] = await to.came('/', 1);
  await until(async () => ((await hooks(remote))[0]?.pending === 3 ? true : undefined), 'all is written down');
  child.kill('SIGKILL');
  await ended(child);
  to.answer = (response) => response.writeHead(200).end('taken');
  await testEngine(folder);
  const all = await to.came('/', 4);
  expect(all[1]?.id).toBe(held?.id);
  expect(new Set(all.map(said))).toEqual(
    new Set([
      'task.completed a completed',
      'fragment.closed live.m3u8 finishing',
      'task.completed live.m3u8 completed',
    ]),
  );
});

test('410 switches a webhook off; a test that is taken switches it on; one that is removed is told nothing more', async () => {
  const to = await receiver();
  const engine = await testEngine(testFolder());
  const id = await to.hook(engine, '/', ['task.completed']);
  to.answer = (response) => response.writeHead(410).end();
  await addOne(engine, 'http://fixture/ok/a');
  const off = await until(async () => (await hooks(engine)).find(({ active }) => !active), 'it is off');
  expect(off).toMatchObject({ id, pending: 0, last: { status: 410, error: { code: 'not-found' } } });
  const unheard = await addOne(engine, 'http://fixture/ok/b');
  await reaches(engine, unheard.id, 'completed');
  expect(await ask(engine, 'webhooks.test', { id })).toMatchObject({ active: false, last: { status: 410 } });
  to.answer = (response) => response.writeHead(201).end();
  expect(await ask(engine, 'webhooks.test', { id })).toMatchObject({
    active: true,
    last: { status: 201, error: null },
  });
  await addOne(engine, 'http://fixture/ok/c');
  const all = await to.came('/', 4);
  expect(all.map(({ type }) => type)).toEqual(['task.completed', 'test', 'test', 'task.completed']);
  expect(all[3]?.task.name).toBe('c');
  await ask(engine, 'webhooks.remove', { id });
  expect(await engine.call('webhooks.test', { id })).toMatchObject({ ok: false, error: { code: 'no-such-place' } });
  expect(await engine.call('webhooks.remove', { id })).toMatchObject({ ok: false, error: { code: 'no-such-place' } });
  expect(await hooks(engine)).toEqual([]);
});

test('of many tests that are asked for at once one is delivered', async () => {
  const to = await receiver();
  const engine = await testEngine(testFolder());
  const id = await to.hook(engine, '/a', ['task.failed']);
  let answer = (): void => undefined;
  to.answer = (response) => {
    answer = () => response.writeHead(204).end();
  };
  const tests = Array.from({ length: 50 }, () => ask(engine, 'webhooks.test', { id }));
  await to.came('/a', 1);
  answer();
  for (const test of tests) expect(await test).toMatchObject({ last: { status: 204 } });
  expect(to.delivered.length).toBe(1);
  to.answer = (response) => response.writeHead(500).end();
  expect(await ask(engine, 'webhooks.test', { id })).toMatchObject({ last: { status: 500 } });
});

test('a job process that dies during a delivery loses nothing', async () => {
  const to = await receiver();
  const engine = await testEngine(testFolder(), {}, leaping());
  to.answer = (response, _path, times) => {
    if (times > 0) response.writeHead(204).end();
  };
  await to.hook(engine, '/', ['task.completed']);
  await addOne(engine, 'http://fixture/ok/a');
  const [first] = await to.came('/', 1);
  // it shares its process with the delivery
  const crash = await addOne(engine, 'http://fixture/crash-once/b');
  const all = await to.came('/', 3);
  expect(all.map(({ task }) => task.name).toSorted()).toEqual(['a', 'a', 'b']);
  expect(all.filter(({ id }) => id === first?.id)).toHaveLength(2);
  await reaches(engine, crash.id, 'completed');
});

test('password and key lie nowhere readable; private addresses, other schemes and a twenty-first are refused', async () => {
  const folder = testFolder();
  const to = await receiver();
  const lines: string[] = [];
  const log = createLog({ write: (line: string) => lines.push(line) }, () => 0, true);
  const engine = await testEngine(folder, {}, { ...leaping(), log });
  const add = (url: string, more = {}) => engine.call('webhooks.add', { url, events: ['task.completed'], ...more });
  const { port } = to;
  const url = `http://somebody:pass%20word@127.0.0.1:${port}/hook?t=1#top`;
  const { webhook, secret } = await ask(engine, 'webhooks.add', { url, events: ['task.completed', 'task.completed'] });
  expect(webhook).toMatchObject({ url: to.url('/hook?t=1'), events: ['task.completed'], last: null, pending: 0 });
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  to.answer = (response) => response.writeHead(204).end();
  await ask(engine, 'webhooks.test', { id: webhook.id });
  // another key than the receiver's
  expect(to.problems).toHaveLength(1);
  const id = await to.hook(engine, '/', ['task.failed'], { url: `http://somebody:pass%20word@127.0.0.1:${port}/` });
  await ask(engine, 'webhooks.test', { id });
  expect(to.at('/')[0]?.headers.authorization).toBe(`Basic ${Buffer.from('somebody:pass word').toString('base64')}`);
  const stored = readFileSync(join(folder, 'data', 'sluice.db-wal'), 'latin1');
  // a delivery that fails may be told of
  await addOne(engine, 'http://fixture/fail/a?code=forbidden');
  await until(async () => ((await hooks(engine))[1]?.last === null ? undefined : true), 'it was tried');
  for (const hidden of [secret, secret.slice(6), 'pass%20word', 'pass word']) {
    expect(stored).not.toContain(hidden);
    expect(lines.join('\n')).not.toContain(hidden);
  }

  expect(await add(url, { publicOnly: true })).toMatchObject({ error: { code: 'private-address' } });
  expect(await add('http://localhost/', { publicOnly: true })).toMatchObject({ error: { code: 'private-address' } });
  expect(await add('ftp://a.example/')).toMatchObject({ error: { code: 'unsupported' } });
  expect(await add('no link')).toMatchObject({ error: { code: 'invalid-input' } });
  for (let count = 2; count < 20; count += 1) expect(await add(to.url(`/${count}`))).toMatchObject({ ok: true });
  expect(await add(to.url('/one-more'))).toMatchObject({ error: { code: 'conflict' } });
});

test('a fragment of a real recording is told of once it is in its place, with what the ledger says of it', async () => {
  const folder = testFolder();
  const stream = await makeHls(join(folder, 'source'), { seconds: 4, segment: 0.5, gop: 0.5, size: '96x64' });
  const origin = new LiveOrigin(stream, { window: 99, first: 8 });
  await origin.listen();
  onTestFinished(() => origin.close());
  origin.end();
  const to = await receiver();
  const worker = fileURLToPath(new URL('../../worker/index.ts', import.meta.url));
  const engine = await testEngine(folder, {}, testHost(folder, worker));
  await to.hook(engine, '/', ['fragment.closed', 'task.completed']);
  const tasks = [{ url: origin.url(), name: 'Studio', recording: { fragment: 2, from: 'start' as const } }];
  const { added } = await ask(engine, 'tasks.add', { tasks });
  const id = added[0]?.id ?? '';
  const all = await to.came('/', 3);
  expect(all.map(({ type }) => type)).toEqual(['fragment.closed', 'fragment.closed', 'task.completed']);
  const { fragments } = await ask(engine, 'tasks.timeline', { id });
  const { artifacts } = await ask(engine, 'tasks.show', { id });
  expect(all.slice(0, 2).map(({ fragment }) => fragment)).toEqual(
    fragments.map((entry, index) => ({ ...entry, artifact: artifacts[index] })),
  );
  expect(all[2]?.task.state).toMatchObject({ name: 'completed', artifacts });
});
