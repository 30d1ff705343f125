import { statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startOrigin } from '../servers/faulty-server.ts';
import { mountSmallDisk, smallDiskProblem } from '../servers/small-disk.ts';
import { outcome, Task } from './fetching.ts';

const MiB = 1024 * 1024;
const noDisk = await smallDiskProblem();
const patience = { timeout: 20_000 };

/** An origin that compresses what nobody asked it to compress. */
async function origin(rate?: number) {
  const server = await startOrigin();
  onTestFinished(() => server.close());
  server.serve('/file.bin', { size: 8 * MiB, gzip: true, ...(rate === undefined ? {} : { rate }) });
  return server;
}

/** Leaves so many bytes free on a disk. */
async function fill(path: string, free: number): Promise<void> {
  const { bavail, bsize } = await statfs(path);
  await writeFile(join(path, 'filler'), Buffer.alloc(bavail * bsize - free));
}

// Mounting needs root; the reason is in the name of the skipped test.
test.skipIf(noDisk !== null)(
  `an answer that is given up for want of room is given up by its connection too (${noDisk ?? 'tmpfs'})`,
  async () => {
    const server = await origin();
    await using disk = await mountSmallDisk(16);
    await fill(disk.path, MiB);
    const on = new Task(disk.path);
    for (let round = 0; round < 3; round += 1) {
      expect(outcome(await on.attempt(server.url('/file.bin'), { reserveBytes: 1024 * MiB }))).toBe('disk-full');
    }
    await expect.poll(() => server.connections(), patience).toBe(0);
  },
);

test.skipIf(noDisk !== null)(`the reserve stays free while a body is decoded, too (${noDisk ?? 'tmpfs'})`, async () => {
  const server = await origin(2 * MiB);
  await using disk = await mountSmallDisk(100);
  const on = new Task(disk.path);
  const running = on.attempt(server.url('/file.bin'), { reserveBytes: 1024 * MiB });
  await expect.poll(() => server.requests[0]?.sent ?? 0, patience).toBeGreaterThan(MiB);
  // Enough for the rest, but not beside the tenth that is kept back.
  await fill(disk.path, 9 * MiB);
  expect(outcome(await running)).toBe('disk-full');
  expect(await on.files()).toEqual(['filler']);
  await expect.poll(() => server.connections(), patience).toBe(0);
});
