import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeUnfinishedFolder, removeUnfinished, unfinishedPaths } from '../../engine/files/unfinished.ts';
import { testFolder } from './folder.ts';

test('the folder is made with all above it, and again without harm', async () => {
  const directory = join(await testFolder(), 'a', 'b');
  await makeUnfinishedFolder(directory);
  await makeUnfinishedFolder(directory);
  expect(await readdir(directory)).toEqual(['.sluice']);
});

test('a link or a file in its place is refused and nothing is followed', async () => {
  const directory = await testFolder();
  const outside = await testFolder();
  await writeFile(join(outside, 'task.part'), '');
  await symlink(outside, join(directory, '.sluice'));
  await expect(makeUnfinishedFolder(directory)).rejects.toMatchObject({ code: 'permission' });
  await removeUnfinished(directory, 'task');
  expect(await readdir(outside)).toEqual(['task.part']);
  await rm(join(directory, '.sluice'));
  await writeFile(join(directory, '.sluice'), '');
  await expect(makeUnfinishedFolder(directory)).rejects.toMatchObject({ code: 'permission' });
  await removeUnfinished(directory, 'task');
  expect(await readdir(directory)).toEqual(['.sluice']);
});

test('a file where the download folder should be is a missing folder', async () => {
  const file = join(await testFolder(), 'file');
  await writeFile(file, '');
  await expect(makeUnfinishedFolder(file)).rejects.toMatchObject({ code: 'folder-missing' });
  await expect(makeUnfinishedFolder(join(file, 'below'))).rejects.toMatchObject({ code: 'folder-missing' });
});

test('only what belongs to the task goes, and the folder with the last of it', async () => {
  const directory = await testFolder();
  await makeUnfinishedFolder(directory);
  const { folder, data, journal } = unfinishedPaths(directory, 'one');
  for (const file of [data, journal, `${journal}.tmp`, `${data}.target`, join(folder, 'one2.part')])
    await writeFile(file, '');
  await removeUnfinished(directory, 'one');
  expect(await readdir(folder)).toEqual(['one2.part']);
  await removeUnfinished(directory, 'one2');
  expect(await readdir(directory)).toEqual([]);
  await removeUnfinished(directory, 'one2');
  await removeUnfinished(join(directory, 'gone'), 'one2');
});

test('tasks that come and go at once do not disturb one another', async () => {
  const directory = await testFolder();
  const work = async (id: string) => {
    for (let round = 0; round < 20; round += 1) {
      const { data } = unfinishedPaths(directory, id);
      for (let stored = false; !stored; ) {
        await makeUnfinishedFolder(directory);
        stored = await writeFile(data, id).then(
          () => true,
          (error: NodeJS.ErrnoException) => {
            if (error.code !== 'ENOENT') throw error;
            return false;
          },
        );
      }
      expect(await readdir(join(directory, '.sluice'))).toContain(`${id}.part`);
      await removeUnfinished(directory, id);
    }
  };
  await Promise.all(['a', 'b', 'c', 'd'].map(work));
  expect(await readdir(directory)).toEqual([]);
});

test('a folder of the user inside is left alone', async () => {
  const directory = await testFolder();
  await mkdir(join(directory, '.sluice', 'own'), { recursive: true });
  await removeUnfinished(directory, 'task');
  expect(await readdir(join(directory, '.sluice'))).toEqual(['own']);
});
