import { link, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type FragmentNaming, fragmentName } from '../../../engine/record/finish/fragment-name.ts';
import { dropTraces, publishFragment } from '../../../engine/record/finish/publish-fragment.ts';
import { testFolder } from '../../files/folder.ts';
import { aac, cutAt, h264, picture, record, type Source, stored, tone, track } from './recorded.ts';
import { look, shop } from './shop.ts';

const source: Source = { form: 'ts', args: [...picture, ...tone, ...h264, ...aac], seconds: 3 };
const naming: FragmentNaming = {
  template: '{title} {date} {time} part {part:000}',
  title: 'News: at 7/8',
  id: '0123456789',
  single: false,
};
const date = new Date(2026, 0, 31, 20, 15, 0).getTime();

/** A download folder with a work folder in it that holds three segments. */
async function recorded() {
  const directory = await testFolder();
  const folder = join(directory, '.sluice', 'x.recording');
  await mkdir(folder, { recursive: true });
  const segments = await record(folder, 'main', source);
  const files = async () => (await readdir(directory)).filter((name) => name !== '.sluice');
  const cuts = cutAt(segments, [1, 2]).map((cut) => ({ ...cut, date }));
  return { directory, folder, segments, cuts, files, destination: { directory, naming } };
}

describe('the name of a fragment', () => {
  const name = (parts: Partial<FragmentNaming>, part = 1) => fragmentName({ ...naming, ...parts }, part, date, 'mp4');

  test('has the date and the time at which it begins, and its number', () => {
    expect(name({})).toBe('News_ at 7_8 2026-01-31 20-15-00 part 001.mp4');
    expect(name({}, 1234)).toBe('News_ at 7_8 2026-01-31 20-15-00 part 1234.mp4');
  });

  test.each([
    ['{title} {date} {time} part {part:000}', 'News_ at 7_8 2026-01-31 20-15-00.mp4'],
    ['{title} - Part {part}', 'News_ at 7_8.mp4'],
    ['{title} (part {part:00})', 'News_ at 7_8.mp4'],
    ['{title}_{part:0000}', 'News_ at 7_8.mp4'],
    ['{part:000} {title}', 'News_ at 7_8.mp4'],
    ['{title} depart {part}', 'News_ at 7_8 depart.mp4'],
    ['{part}', '1.mp4'],
    ['{title}.{ext}', 'News_ at 7_8.mp4'],
  ])('leaves the number out of %s where everything is in one file', (template, wanted) => {
    expect(name({ template, single: true })).toBe(wanted);
  });

  test('has it again when a second file becomes necessary', () => {
    expect(name({ single: true }, 2)).toBe('News_ at 7_8 2026-01-31 20-15-00 part 002.mp4');
  });
});

describe('a fragment that is published', () => {
  test('is in the folder under its name, and the traces of it can go', async () => {
    const { cuts, folder, destination, files } = await recorded();
    const [cut] = cuts;
    const published = await publishFragment(cut ?? expect.unreachable(), shop(folder), destination);
    expect(basename(published.path)).toBe('News_ at 7_8 2026-01-31 20-15-00 part 001.mp4');
    expect(published).toMatchObject({ type: 'video/mp4', beside: [], notes: [], traces: ['fragment-00001.mp4'] });
    expect(published.size).toBe((await stat(published.path)).size);
    expect((await look(published.path)).of('video')).toHaveLength(25);
    await dropTraces(folder, published.traces);
    expect((await readdir(folder)).filter((name) => !name.startsWith('main-'))).toEqual([]);
    expect(await files()).toEqual([basename(published.path)]);
  });

  test('overwrites nothing', async () => {
    const { cuts, folder, destination, directory, files } = await recorded();
    const name = 'News_ at 7_8 2026-01-31 20-15-00 part 001.mp4';
    await writeFile(join(directory, name), 'mine');
    const { path } = await publishFragment(cuts[0] ?? expect.unreachable(), shop(folder), destination);
    expect(basename(path)).toBe('News_ at 7_8 2026-01-31 20-15-00 part 001 (1).mp4');
    expect(await readFile(join(directory, name), 'utf8')).toBe('mine');
    expect(await files()).toHaveLength(2);
  });

  test('has a name of its own also where the template tells fragments not apart', async () => {
    const { cuts, folder, directory, files } = await recorded();
    const destination = { directory, naming: { ...naming, template: '{title}' } };
    for (const cut of cuts) await publishFragment(cut, shop(folder), destination);
    expect((await files()).toSorted()).toEqual(['News_ at 7_8 (1).mp4', 'News_ at 7_8 (2).mp4', 'News_ at 7_8.mp4']);
  });

  test('is found again after a crash, also under the name that the user gave it, and not made anew', async () => {
    const { cuts, folder, destination, directory, files } = await recorded();
    const cut = cuts[0] ?? expect.unreachable();
    const first = await publishFragment(cut, shop(folder), destination);
    await rename(first.path, join(directory, 'renamed.mp4'));
    const onChild = (): void => expect.unreachable();
    const again = await publishFragment(cut, shop(folder, { onChild }), destination);
    expect(again).toMatchObject({ path: join(directory, 'renamed.mp4'), size: first.size, type: 'video/mp4' });
    expect(again.traces).toEqual(first.traces);
    expect(await files()).toEqual(['renamed.mp4']);
  });

  test('is made anew after a crash before it had its name, and after somebody deleted it', async () => {
    const { cuts, folder, destination, files } = await recorded();
    const cut = cuts[0] ?? expect.unreachable();
    await writeFile(join(folder, 'fragment-00001.mp4'), 'torn');
    const { path } = await publishFragment(cut, shop(folder), destination);
    expect((await look(path)).of('video')).toHaveLength(25);
    await rm(path);
    expect(await publishFragment(cut, shop(folder), destination)).toMatchObject({ path });
    expect(await files()).toHaveLength(1);
  });

  test('is not taken for another file that has two names', async () => {
    const { cuts, folder, destination, directory, files } = await recorded();
    await link(join(folder, 'main-000.ts'), join(directory, 'other.ts'));
    await publishFragment(cuts[0] ?? expect.unreachable(), shop(folder), destination);
    expect(await files()).toHaveLength(2);
  });
});

