import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { type TaskDetails, task, taskDetails } from '../../contract/task.ts';
import { connect } from '../../engine/instance/connect.ts';
import { type Served, startServing } from '../cli/serving.ts';
import { type Home, newHome } from '../cli/sluice.ts';
import { storedIn } from '../crash/recorded.ts';
import { addOne, ask, until } from '../engine/home.ts';
import { firstDifference } from '../servers/body.ts';
import { type Origin, startOrigin } from '../servers/faulty-server.ts';
import { LiveOrigin } from '../streams/live-origin.ts';
import { type MadeStream, makeHls } from '../streams/make-hls.ts';
import { expectStored } from '../streams/stored.ts';

/** Milliseconds for a test on a machine that is busy with others. */
const patience = 150_000;
const size = 800_000;
const seed = 5;
/** Bytes a second of the one connection: slow enough to be caught in the middle. */
const rate = 300_000;

let origin: Origin;
let folder: string;
let stream: MadeStream;
beforeAll(async () => {
  origin = await startOrigin();
  folder = mkdtempSync(join(tmpdir(), 'sluice-stream-'));
  stream = await makeHls(folder, { seconds: 5, segment: 0.5, gop: 0.5, size: '96x64' });
});
afterAll(async () => {
  await origin.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A slow file under a path of its own. */
function slowFile(path: string): string {
  origin.serve(path, { size, seed, rate, etag: `"${path}"` });
  return origin.url(path);
}

const listed = z.object({ tasks: z.array(task) });

async function tasksOf(served: Served) {
  return listed.parse(await (await served.ask('/api/v1/tasks')).json()).tasks;
}

async function detailsOf(served: Served, id: string): Promise<TaskDetails> {
  return taskDetails.parse(await (await served.ask(`/api/v1/tasks/${id}`)).json());
}

/** Waits until a task is completed, asked of whoever serves; its files. */
async function completed(served: Served, id: string) {
  const { artifacts } = await until(async () => {
    const details = await detailsOf(served, id);
    return details.task.state.name === 'completed' ? details : undefined;
  }, `${id} completed`);
  return artifacts;
}

/** Waits until so much of a task is stored. */
function fetched(served: Served, id: string, bytes: number): Promise<unknown> {
  return until(async () => {
    const [one] = (await tasksOf(served)).filter((each) => each.id === id);
    return (one?.progress.done ?? 0) >= bytes ? one : undefined;
  }, `${bytes} bytes of ${id}`);
}

/** The engine of a home, as another program of this user reaches it. */
async function engineOf(home: Home) {
  const engine = await connect({ data: join(home.folder, 'data') });
  if (engine === undefined) throw new Error('no engine runs');
  onTestFinished(() => engine.close());
  return engine;
}

/** Everything a listener of events has been sent so far. */
async function listenTo(served: Served): Promise<() => string> {
  const response = await served.ask('/api/v1/events', { headers: { accept: 'text/event-stream' } });
  expect(response.headers.get('content-type')).toMatch('text/event-stream');
  let text = '';
  void (async () => {
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) text += part.value;
  })().catch(() => undefined);
  return () => text;
}

test(
  'the server works through a command that was first, and takes over when that is killed',
  async () => {
    const home = newHome();
    const get = home.start(['get', '--json', '-x', '1', slowFile('/first.bin')]);
    await get.until(/"event":"added"/);
    const served = await startServing(home);
    expect(served.isOwn).toBe(false);
    const [first] = await tasksOf(served);
    const id = first?.id ?? '';
    const heard = await listenTo(served);
    await fetched(served, id, rate);
    get.child.kill('SIGKILL');
    const [file] = await completed(served, id);
    expect(file?.path).toBe(join(home.downloads, 'first.bin'));
    expect(await firstDifference(file?.path ?? '', seed, size)).toBeNull();
    const { attempts } = await detailsOf(served, id);
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['lost', 'completed']);
    // the same connection, over the change of who does the work
    await until(() => (/"name":"completed"/.test(heard()) ? true : undefined), 'the end of it, told as an event');
    const list = await home.run(['list']);
    expect(list.stdout).toMatch(/completed\t.*first\.bin/);
  },
  patience,
);

test(
  'of two servers the second goes on when the first is killed; a request that is sent again adds nothing',
  async () => {
    const home = newHome();
    const first = await startServing(home);
    const second = await startServing(home);
    expect([first.isOwn, second.isOwn]).toEqual([true, false]);
    await ask(await engineOf(home), 'settings.set', { apiPrivateAddresses: true, connections: 1 });
    const create = {
      method: 'POST',
      body: { url: slowFile('/twice.bin') },
      headers: { 'idempotency-key': 'once' },
    };
    const added = await first.ask('/api/v1/tasks', create);
    expect(added.status).toBe(201);
    const { id } = task.parse(await added.json());
    expect((await tasksOf(second)).map((each) => each.id)).toEqual([id]);
    await fetched(second, id, rate);
    first.running.child.kill('SIGKILL');
    await first.running.ended;
    // as a client does that got no answer
    const again = await until(async () => {
      const answer = await second.ask('/api/v1/tasks', create);
      return answer.ok ? answer : undefined;
    }, 'an answer');
    expect(task.parse(await again.json()).id).toBe(id);
    expect(await tasksOf(second)).toHaveLength(1);
    const [file] = await completed(second, id);
    expect(await firstDifference(file?.path ?? '', seed, size)).toBeNull();
  },
  patience,
);

test.each(['SIGTERM', 'SIGKILL'] as const)(
  'a download and a recording go on after %s, and lack nothing',
  async (signal) => {
    const home = newHome();
    const live = new LiveOrigin(stream, { window: 1000, first: 6 });
    await live.listen();
    onTestFinished(() => live.close());
    const before = await startServing(home);
    const engine = await engineOf(home);
    const path = `/${signal}.bin`;
    const file = await addOne(engine, slowFile(path), { options: { connections: 1 } });
    const { added } = await ask(engine, 'tasks.add', {
      tasks: [{ url: live.url(), recording: { fragment: 2, from: 'start', giveUp: 10 } }],
    });
    await fetched(before, file.id, rate);
    await until(() => (storedIn(home.folder) >= 6 ? true : undefined), 'six segments');
    const heard = await listenTo(before);
    before.running.child.kill(signal);
    expect((await before.running.ended).code).toBe(signal === 'SIGTERM' ? 0 : null);
    expect(heard()).not.toContain('"failed"');

    const after = await startServing(home);
    live.reveal(4);
    live.end();
    const [whole] = await completed(after, file.id);
    expect(await firstDifference(whole?.path ?? '', seed, size)).toBeNull();
    const ledger = await expectStored(stream, await completed(after, added[0]?.id ?? ''));
    expect(ledger).toMatchObject({ gaps: [], segments: { stored: 10, missing: 0 } });
    // what was stored was not asked for again from the beginning
    const begun = origin.requests.filter((request) => request.path === path).map(({ headers }) => headers['range']);
    expect(begun.filter((range) => range === undefined || range === 'bytes=0-')).toHaveLength(1);
    after.running.child.kill('SIGTERM');
    expect(await after.running.ended).toMatchObject({ code: 0 });
  },
  patience,
);
