import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, rename, rm, stat, statfs, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fastClock } from '../engine/clocks.ts';
import { addOne, ask, reaches, show, testFolder, until } from '../engine/home.ts';
import { firstDifference } from '../servers/body.ts';
import { startOrigin } from '../servers/faulty-server.ts';
import { mountSmallDisk, smallDiskProblem } from '../servers/small-disk.ts';
import { outcome, Task } from './fetching.ts';
import { realEngine } from './real-engine.ts';

const MiB = 1024 * 1024;
const noDisk = await smallDiskProblem();
/** For what must happen some time on a machine that is busy with other tests. */
const patience = { timeout: 20_000 };

async function origin() {
  const server = await startOrigin();
  onTestFinished(() => server.close());
  return server;
}

async function task(): Promise<Task> {
  const made = await Task.make();
  onTestFinished(() => made[Symbol.asyncDispose]());
  return made;
}

// Mounting needs root; the reason is in the name of the skipped test.
test.skipIf(noDisk !== null)(
  `a file that does not fit is refused before it is begun (${noDisk ?? 'tmpfs'})`,
  async () => {
    const server = await origin();
    await using disk = await mountSmallDisk(8);
    const on = new Task(disk.path);
    server.serve('/file.bin', { size: 20 * MiB, etag: '"a"' });
    expect(outcome(await on.attempt(server.url('/file.bin')))).toBe('disk-full');
    expect(await on.files()).toEqual([]);
  },
);

test.skipIf(noDisk !== null)(`the reserve stays free (${noDisk ?? 'tmpfs'})`, async () => {
  const server = await origin();
  await using disk = await mountSmallDisk(20);
  const on = new Task(disk.path);
  server.serve('/file.bin', { size: 10 * MiB, etag: '"a"' });
  const url = server.url('/file.bin');
  // Of a small disk no more than a tenth is kept back.
  expect(outcome(await on.attempt(url, { reserveBytes: 1024 * MiB }))).toBe('done');
  server.serve('/more.bin', { size: 9 * MiB, etag: '"b"' });
  expect(outcome(await on.attempt(server.url('/more.bin'), { reserveBytes: 1024 * MiB }))).toBe('disk-full');
  expect(outcome(await on.attempt(server.url('/more.bin')))).toBe('done');
});

test.skipIf(noDisk !== null)(
  `a disk that fills up meanwhile stops the download, which goes on later (${noDisk ?? 'tmpfs'})`,
  async () => {
    const server = await origin();
    await using disk = await mountSmallDisk(16);
    const on = new Task(disk.path);
    // Without a length nobody can know beforehand.
    server.serve('/endless.bin', { size: 30 * MiB, ranges: 'ignored', length: 'chunked' });
    expect(outcome(await on.attempt(server.url('/endless.bin')))).toBe('disk-full');
    expect(await on.files()).toEqual([]);

    const other = new Task(disk.path);
    await rm(join(disk.path, '.sluice'), { recursive: true });
    server.serve('/file.bin', { size: 10 * MiB, seed: 3, etag: '"a"', rate: 4 * MiB });
    const url = server.url('/file.bin');
    const running = other.attempt(url, { connections: 1 });
    await expect
      .poll(() => server.requests.filter(({ path }) => path === '/file.bin')[0]?.sent ?? 0, patience)
      .toBeGreaterThan(MiB);
    await writeFile(join(disk.path, 'filler'), Buffer.alloc(16 * MiB)).catch(() => {});
    expect(outcome(await running)).toBe('disk-full');
    await rm(join(disk.path, 'filler'));
    expect(outcome(await other.attempt(url))).toBe('done');
    expect(await other.files()).toEqual(['file.bin']);
    expect(await firstDifference(join(disk.path, 'file.bin'), 3, 10 * MiB)).toBeNull();
  },
);

test.skipIf(noDisk !== null)(`a folder that cannot be written to (${noDisk ?? 'tmpfs, read-only'})`, async () => {
  const server = await origin();
  await using disk = await mountSmallDisk(8);
  const on = new Task(disk.path);
  server.serve('/file.bin', { size: MiB });
  // The owner may always write; only a read-only mount stops root.
  execFileSync('mount', ['-o', 'remount,ro', disk.path]);
  expect(outcome(await on.attempt(server.url('/file.bin')))).toBe('permission');
  execFileSync('mount', ['-o', 'remount,rw', disk.path]);
  expect(outcome(await on.attempt(server.url('/file.bin')))).toBe('done');
});

