import { link, lstat, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { publishVideo } from '../../engine/video/publish-video.ts';
import { WorkFolder } from '../../engine/video/work-folder.ts';
import { testFolder } from '../files/folder.ts';

const beside = [
  { file: 'subtitles-656e.vtt', language: 'en', form: 'vtt' },
  { file: 'subtitles-6465.vtt', language: 'de', form: 'vtt' },
];
const made = { file: 'made.mp4', type: 'video/mp4', name: 'Film.mp4', beside };

async function finished(): Promise<{ directory: string; folder: WorkFolder; publish: () => Promise<string[]> }> {
  const directory = await testFolder();
  const folder = new WorkFolder(directory, 'abcdefghjk');
  await folder.make();
  for (const { file } of [made, ...beside]) await writeFile(folder.at(file), file);
  const reserved = async (): Promise<string> => join(directory, 'Film.mp4');
  const again = async (path: string): Promise<string> => path.replace('.mp4', ' (1).mp4');
  const publish = async (): Promise<string[]> =>
    (await publishVideo(made, folder, directory, reserved, again)).map(({ path }) => path.slice(directory.length + 1));
  return { directory, folder, publish };
}

const names = async (directory: string): Promise<string[]> =>
  (await readdir(directory)).filter((name) => name !== '.sluice').sort();

test.each([1, 2])(
  'after an end behind %i of its files, the next attempt gives names to the others alone',
  async (count) => {
    const { directory, folder, publish } = await finished();
    // What a crash leaves: names of some, and the work folder as it was.
    for (const [file, name] of [
      ['made.mp4', 'Film.mp4'],
      ['subtitles-656e.vtt', 'Film.en.vtt'],
    ].slice(0, count))
      await link(folder.at(file ?? ''), join(directory, name ?? ''));
    expect(await publish()).toEqual(['Film.mp4', 'Film.en.vtt', 'Film.de.vtt']);
    expect(await names(directory)).toEqual(['Film.de.vtt', 'Film.en.vtt', 'Film.mp4']);
    // And however often it is asked.
    expect(await publish()).toEqual(['Film.mp4', 'Film.en.vtt', 'Film.de.vtt']);
    expect(await names(directory)).toHaveLength(3);
  },
);

test('a file that fails in between costs none that has its name, and the next attempt goes on', async () => {
  const { directory, folder, publish } = await finished();
  await rename(folder.at('subtitles-6465.vtt'), folder.at('away'));
  await expect(publish()).rejects.toMatchObject({ name: 'Failure' });
  expect(await names(directory)).toEqual(['Film.en.vtt', 'Film.mp4']);
  await rename(join(directory, 'Film.mp4'), join(directory, 'Renamed.mp4'));
  await rename(folder.at('away'), folder.at('subtitles-6465.vtt'));
  expect(await publish()).toEqual(['Renamed.mp4', 'Film.en.vtt', 'Renamed.de.vtt']);
});

test('what others have there is neither overwritten nor taken for its own', async () => {
  const { directory, publish } = await finished();
  for (const name of ['Film.mp4', 'Film (1).en.vtt']) await writeFile(join(directory, name), 'mine');
  expect(await publish()).toEqual(['Film (1).mp4', 'Film (1).en (1).vtt', 'Film (1).de.vtt']);
  for (const name of ['Film.mp4', 'Film (1).en.vtt'])
    expect(await readFile(join(directory, name), 'utf8')).toBe('mine');
});

test('a link in the place of a name leads nowhere', async () => {
  const { directory, publish } = await finished();
  const target = join(await testFolder(), 'target');
  await symlink(target, join(directory, 'Film.mp4'));
  expect((await publish())[0]).toBe('Film (1).mp4');
  await expect(lstat(target)).rejects.toThrow('ENOENT');
  await rm(join(directory, 'Film.mp4'));
});
