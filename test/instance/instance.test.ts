import { existsSync, mkdirSync, statSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CallInput, EngineCallName } from '../../contract/calls.ts';
import type { EventBatch } from '../../contract/events.ts';
import { attachEngine } from '../../engine/attach.ts';
import type { Engine } from '../../engine/engine.ts';
import { openEngine } from '../../engine/index.ts';
import { readAddress } from '../../engine/instance/address.ts';
import { connect } from '../../engine/instance/connect.ts';
import { protocol } from '../../engine/instance/requests.ts';
import { serve } from '../../engine/instance/serve.ts';
import { isRunning } from '../crash/processes.ts';
import { ended, engineProcess } from '../engine/engine-process.ts';
import { addOne, ask, reaches, testEngine, testFolder, testHost, until } from '../engine/home.ts';

test('of two processes that start at once one owns the folder and the other reaches it, 20 times', async () => {
  for (let round = 0; round < 20; round++) {
    const folder = testFolder();
    const both = await Promise.all([
      engineProcess(folder, 'close-when-told', ['http://fixture/slow/a']),
      engineProcess(folder, 'close-when-told', ['http://fixture/slow/b']),
    ]);
    expect(both.map(({ own }) => own).toSorted()).toEqual([false, true]);
    for (const { child, own } of both.toSorted((a, b) => Number(a.own) - Number(b.own))) {
      child.stdin?.write('close\n');
      await ended(child);
      expect({ own, code: child.exitCode }).toEqual({ own, code: 0 });
    }
  }
}, 180_000);

test('a process that is killed frees the folder, whatever it leaves lying there', async () => {
  const folder = testFolder();
  const first = await engineProcess(folder, 'stay', ['http://fixture/slow/a']);
  expect(first.own).toBe(true);
  await expect(openEngine(testHost(folder))).rejects.toMatchObject({ code: 'already-running' });
  first.child.kill('SIGKILL');
  await ended(first.child);
  expect(readAddress(join(folder, 'data'))).toBeDefined();
  expect(await connect({ data: join(folder, 'data') })).toBeUndefined();
  const { own, engine } = await attachEngine(testHost(folder));
  expect(own).toBe(true);
  await engine.close();
  expect(existsSync(join(folder, 'data', 'instance.json'))).toBe(false);
  expect(existsSync(join(folder, 'data', 'run.sock'))).toBe(false);
});

test('calls that wait for a site hold up no others', async () => {
  const folder = testFolder();
  const { paths, log } = testHost(folder);
  mkdirSync(paths.data);
  const engine = await openEngine(testHost(testFolder()), { only: 'none' });
  let answer = (): void => undefined;
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  let reached = 0;
  const waiting: Engine = {
    ...engine,
    call: async (name, input) => {
      if (name === 'videos.look') {
        reached++;
        await answered;
      }
      return engine.call(name, input);
    },
  };
  const endServing = await serve(waiting, paths, log);
  const remote = await connect(paths);
  if (remote === undefined) throw new Error('not reached');
  const looks = Array.from({ length: 100 }, () => remote.call('videos.look', { url: 'nothing' }));
  await until(() => reached === looks.length || undefined, 'all are asked');
  expect(await remote.call('settings.get', {})).toMatchObject({ ok: true });
  answer();
  for (const look of looks) expect(await look).toMatchObject({ ok: false });
  await endServing();
  await engine.close();
});

test('the same answers through the socket as in the process itself', async () => {
  const folder = testFolder();
  const engine = await testEngine(folder);
  const remote = await connect({ data: join(folder, 'data') });
  if (remote === undefined) throw new Error('not reached');
  const task = await addOne(remote, 'http://fixture/ok/a.txt');
  await reaches(remote, task.id, 'completed');
  const same = async <N extends EngineCallName>(name: N, input: CallInput<N>) =>
    expect(await remote.call(name, input)).toEqual(await engine.call(name, input));
  await same('tasks.list', {});
  await same('tasks.show', { id: task.id });
  await same('settings.get', {});
  await same('tasks.pause', { ids: [task.id, 'nobody'] });
  await same('links.recognise', { text: 'see http://x/y.zip' });
  const wrong = { limit: 0 };
  expect(await remote.call('tasks.list', wrong)).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
  await remote.close();
  expect(await remote.call('settings.get', {})).toMatchObject({ ok: false, error: { code: 'already-running' } });
  await ask(engine, 'settings.get', {});
});

test('events come through the socket, until the subscription or the instance ends', async () => {
  const folder = testFolder();
  const engine = await testEngine(folder);
  const remote = await connect({ data: join(folder, 'data') });
  if (remote === undefined) throw new Error('not reached');
  const batches: EventBatch[] = [];
  const { seq } = await ask(remote, 'tasks.list', {});
  const end = remote.subscribe(seq, (batch) => batches.push(batch));
  const task = await addOne(engine, 'http://fixture/slow/a.bin');
  await until(
    () => batches.find((batch) => batch.progress.some(({ id, pace }) => id === task.id && pace?.speed === 100)),
    'progress',
  );
  expect(batches[0]?.seq).toBeGreaterThan(seq);
  end();
  await ask(remote, 'tasks.pause', { ids: [task.id] });
  const before = batches.length;
  await ask(engine, 'tasks.remove', { ids: [task.id] });
  await ask(remote, 'tasks.list', {});
  expect(batches.length).toBe(before);
  await engine.close();
  await remote.lost;
});

