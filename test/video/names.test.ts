import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { safeName } from '../../engine/files/name.ts';
import { metadataFile, oneLine } from '../../engine/video/metadata.ts';
import { subtitleName, videoName } from '../../engine/video/name.ts';
import { startOrigin } from '../servers/faulty-server.ts';
import { type Media, makeMedia } from './media.ts';
import { probe } from './probe.ts';
import { Answers, format, pathOf, VideoTask, video } from './task.ts';

const naming = { name: null, template: '{number:000} {title}', number: null, startedAt: Date.UTC(2026, 0, 31, 12) };
const about = { title: 'A title', channel: 'Somebody', id: 'abc' };

test.each([
  [{}, {}, 'A title.mp4'],
  [{ number: 7 }, {}, '007 A title.mp4'],
  [{ template: '{number:00} - {title}' }, {}, 'A title.mp4'],
  [{ template: '[{number}] {title}', number: 3 }, {}, '[3] A title.mp4'],
  [{ template: '[{number}] {title}' }, {}, 'A title.mp4'],
  [{ template: '{channel} - {title} [{id}]' }, {}, 'Somebody - A title [abc].mp4'],
  [{ template: '{date} {title}.{ext}' }, {}, '2026-01-31 A title.mp4'],
  [{ template: '{number}' }, {}, 'abc.mp4'],
  [{ name: 'Mine' }, {}, 'Mine.mp4'],
  [{ name: 'Mine.mkv' }, {}, 'Mine.mp4'],
  [{ name: 'Mine v1.2', number: 5 }, {}, 'Mine v1.2.mp4'],
  [{}, { title: '  ' }, 'abc.mp4'],
  [{}, { title: '...' }, 'abc.mp4'],
  [{}, { title: '\u202E\u0000. ' }, '_.mp4'],
  [{}, { title: '../../etc/passwd' }, '_.._etc_passwd.mp4'],
  [{}, { title: '--exec rm -rf /' }, '--exec rm -rf _.mp4'],
  [{}, { title: 'one\ntwo\0three' }, 'one two_three.mp4'],
  [{}, { title: '{channel} {ext}' }, '{channel} {ext}.mp4'],
])('%o and %o: %s', (job, found, expected) => {
  expect(videoName({ ...naming, ...job }, { ...about, ...found }, 'mp4')).toBe(expected);
});

test('an unknown field is refused', () => {
  expect(() => videoName({ ...naming, template: '{nothing}' }, about, 'mp4')).toThrow(
    expect.objectContaining({ code: 'invalid-input' }),
  );
});

test('whatever a video is called: a name that is safe everywhere and keeps its extension', () => {
  const text = fc.string({ unit: 'binary', maxLength: 400 });
  fc.assert(
    fc.property(text, text, fc.option(fc.integer({ min: 1, max: 999 })), (title, channel, number) => {
      const template = '{number:000} {channel} - {title}';
      const name = videoName({ ...naming, template, number }, { title, channel, id: 'abc' }, 'mp4');
      expect(safeName(name)).toBe(name);
      expect(basename(name)).toBe(name);
      expect(name).toMatch(/\.mp4$/);
      const beside = subtitleName(`/folder/${name}`, 'en-GB', 'vtt');
      expect(safeName(beside)).toBe(beside);
      expect(beside).toMatch(/\.en-GB\.vtt$/);
    }),
  );
});

test('however long the name is that somebody gives, subtitles beside it keep it and their language', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'é', '.', '🎬'), minLength: 1, size: 'max', maxLength: 400 });
  fc.assert(
    fc.property(text, (given) => {
      const name = videoName({ ...naming, name: safeName(given) }, about, 'webm');
      expect(safeName(name)).toBe(name);
      expect(name).toMatch(/\.webm$/);
      const beside = subtitleName(name, 'zh-Hant', 'vtt');
      expect(beside).toBe(`${name.slice(0, -'.webm'.length)}.zh-Hant.vtt`);
    }),
  );
});

test('a title is one line of its own in what ffmpeg reads, whatever is in it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (title) => {
      const file = metadataFile({ title, artist: title, date: null, link: 'https://x.example/' }, [
        { title, start: 0, end: 1 },
      ]);
      const lines = file.split('\n');
      expect(lines).toHaveLength(10);
      expect(lines.map((line) => line.split('=', 1)[0])).toEqual([
        ';FFMETADATA1',
        'title',
        'artist',
        'comment',
        '[CHAPTER]',
        'TIMEBASE',
        'START',
        'END',
        'title',
        '',
      ]);
    }),
  );
});

let folder: string;
let media: Media;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-names-'));
  media = await makeMedia(folder, 'both');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  '--exec touch pwned',
  '-f null',
  'one\ntwo\r\n[CHAPTER]\nSTART=7',
  '; comment=evil',
  '# no comment; a=b \\',
  'title=evil\\\ncomment=evil',
  '$(touch pwned) `touch pwned` %d %s',
  '../../../outside',
  '\u202e4pm.exe',
  'file:/etc/passwd',
])('%j is a title and nothing else', async (title) => {
  const origin = await startOrigin();
  onTestFinished(() => origin.close());
  origin.serve('/b.mp4', { content: readFileSync(media.both) });
  const task = await VideoTask.make();
  const both = { id: '18', kind: 'both', videoCodec: 'avc1', audioCodec: 'mp4a' } as const;
  const formats = [await format(media.both, origin.url('/b.mp4'), both)];
  const found = video(formats, { title, channel: title, chapters: [{ title, start: 0, end: 6 }] });
  const path = pathOf(await task.attempt(new Answers(() => found)));
  expect(await task.files()).toEqual([basename(path)]);
  expect(basename(path)).toBe(`${safeName(`${title}.mp4`)}`);
  const { tags, chapters } = await probe(path);
  const seen = [tags['title'], tags['artist'], ...chapters.map((chapter) => chapter.title)];
  expect(seen.map((text) => text?.trim())).toEqual(Array(3).fill(oneLine(title)));
  expect(tags['comment']).toBe(found.url);
  expect(readdirSync('.')).not.toContain('pwned');
});
