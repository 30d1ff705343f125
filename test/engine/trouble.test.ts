import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mountSmallDisk, smallDiskProblem } from '../servers/small-disk.ts';
import { fastClock } from './clocks.ts';
import { addOne, ask, reaches, show, testEngine, testFolder, testHost, until } from './home.ts';

const attemptsOf = async (engine: Awaited<ReturnType<typeof testEngine>>, id: string) =>
  (await ask(engine, 'tasks.show', { id })).attempts;

test('a task whose worker dies goes on in another attempt', async () => {
  const engine = await testEngine(testFolder());
  const { id } = await addOne(engine, 'http://fixture/crash-once/a.txt');
  await reaches(engine, id, 'completed');
  expect((await attemptsOf(engine, id)).map((attempt) => attempt.outcome)).toEqual(['lost', 'completed']);
});

test('a worker that is killed takes only its tasks with it, and they resume', async () => {
  const engine = await testEngine(testFolder());
  const tasks = [await addOne(engine, 'http://fixture/slow/a.bin'), await addOne(engine, 'http://fixture/slow/b.bin')];
  for (const { id } of tasks) await reaches(engine, id, 'running');
  process.kill((await attemptsOf(engine, tasks[0]?.id ?? ''))[0]?.worker ?? 0, 'SIGKILL');
  for (const { id } of tasks) {
    const outcomes = async () => (await attemptsOf(engine, id)).map((attempt) => attempt.outcome);
    await until(async () => ((await outcomes()).length === 2 ? true : undefined), 'a second attempt');
    expect(await outcomes()).toEqual(['lost', null]);
    await reaches(engine, id, 'running');
  }
});

test('a task that kills every worker fails, and its neighbours do not', async () => {
  const engine = await testEngine(testFolder());
  const slow = await addOne(engine, 'http://fixture/slow/a.bin');
  await reaches(engine, slow.id, 'running');
  const { id } = await addOne(engine, 'http://fixture/crash/b.bin');
  const failed = await reaches(engine, id, 'failed');
  expect(failed.state).toMatchObject({ error: { code: 'internal' }, retryable: true });
  expect((await attemptsOf(engine, id)).map((attempt) => attempt.outcome)).toEqual(['lost', 'lost', 'lost']);
  await reaches(engine, slow.id, 'running');
  expect((await attemptsOf(engine, slow.id)).length).toBeLessThanOrEqual(3);
});

test('a worker that gives no sign of life is ended and its task goes back into the queue', async () => {
  const engine = await testEngine(testFolder(), {}, { clock: fastClock(10) });
  const { id } = await addOne(engine, 'http://fixture/freeze/a.bin');
  await until(async () => ((await attemptsOf(engine, id))[0]?.outcome === 'lost' ? true : undefined), 'lost');
  expect((await attemptsOf(engine, id))[0]?.error?.detail).toContain('hung');
  await ask(engine, 'tasks.pause', { ids: [id] });
});

test('a worker that does not answer stop is ended, and only then the task may start again', async () => {
  const engine = await testEngine(testFolder(), {}, { clock: fastClock(10) });
  const { id } = await addOne(engine, 'http://fixture/hang-stop/a.bin');
  await reaches(engine, id, 'running');
  await ask(engine, 'tasks.pause', { ids: [id] });
  await ask(engine, 'tasks.resume', { ids: [id] });
  expect((await show(engine, id)).state.name).toBe('queued');
  await reaches(engine, id, 'running');
  const [first, second] = await attemptsOf(engine, id);
  expect(first?.outcome).toBe('paused');
  expect(second?.startedAt).toBeGreaterThanOrEqual(first?.endedAt ?? Number.POSITIVE_INFINITY);
  expect(second?.worker).not.toBe(first?.worker);
});

test('job processes that die at their start make tasks fail in the end, not spin', async () => {
  const folder = testFolder();
  const { forkWorker } = testHost(folder, join(folder, 'there-is-no-such-program.ts'));
  let forks = 0;
  const engine = await testEngine(
    folder,
    {},
    {
      clock: fastClock(20),
      forkWorker: (kind) => {
        forks++;
        return forkWorker(kind);
      },
    },
  );
  const { id } = await addOne(engine, 'http://fixture/ok/a.txt');
  expect((await reaches(engine, id, 'failed')).state).toMatchObject({ error: { code: 'internal' } });
  expect(forks).toBe(5);
});