test('only who can read the folder is let in, and hostile frames only end their own connection', async () => {
  const folder = testFolder();
  const engine = await testEngine(folder);
  const address = readAddress(join(folder, 'data'));
  if (address === undefined) throw new Error('no address');
  if (process.platform !== 'win32') {
    expect(statSync(address.address).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'data', 'instance.json')).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'data')).mode & 0o777).toBe(0o700);
  }
  const hello = `${JSON.stringify({ hello: address.token, protocol })}\n`;
  for (const text of [
    `${JSON.stringify({ hello: 'wrong', protocol })}\n`,
    'GET / HTTP/1.1\r\n\r\n',
    `${hello}nonsense\n`,
    `${hello}{"id":1}\n`,
    hello + 'x'.repeat(17 * 1024 * 1024),
  ]) {
    const socket = createConnection(address.address);
    const closed = new Promise((resolve) => socket.on('close', resolve).on('error', () => undefined));
    socket.resume().write(text);
    await closed;
  }
  await ask(engine, 'settings.get', {});
});

// 1 does not know that some tasks may reach public addresses only
test.each([99, 1])('a version that speaks otherwise is told so: %i', async (other) => {
  const folder = testFolder();
  await testEngine(folder);
  const address = readAddress(join(folder, 'data'));
  const socket = createConnection(address?.address ?? '');
  const answer = new Promise<string>((resolve) => socket.once('data', (bytes) => resolve(bytes.toString())));
  socket.write(`${JSON.stringify({ hello: address?.token, protocol: other })}\n`);
  expect(JSON.parse(await answer)).toMatchObject({ welcome: { ok: false, error: { code: 'already-running' } } });
});

test('a client that never reads is gathered nothing for, and catches up when it reads again', async () => {
  const folder = testFolder();
  const engine = await testEngine(folder);
  const address = readAddress(join(folder, 'data'));
  const socket = createConnection(address?.address ?? '');
  socket.write(`${JSON.stringify({ hello: address?.token, protocol })}\n`);
  socket.write(`${JSON.stringify({ id: 1, subscribe: (await ask(engine, 'tasks.list', {})).seq })}\n`);
  await new Promise((resolve) => socket.once('data', resolve));
  socket.pause();
  const tasks = Array.from({ length: 1000 }, (_, i) => ({ url: `http://fixture/ok/${'x'.repeat(200)}/${i}` }));
  const { added } = await ask(engine, 'tasks.add', { tasks, start: 'paused' });
  for (let priority = 1; priority <= 10; priority++) {
    await ask(engine, 'tasks.change', { ids: added.map((task) => task.id), priority });
    await new Promise((resolve) => setTimeout(resolve, 110));
  }
  let text = '';
  socket.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  socket.resume();
  const last = added.at(-1)?.id;
  const newest = await until(() => {
    const batches = text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line).batch as EventBatch | undefined);
    return batches.flatMap((batch) => batch?.tasks ?? []).find((task) => task.id === last && task.priority === 10);
  }, 'the newest state');
  expect(newest.priority).toBe(10);
  socket.destroy();
}, 90_000);

test('a path too long for a socket is served all the same', async () => {
  const folder = join(testFolder(), 'x'.repeat(60), 'y'.repeat(60));
  mkdirSync(folder, { recursive: true });
  const engine = await testEngine(folder);
  const remote = await connect({ data: join(folder, 'data') });
  expect(remote).toBeDefined();
  const address = readAddress(join(folder, 'data'))?.address ?? '';
  await remote?.close();
  await engine.close();
  expect(existsSync(address)).toBe(false);
});

test('a look at what is there starts nothing and is no instance', async () => {
  const folder = testFolder();
  const first = await testEngine(folder);
  await addOne(first, 'http://fixture/slow/a.bin', { start: 'paused' });
  await first.close();
  const look = await testEngine(folder, { only: 'none' });
  expect(await connect({ data: join(folder, 'data') })).toBeUndefined();
  const { tasks } = await ask(look, 'tasks.list', {});
  await ask(look, 'tasks.resume', { ids: tasks.map((task) => task.id) });
  expect((await ask(look, 'tasks.list', {})).tasks[0]?.state.name).toBe('queued');
});

test('orphaned job processes of a killed engine are ended before anything starts', async () => {
  const folder = testFolder();
  const links = ['http://fixture/slow/a.bin'];
  const { child } = await engineProcess(folder, 'stay', links, { LANG: 'orphan' });
  const remote = await connect({ data: join(folder, 'data') });
  if (remote === undefined) throw new Error('not reached');
  const [task] = (await ask(remote, 'tasks.list', {})).tasks;
  const id = task?.id ?? '';
  await reaches(remote, id, 'running');
  const pid = (await ask(remote, 'tasks.show', { id })).attempts[0]?.worker ?? 0;
  child.kill('SIGKILL');
  await ended(child);
  expect(isRunning(pid)).toBe(true);
  const engine = await testEngine(folder);
  expect(isRunning(pid)).toBe(false);
  await reaches(engine, id, 'running');
  expect((await ask(engine, 'tasks.show', { id })).attempts.map((attempt) => attempt.outcome)).toEqual(['lost', null]);
});
