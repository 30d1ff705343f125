import { link, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { announce } from '../../engine/files/announcement.ts';
import { publish, wasPublished } from '../../engine/files/publish.ts';
import { publishByMove } from '../../engine/files/publish-by-move.ts';
import { makeUnfinishedFolder, removeUnfinished, unfinishedPaths } from '../../engine/files/unfinished.ts';
import { testFolder } from './folder.ts';

async function unfinished(content: string): Promise<{ folder: string; data: string; target: string }> {
  const folder = await testFolder();
  await makeUnfinishedFolder(folder);
  const { data } = unfinishedPaths(folder, 'task');
  await writeFile(data, content);
  return { folder, data, target: join(folder, 'a.bin') };
}

test('a free name is taken, the data stays until it is removed', async () => {
  const { folder, data, target } = await unfinished('content');
  expect(await publish(data, target)).toBe('published');
  expect(await readFile(target, 'utf8')).toBe('content');
  expect((await stat(target)).mode & 0o777).toBe(0o666 & ~process.umask());
  await removeUnfinished(folder, 'task');
  expect(await readdir(folder)).toEqual(['a.bin']);
});

test('what has the name is never overwritten: a file, a folder, a link that leads nowhere', async () => {
  const { folder, data, target } = await unfinished('content');
  await writeFile(target, 'other');
  expect(await publish(data, target)).toBe('taken');
  expect(await readFile(target, 'utf8')).toBe('other');
  expect(await publish(data, join(folder, '.sluice'))).toBe('taken');
  await symlink(join(folder, 'nowhere'), join(folder, 'link'));
  expect(await publish(data, join(folder, 'link'))).toBe('taken');
  expect(await publishByMove(data, join(folder, 'link'))).toBe('taken');
  expect((await readdir(folder)).sort()).toEqual(['.sluice', 'a.bin', 'link']);
});

test('of many at once exactly one gets the name', async () => {
  const { folder, data, target } = await unfinished('0');
  const all = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const own = unfinishedPaths(folder, `task${index}`).data;
      await writeFile(own, `${index}`);
      return (await (index % 2 ? publish : publishByMove)(own, target)) === 'published' ? [`${index}`] : [];
    }),
  );
  expect(all.flat()).toEqual([await readFile(target, 'utf8')]);
  expect(await readFile(data, 'utf8')).toBe('0');
});

test('publishing again after a crash is a success', async () => {
  const { data, target } = await unfinished('content');
  await publish(data, target);
  expect(await publish(data, target)).toBe('published');
});

test('a missing folder is named as such', async () => {
  const { folder, data } = await unfinished('content');
  await expect(publish(data, join(folder, 'gone', 'a'))).rejects.toMatchObject({ code: 'folder-missing' });
});

test('after a crash the name is found: the hint, another one, a renamed one, or none', async () => {
  const { folder, data, target } = await unfinished('content');
  await writeFile(join(folder, 'same.bin'), 'content');
  expect(await wasPublished(data, folder, target)).toBeUndefined();
  await publish(data, target);
  expect(await wasPublished(data, folder, target)).toBe(target);
  expect(await wasPublished(data, folder, null)).toBe(target);
  const renamed = join(folder, 'renamed.bin');
  await rename(target, renamed);
  expect(await wasPublished(data, folder, target)).toBe(renamed);
  await rm(renamed);
  expect(await wasPublished(data, folder, target)).toBeUndefined();
});

test('a second name outside the folder (a backup) is no publication', async () => {
  const { folder, data } = await unfinished('content');
  await link(data, join(await testFolder(), 'backup'));
  expect(await wasPublished(data, folder, null)).toBeUndefined();
});

test('without hard links the data is moved, and nothing else is left', async () => {
  const { folder, data, target } = await unfinished('content');
  expect(await publishByMove(data, target)).toBe('published');
  expect(await readFile(target, 'utf8')).toBe('content');
  expect(await wasPublished(data, folder, null)).toBe(target);
  await removeUnfinished(folder, 'task');
  expect(await readdir(folder)).toEqual(['a.bin']);
});

test('a move that crashed after taking the name goes on', async () => {
  const { folder, data, target } = await unfinished('content');
  await announce(data, { target, size: 7 });
  await writeFile(target, '');
  expect(await wasPublished(data, folder, target)).toBeUndefined();
  expect(await publishByMove(data, target)).toBe('published');
  expect(await readFile(target, 'utf8')).toBe('content');
});

test("an announced name that has somebody's content by now is taken", async () => {
  const { folder, data, target } = await unfinished('content');
  await announce(data, { target, size: 7 });
  await writeFile(target, 'x');
  expect(await publishByMove(data, target)).toBe('taken');
  expect(await readFile(target, 'utf8')).toBe('x');
  expect(await readdir(join(folder, '.sluice'))).toEqual(['task.part']);
});

test('an empty file that was not announced is not ours', async () => {
  const { data, target } = await unfinished('content');
  await writeFile(target, '');
  expect(await publishByMove(data, target)).toBe('taken');
});

test('a torn announcement counts as none', async () => {
  const { folder, data, target } = await unfinished('content');
  await writeFile(`${data}.target`, '{"target":');
  expect(await wasPublished(data, folder, target)).toBeUndefined();
  expect(await publishByMove(data, target)).toBe('published');
});

test('a move that fails leaves no empty file behind', async () => {
  const { folder, target } = await unfinished('content');
  const data = join(folder, '.sluice');
  // A folder cannot be renamed over a file.
  await expect(publishByMove(data, target)).rejects.toThrow();
  expect(await readdir(folder)).toEqual(['.sluice']);
});