test.skipIf(noDisk !== null)(
  `a disk that fills up makes the task wait, and it goes on by itself when there is room (${noDisk ?? 'tmpfs'})`,
  async () => {
    const server = await origin();
    await using disk = await mountSmallDisk(32);
    const clock = fastClock(10);
    const engine = await realEngine(testFolder(), { clock });
    const size = 12 * MiB;
    server.serve('/file.bin', { size, seed: 3, etag: '"a"', rate: 3 * MiB });
    const { id } = await addOne(engine, server.url('/file.bin'), {
      directory: disk.path,
      options: { connections: 2 },
    });
    // On a full disk there may be no room for the first journal either.
    const journal = async () => (await readdir(join(disk.path, '.sluice'))).includes(`${id}.json`);
    await expect.poll(() => journal().catch(() => false), patience).toBe(true);
    await writeFile(join(disk.path, 'filler'), Buffer.alloc(32 * MiB)).catch(() => {});
    const waiting = await until(async () => {
      const { state, progress } = await show(engine, id);
      return state.name === 'queued' && state.waiting?.why === 'space' ? progress : undefined;
    }, 'waiting for room');
    expect(waiting.done).toBeGreaterThan(2 * MiB);
    expect((await readdir(disk.path)).toSorted()).toEqual(['.sluice', 'filler']);

    // Looks at the disk go by with some room beside the reserve, but too little for the rest: nothing is asked of the
    // server meanwhile.
    const rest = size - waiting.done;
    expect(rest).toBeGreaterThan(2 * MiB);
    const filler = join(disk.path, 'filler');
    const { bavail, bsize, blocks } = await statfs(disk.path);
    const roomFor = Math.ceil(0.1 * blocks * bsize) + MiB;
    await truncate(filler, (await stat(filler)).size - (roomFor - bavail * bsize));
    const before = server.requests.length;
    const now = clock.now();
    await expect.poll(() => clock.now(), patience).toBeGreaterThan(now + 12_000);
    expect((await show(engine, id)).state).toMatchObject({ name: 'queued', waiting: { why: 'space' } });
    expect(server.requests.length).toBe(before);

    await rm(filler);
    await reaches(engine, id, 'completed');
    expect(await firstDifference(join(disk.path, 'file.bin'), 3, size)).toBeNull();
    const again = server.requests.slice(before);
    expect(again.length).toBeGreaterThan(0);
    for (const { headers } of again) {
      expect(headers['if-range']).toBe('"a"');
      expect(headers['range']).not.toMatch(/^bytes=0-/);
    }
    const { attempts } = await ask(engine, 'tasks.show', { id });
    expect(attempts.map(({ outcome: end, error }) => error?.code ?? end)).toEqual(['disk-full', 'completed']);
    await engine.close();
  },
);

test('a folder that is removed during the download', async () => {
  const server = await origin();
  const on = await task();
  server.serve('/file.bin', { size: 20 * MiB, seed: 4, etag: '"a"', rate: 4 * MiB });
  const url = server.url('/file.bin');
  const running = on.attempt(url, { connections: 1 });
  await expect.poll(() => server.requests[0]?.sent ?? 0, patience).toBeGreaterThan(2 * MiB);
  await rm(on.directory, { recursive: true });
  expect(outcome(await running)).toBe('folder-missing');
  await mkdir(on.directory);
  server.serve('/file.bin', { size: 20 * MiB, seed: 4, etag: '"a"' });
  expect(outcome(await on.attempt(url))).toBe('done');
  expect(await firstDifference(join(on.directory, 'file.bin'), 4, 20 * MiB)).toBeNull();
});

test('a folder that is moved during the download', async () => {
  const server = await origin();
  const on = await task();
  server.serve('/file.bin', { size: 20 * MiB, seed: 4, etag: '"a"', rate: 4 * MiB });
  const running = on.attempt(server.url('/file.bin'), { connections: 1 });
  await expect.poll(() => server.requests[0]?.sent ?? 0, patience).toBeGreaterThan(2 * MiB);
  await rename(on.directory, `${on.directory}-moved`);
  onTestFinished(() => rm(`${on.directory}-moved`, { recursive: true, force: true }));
  expect(outcome(await running)).toBe('folder-missing');
});

test('a name that another program takes during the download is left to it', async () => {
  const server = await origin();
  const on = await task();
  server.serve('/file.bin', { size: 4 * MiB, seed: 4, etag: '"a"', rate: 4 * MiB });
  const asked: string[] = [];
  const running = on.attempt(server.url('/file.bin'), {
    connections: 1,
    reserve: (path, taken) => {
      asked.push(`${path.slice(on.directory.length + 1)} ${taken}`);
      return taken ? join(on.directory, 'file (1).bin') : path;
    },
  });
  await expect.poll(() => server.requests[0]?.sent ?? 0, patience).toBeGreaterThan(MiB);
  expect(asked).toEqual(['file.bin false']);
  expect(await on.files()).toEqual([]);
  await writeFile(join(on.directory, 'file.bin'), 'mine');
  expect(server.requests[0]?.ended).toBe(false);

  expect(outcome(await running)).toBe('done');
  expect(asked).toEqual(['file.bin false', 'file.bin true']);
  expect(await on.files()).toEqual(['file (1).bin', 'file.bin']);
  expect(await readFile(join(on.directory, 'file.bin'), 'utf8')).toBe('mine');
  expect(await firstDifference(join(on.directory, 'file (1).bin'), 4, 4 * MiB)).toBeNull();
});

test('a link in place of the folder for unfinished work is refused', async () => {
  const server = await origin();
  const on = await task();
  const elsewhere = await task();
  server.serve('/file.bin', { size: MiB });
  execFileSync('ln', ['-s', elsewhere.directory, join(on.directory, '.sluice')]);
  expect(outcome(await on.attempt(server.url('/file.bin')))).toBe('permission');
  expect(await elsewhere.files()).toEqual([]);
});
