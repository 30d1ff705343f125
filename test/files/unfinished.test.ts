import { writeFileSync } from 'node:fs';
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

test('many tasks go in one sweep, a folder of their own included, and others stay', async () => {
  const directory = await testFolder();
  await makeUnfinishedFolder(directory);
  const ids = Array.from({ length: 30 }, (_, index) => `task${index}`);
  const { folder } = unfinishedPaths(directory, '');
  for (const id of [...ids, 'other']) {
    const { data, journal } = unfinishedPaths(directory, id);
    await writeFile(data, '');
    await writeFile(journal, '');
    await mkdir(join(folder, `${id}.recording`, 'part'), { recursive: true });
  }
  await removeUnfinished(directory, ...ids.slice(0, 20));
  expect(new Set((await readdir(folder)).map((name) => name.split('.')[0]))).toEqual(
    new Set([...ids.slice(20), 'other']),
  );
  for (const id of ids) await removeUnfinished(directory, id);
  expect((await readdir(folder)).toSorted()).toEqual(['other.json', 'other.part', 'other.recording']);
});

test('what cannot be removed does not keep the rest', async () => {
  const directory = await testFolder();
  const { folder, data } = unfinishedPaths(directory, 'b');
  await mkdir(join(folder, 'a.part', 'inside'), { recursive: true });
  await writeFile(data, '');
  await expect(removeUnfinished(directory, 'a', 'b')).rejects.toMatchObject({ detail: expect.any(String) });
  expect(await readdir(folder)).toEqual(['a.part']);
});

test('among thousands the traces of one are found without a look at all', async () => {
  const directory = await testFolder();
  await makeUnfinishedFolder(directory);
  const { folder } = unfinishedPaths(directory, '');
  for (let index = 0; index < 20_000; index += 1) writeFileSync(join(folder, `other${index}.part`), '');
  const took = async (work: () => Promise<unknown>): Promise<number> => {
    const began = performance.now();
    for (let round = 0; round < 20; round += 1) await work();
    return performance.now() - began;
  };
  const look = await took(() => readdir(folder));
  expect(await took(() => removeUnfinished(directory, 'one'))).toBeLessThan(look / 2);
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