describe('subtitles', () => {
  /** Adds a track of two segments of WebVTT that are there from 0.5 s to 1.5 s. */
  async function withText(tracks: readonly string[]) {
    const before = await recorded();
    const start = before.segments[0]?.media.streams[0]?.first ?? 0;
    const text = `WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:${start},LOCAL:00:00.000\n\n00:00.500 --> 00:01.500\nHello\n`;
    const added = await Promise.all(
      tracks.map(async (name) => {
        const files = [`${name}-0.vtt`, `${name}-1.vtt`];
        for (const file of files) await writeFile(join(before.folder, file), text);
        return Promise.all(files.map((file, sequence) => stored(before.folder, name, file, null, sequence)));
      }),
    );
    const cuts = before.cuts.map((cut) => {
      const shift = cut.tracks[0]?.pieces[0]?.shift ?? { ticks: 0, timescale: 1 };
      return { ...cut, tracks: [...cut.tracks, ...added.map((segments) => track(segments, shift))] };
    });
    return { ...before, cuts };
  }

  test('come beside each fragment that shows them, in its times', async () => {
    const { cuts, folder, destination, directory, files } = await withText(['subtitles-en']);
    const labels = { title: 'x', tracks: new Map([['subtitles-en', { language: 'en', name: null }]]) };
    for (const cut of cuts) await publishFragment(cut, shop(folder, { labels }), destination);
    const stem = 'News_ at 7_8 2026-01-31 20-15-00 part';
    expect((await files()).toSorted()).toEqual(
      [`${stem} 001.en.vtt`, `${stem} 001.mp4`, `${stem} 002.en.vtt`, `${stem} 002.mp4`, `${stem} 003.mp4`].toSorted(),
    );
    // The file begins with sound, 21 ms before the picture.
    const [first, second] = await Promise.all(
      ['001', '002'].map((part) => readFile(join(directory, `${stem} ${part}.en.vtt`), 'utf8')),
    );
    expect(first).toBe('WEBVTT\n\n00:00:00.521 --> 00:00:01.021\nHello\n');
    expect(second).toBe('WEBVTT\n\n00:00:00.000 --> 00:00:00.500\nHello\n');
  });

  test('of several tracks have names of their own, and nothing is overwritten or published twice', async () => {
    const { cuts, folder, destination, directory, files } = await withText(['subtitles-a', 'subtitles-b']);
    const language = { language: 'de', name: null };
    const labels = {
      title: 'x',
      tracks: new Map([
        ['subtitles-a', language],
        ['subtitles-b', language],
      ]),
    };
    const stem = 'News_ at 7_8 2026-01-31 20-15-00 part 001';
    await writeFile(join(directory, `${stem}.de.vtt`), 'mine');
    const cut = cuts[0] ?? expect.unreachable();
    const once = await publishFragment(cut, shop(folder, { labels }), destination);
    const wanted = [`${stem}.de (1).vtt`, `${stem}.de-2.vtt`].map((name) => join(directory, name));
    expect(once.beside).toMatchObject(wanted.map((path) => ({ path, type: 'text/vtt' })));
    expect(await publishFragment(cut, shop(folder, { labels }), destination)).toEqual({ ...once, notes: [] });
    expect(await files()).toHaveLength(4);
    expect(await readFile(join(directory, `${stem}.de.vtt`), 'utf8')).toBe('mine');
    await dropTraces(folder, once.traces);
    expect((await readdir(folder)).filter((name) => name.startsWith('fragment'))).toEqual([]);
  });
});
