import type * as FileSystem from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { expectWhole, outcome, parts } from './fetching.ts';

const MiB = 1024 * 1024;
/** Flushes so far, and how many of the first ones fail; no disk can be told to do that. */
const disk = vi.hoisted(() => ({ flushes: 0, failing: 0 }));

vi.mock('node:fs', async (original) => {
  const real = await original<typeof FileSystem>();
  const fdatasync: typeof real.fdatasync = Object.assign((fd: number, done: FileSystem.NoParamCallback) => {
    disk.flushes += 1;
    if (disk.flushes > disk.failing) real.fdatasync(fd, done);
    else setImmediate(() => done(Object.assign(new Error('the disk'), { code: 'EIO' })));
  }, real.fdatasync);
  return { ...real, fdatasync };
});

test('what could not be flushed is never named by a journal, however good the next flush looks', async () => {
  const { origin, task } = await parts();
  const size = 16 * MiB;
  disk.failing = 1;
  origin.serve('/file.bin', { size, seed: 1, etag: '"one"', rate: 4 * MiB });
  const url = origin.url('/file.bin');
  expect((await task.attempt(url, { connections: 1 })).how).toBe('failed');
  expect(disk.flushes).toBe(1);
  expect(await readdir(join(task.directory, '.sluice'))).toEqual([`${task.id}.part`]);

  origin.serve('/file.bin', { size, seed: 1, etag: '"one"' });
  expect(outcome(await task.attempt(url))).toBe('done');
  expect(origin.requests[1]?.headers['range']).toBe('bytes=0-');
  await expectWhole(task, 'file.bin', 1, size);
});
