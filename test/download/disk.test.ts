import { execFileSync } from 'node:child_process';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { firstDifference } from '../servers/body.ts';
import { startOrigin } from '../servers/faulty-server.ts';
import { mountSmallDisk, smallDiskProblem } from '../servers/small-disk.ts';
import { outcome, Task } from './fetching.ts';

const MiB = 1024 * 1024;
const noDisk = await smallDiskProblem();

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
      .poll(() => server.requests.filter(({ path }) => path === '/file.bin')[0]?.sent ?? 0)
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

test('a folder that is removed during the download', async () => {
  const server = await origin();
  const on = await task();
  server.serve('/file.bin', { size: 20 * MiB, seed: 4, etag: '"a"', rate: 4 * MiB });
  const url = server.url('/file.bin');
  const running = on.attempt(url, { connections: 1 });
  await expect.poll(() => server.requests[0]?.sent ?? 0).toBeGreaterThan(2 * MiB);
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
  await expect.poll(() => server.requests[0]?.sent ?? 0).toBeGreaterThan(2 * MiB);
  await rename(on.directory, `${on.directory}-moved`);
  onTestFinished(() => rm(`${on.directory}-moved`, { recursive: true, force: true }));
  expect(outcome(await running)).toBe('folder-missing');
});

test('a name that another program takes meanwhile is left to it', async () => {
  const server = await origin();
  const on = await task();
  server.serve('/file.bin', { size: MiB, seed: 4 });
  const asked: string[] = [];
  const ending = await on.attempt(server.url('/file.bin'), {
    reserve: (path, taken) => {
      asked.push(`${path.slice(on.directory.length + 1)} ${taken}`);
      return taken ? join(on.directory, 'file (1).bin') : path;
    },
    name: 'file.bin',
    checksum: null,
    headers: [],
    reserved: await takenAt(join(on.directory, 'file.bin')),
  });
  expect(outcome(ending)).toBe('done');
  expect(asked).toEqual(['file.bin false', 'file.bin true']);
  expect(await on.files()).toEqual(['file (1).bin', 'file.bin']);
  expect(await readFile(join(on.directory, 'file.bin'), 'utf8')).toBe('mine');
  expect(await firstDifference(join(on.directory, 'file (1).bin'), 4, MiB)).toBeNull();
});

/** Another program's file under this path; the path. */
async function takenAt(path: string): Promise<string> {
  await writeFile(path, 'mine');
  return path;
}

test('a link in place of the folder for unfinished work is refused', async () => {
  const server = await origin();
  const on = await task();
  const elsewhere = await task();
  server.serve('/file.bin', { size: MiB });
  execFileSync('ln', ['-s', elsewhere.directory, join(on.directory, '.sluice')]);
  expect(outcome(await on.attempt(server.url('/file.bin')))).toBe('permission');
  expect(await elsewhere.files()).toEqual([]);
});
