import { randomBytes } from 'node:crypto';
import { open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readInto, writeAll } from '../../engine/files/whole.ts';
import { testFolder } from './folder.ts';

test('all bytes are written from where they belong, and read again', async () => {
  const path = join(await testFolder(), 'file');
  const bytes = randomBytes(3_000_000);
  const file = await open(path, 'w');
  await writeAll(file, bytes.subarray(0, 1_000_000));
  await writeAll(file, bytes.subarray(1_000_000), 1_000_000);
  await file.close();
  expect(Buffer.compare(await readFile(path), bytes)).toBe(0);
  expect(Buffer.compare(await readInto(path, Buffer.alloc(bytes.length)), bytes)).toBe(0);
});

test('of a longer file the rest is left, of a shorter one there is less', async () => {
  const path = join(await testFolder(), 'file');
  await writeFile(path, 'segment');
  expect(Buffer.from(await readInto(path, Buffer.alloc(3))).toString()).toBe('seg');
  expect(Buffer.from(await readInto(path, Buffer.alloc(100))).toString()).toBe('segment');
});

test('a file that is not there is told as such', async () => {
  await expect(readInto(join(await testFolder(), 'none'), Buffer.alloc(1))).rejects.toMatchObject({ code: 'ENOENT' });
});
