import { createHash, randomBytes } from 'node:crypto';
import { link, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hashFile, sameContent } from '../../engine/files/same-content.ts';
import { freeBytes } from '../../engine/files/space.ts';
import { testFolder } from './folder.ts';

const MiB = 1024 * 1024;

test.each([0, 1, MiB - 1, MiB, MiB + 1, 3 * MiB])('%i bytes are hashed and compared right', async (size) => {
  const folder = await testFolder();
  const [one, other] = [join(folder, 'one'), join(folder, 'other')];
  const content = randomBytes(size);
  await writeFile(one, content);
  await writeFile(other, content);
  const heard: number[] = [];
  const digest = await hashFile(one, 'sha256', (done) => heard.push(done));
  expect(digest).toBe(createHash('sha256').update(content).digest('hex'));
  expect(heard.at(-1)).toBe(size);
  expect(heard).toEqual(heard.toSorted((a, b) => a - b));
  expect(await sameContent(one, other)).toBe(true);
  if (size > 0) {
    content.writeUInt8(content.readUInt8(size - 1) ^ 1, size - 1);
    await writeFile(other, content);
    expect(await sameContent(one, other)).toBe(false);
    await writeFile(other, content.subarray(1));
    expect(await sameContent(one, other)).toBe(false);
  }
});

test('two names of one file are the same', async () => {
  const folder = await testFolder();
  await writeFile(join(folder, 'one'), 'x');
  await link(join(folder, 'one'), join(folder, 'other'));
  expect(await sameContent(join(folder, 'one'), join(folder, 'other'))).toBe(true);
});

test('hashing stops when asked to, and a missing file is a failure', async () => {
  const folder = await testFolder();
  const path = join(folder, 'big');
  await writeFile(path, Buffer.alloc(8 * MiB));
  const stop = new AbortController();
  const hashing = hashFile(path, 'md5', () => stop.abort(), stop.signal);
  await expect(hashing).rejects.toMatchObject({ code: 'canceled' });
  await expect(hashFile(join(folder, 'gone'), 'md5')).rejects.toMatchObject({ code: 'folder-missing' });
  await expect(sameContent(path, join(folder, 'gone'))).rejects.toMatchObject({ code: 'folder-missing' });
});

test('free space is that of the nearest folder there is', async () => {
  const folder = await testFolder();
  const free = await freeBytes(join(folder, 'not', 'yet'));
  expect(free).toBeGreaterThan(0);
  expect(Number.isSafeInteger(free)).toBe(true);
});