test('what may pass is tried again after a while, with the figures of the wait', async () => {
  const engine = await testEngine(testFolder(), {}, { clock: fastClock(10) });
  const { id } = await addOne(engine, 'http://fixture/fail/a.txt?code=network&retryable=1&times=2');
  const waiting = await until(async () => {
    const { state } = await show(engine, id);
    return state.name === 'queued' && state.waiting?.why === 'retry' ? state : undefined;
  }, 'waiting');
  expect(waiting.waiting).toMatchObject({ error: { code: 'network' } });
  await reaches(engine, id, 'completed');
  expect((await attemptsOf(engine, id)).map((attempt) => attempt.outcome)).toEqual(['failed', 'failed', 'completed']);
});

test('a task is given up after the retries that are set; trying again is then up to the user', async () => {
  const engine = await testEngine(testFolder(), {}, { clock: fastClock(5) });
  await ask(engine, 'settings.set', { retries: 2 });
  const { id } = await addOne(engine, 'http://fixture/fail/a.txt?code=timeout&retryable=1&times=4');
  expect((await reaches(engine, id, 'failed')).state).toMatchObject({ error: { code: 'timeout' } });
  expect(await attemptsOf(engine, id)).toHaveLength(3);
  await ask(engine, 'tasks.resume', { ids: [id] });
  await reaches(engine, id, 'completed');
});

test('a failure that does not pass is final at once', async () => {
  const engine = await testEngine(testFolder());
  const { id } = await addOne(engine, 'http://fixture/fail/a.txt?code=not-found');
  expect((await reaches(engine, id, 'failed')).state).toMatchObject({ error: { code: 'not-found' }, retryable: false });
  expect(await attemptsOf(engine, id)).toHaveLength(1);
});

test('a retry after a changed source starts afresh', async () => {
  const folder = testFolder();
  const engine = await testEngine(folder);
  const { id } = await addOne(engine, 'http://fixture/fail/a.txt?code=source-changed&times=1');
  await reaches(engine, id, 'failed');
  await ask(engine, 'tasks.retry', { ids: [id] });
  await reaches(engine, id, 'completed');
  const log = readFileSync(join(folder, 'logs', 'tasks', `${id}.log`), 'utf8');
  expect(
    log
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line).fresh),
  ).toEqual([false, true]);
});

const noDisk = await smallDiskProblem();

// Mounting needs root; the reason is in the name of the skipped test.
test.skipIf(noDisk !== null)(
  `a full disk makes tasks wait, and they go on when there is room (${noDisk ?? 'tmpfs'})`,
  async () => {
    await using disk = await mountSmallDisk(200);
    const filler = join(disk.path, 'filler');
    // Of so small a disk a tenth is the reserve; for files of unknown size there must be room for 64 MiB each.
    writeFileSync(filler, Buffer.alloc(199 * 1024 * 1024));
    const engine = await testEngine(testFolder(), {}, { clock: fastClock(10) });
    const full = await addOne(engine, 'http://fixture/fail/a.txt?code=disk-full&times=1', { directory: disk.path });
    await until(async () => {
      const { state } = await show(engine, full.id);
      return state.name === 'queued' && state.waiting?.why === 'space' ? true : undefined;
    }, 'waiting for space');
    const other = await addOne(engine, 'http://fixture/ok/b.txt', { directory: disk.path });
    expect((await show(engine, other.id)).state.name).toBe('queued');
    rmSync(filler);
    await reaches(engine, full.id, 'completed');
    await reaches(engine, other.id, 'completed');
    expect((await attemptsOf(engine, full.id)).map((attempt) => attempt.outcome)).toEqual(['failed', 'completed']);
    await engine.close();
  },
);

test('a name that is taken by another program at the last moment is counted up', async () => {
  const folder = testFolder();
  const engine = await testEngine(folder);
  const { id } = await addOne(engine, 'http://fixture/gate/a.bin?content=ours');
  await reaches(engine, id, 'running');
  expect((await show(engine, id)).name).toBe('a.bin');
  writeFileSync(join(folder, 'downloads', 'a.bin'), 'theirs');
  writeFileSync(join(folder, 'downloads', 'a (1).bin'), 'theirs too');
  writeFileSync(join(folder, 'downloads', 'open'), '');
  const done = await reaches(engine, id, 'completed');
  expect(done.name).toBe('a (2).bin');
  expect(readFileSync(join(folder, 'downloads', 'a.bin'), 'utf8')).toBe('theirs');
  expect(readFileSync(join(folder, 'downloads', 'a (2).bin'), 'utf8')).toBe('ours');
});

test('secrets that cannot be opened any more fail the task in words a user can act on', async () => {
  const folder = testFolder();
  const engine = await testEngine(folder, {}, { secrets: { seal: () => 'sealed', open: () => undefined } });
  const { id } = await addOne(engine, 'http://user:pw@fixture/ok/a.txt');
  expect((await reaches(engine, id, 'failed')).state).toMatchObject({ error: { code: 'auth-required' } });
});
