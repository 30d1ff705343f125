import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { FoundFormat, FoundVideo } from '../../engine/sources/video/found.ts';
import { type Origin, startOrigin } from '../servers/faulty-server.ts';
import { complaints, hashesOf, packetsOf } from '../streams/packets.ts';
import { delay, type Media, makeMedia, seconds } from './media.ts';
import { probe } from './probe.ts';
import { Answers, format, outcome, pathOf, type VideoAttempt, VideoTask, video } from './task.ts';

let folder: string;
let media: Media;
let origin: Origin;
let task: VideoTask;
let formats: FoundFormat[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-join-'));
  media = await makeMedia(folder, 'h264', 'aac', 'vp9', 'opus', 'both', 'webp', 'jpeg');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeEach(async () => {
  origin = await startOrigin();
  onTestFinished(() => origin.close());
  task = await VideoTask.make();
  const serve = async (path: string, change: Partial<FoundFormat>): Promise<FoundFormat> => {
    const name = `/${basename(path)}`;
    origin.serve(name, { content: readFileSync(path), etag: `"${name}"` });
    return format(path, origin.url(name), change);
  };
  formats = await Promise.all([
    serve(media.h264, { id: '137', width: 1920, height: 1080, fps: 24, videoCodec: 'avc1.640028' }),
    serve(media.aac, {
      id: '140',
      kind: 'audio',
      container: 'm4a',
      audioCodec: 'mp4a.40.2',
      audioBitrate: 128_000,
      language: 'en',
    }),
    serve(media.vp9, { id: '243', container: 'webm', width: 640, height: 360, fps: 24, videoCodec: 'vp9' }),
    serve(media.opus, {
      id: '251',
      kind: 'audio',
      container: 'webm',
      audioCodec: 'opus',
      audioBitrate: 96_000,
      language: 'en',
    }),
    serve(media.both, {
      id: '18',
      kind: 'both',
      width: 320,
      height: 180,
      fps: 24,
      videoCodec: 'avc1',
      audioCodec: 'mp4a.40.2',
    }),
  ]);
});

const chapters = [
  { title: 'One; two=three \\ #4', start: 0, end: 5 },
  { title: 'Last', start: 5, end: seconds },
];

function attempt(options: NonNullable<VideoAttempt['video']>, change: Partial<FoundVideo> = {}) {
  return task.attempt(new Answers(() => video(formats, { chapters, ...change })), { video: options });
}

function pictures(): Pick<FoundVideo, 'pictures'> {
  origin.serve('/c.webp', { content: readFileSync(media.webp) });
  origin.serve('/c.jpg', { content: readFileSync(media.jpeg) });
  return {
    pictures: [
      { url: origin.url('/gone.jpg'), width: 1920, height: 1080 },
      { url: origin.url('/c.jpg'), width: 640, height: 360 },
      { url: origin.url('/c.webp'), width: 1280, height: 720 },
    ],
  };
}

const vtt = 'WEBVTT\n\n00:01.000 --> 00:02.500\nHello\n\n00:06.000 --> 00:08.000\nAgain\n';

function subtitles(): Pick<FoundVideo, 'subtitles'> {
  origin.serve('/en.vtt', { content: Buffer.from(vtt) });
  origin.serve('/de.vtt', { content: Buffer.from(vtt) });
  const place = (path: string) => ({ url: origin.url(path), headers: [], chunk: null });
  return {
    subtitles: [
      { language: 'en', name: 'English', automatic: false, form: 'vtt', place: place('/en.vtt') },
      { language: 'en', name: 'English (auto)', automatic: true, form: 'vtt', place: place('/nowhere.vtt') },
      { language: 'de', name: 'German (auto)', automatic: true, form: 'vtt', place: place('/de.vtt') },
    ],
  };
}

/** Every packet of the sources is in the file, in order. */
async function expectPackets(path: string, picture: string | null, sound: string | null): Promise<void> {
  if (picture !== null) expect(await hashesOf(path, 'video')).toEqual(await hashesOf(picture, 'video'));
  if (sound !== null) expect(await hashesOf(path, 'audio')).toEqual(await hashesOf(sound, 'audio'));
  expect(await complaints(path)).toBe('');
}

test('a picture that would fill the memory is no cover', async () => {
  // 34 bytes of WebP: 16,000 by 16,000 pixels of one colour.
  const bomb = '524946461a000000574542505650384c0e0000002f7ffe9f0f071011fd0f4444ff03';
  origin.serve('/bomb.webp', { content: Buffer.from(bomb, 'hex') });
  const path = pathOf(
    await attempt({ format: '1080p' }, { pictures: [{ url: origin.url('/bomb.webp'), width: 1, height: 1 }] }),
  );
  expect((await probe(path)).codecs).not.toContain('cover');
  expect(task.log.join('\n')).toMatch(/cannot be the cover.*corrupt-media.*max pixel/u);
});

test('1080p: H.264 and AAC in an MP4, with chapters, tags, cover and subtitles inside', async () => {
  const options = {
    format: '1080p',
    subtitles: { languages: ['en', 'de', 'fr'], automatic: true, as: 'embedded' as const },
  };
  // A link may let whoever has it in, and a file is passed on.
  const url = 'https://video.example/watch?v=abc&token=secret';
  const ending = await attempt(options, { ...pictures(), ...subtitles(), url });
  const path = pathOf(ending);
  expect(await task.files()).toEqual(['A title.mp4']);
  const about = await probe(path);
  expect(about.codecs.filter((codec) => codec !== 'bin_data')).toEqual([
    'h264',
    'aac',
    'mov_text',
    'mov_text',
    'cover',
  ]);
  expect(about).toMatchObject({ height: 1080, kind: expect.stringContaining('mp4') });
  expect(Math.abs(about.duration - seconds)).toBeLessThan(0.1);
  expect(about.languages.slice(1, 4)).toEqual(['eng', 'eng', 'deu']);
  expect(about.chapters).toEqual(chapters);
  expect(about.tags).toMatchObject({
    ...{ title: 'A title', artist: 'Somebody', date: '2026-01-31' },
    comment: 'https://video.example/watch?v=abc&token=***',
  });
  await expectPackets(path, media.h264, media.aac);
  // The index stands in front of the media.
  const file = readFileSync(path);
  expect(file.indexOf('moov')).toBeLessThan(file.indexOf('mdat'));
  expect(task.log.join('\n')).toContain('"language":"fr"');
  expect(task.named).toEqual(['A title']);
});

test('VP9 and Opus in a WebM, with subtitles beside it', async () => {
  const options = { format: '243+251', subtitles: { languages: ['en'] } };
  const ending = await attempt(options, { ...pictures(), ...subtitles() });
  const path = pathOf(ending);
  expect(await task.files()).toEqual(['A title.en.vtt', 'A title.webm']);
  expect(readFileSync(join(task.directory, 'A title.en.vtt'), 'utf8')).toBe(vtt);
  expect(ending).toMatchObject({ artifacts: [{ type: 'video/webm' }, { type: 'text/vtt' }] });
  const about = await probe(path);
  expect(about.codecs).toEqual(['vp9', 'opus']);
  expect(about.chapters).toEqual(chapters);
  expect(about.tags).toMatchObject({ title: 'A title', artist: 'Somebody' });
  await expectPackets(path, media.vp9, media.opus);
});

test('sound that begins later than the picture does so in the file too', async () => {
  const late = join(folder, 'late.webm');
  await delay(media.opus, 0.5, late);
  origin.serve('/a.webm', { content: readFileSync(late) });
  const path = pathOf(await attempt({ format: '137+251' }));
  const packets = await packetsOf(path);
  const first = (kind: string) => packets.find((packet) => packet.kind === kind)?.pts ?? 0;
  const [picture, sound] = [(await packetsOf(media.h264))[0]?.pts ?? 0, (await packetsOf(late))[0]?.pts ?? 0];
  expect(sound).toBeGreaterThan(0.4);
  // Opus begins with 7 ms that are not shown, which Matroska counts in another way.
  expect(Math.abs(first('audio') - first('video') - (sound - picture))).toBeLessThan(0.02);
});

test('subtitles inside a WebM', async () => {
  const options = { format: '243+251', subtitles: { languages: ['en'], as: 'embedded' as const } };
  const about = await probe(pathOf(await attempt(options, subtitles())));
  expect(about.codecs).toEqual(['vp9', 'opus', 'webvtt']);
});

test('H.264 and Opus: what neither of the two takes becomes a Matroska', async () => {
  const options = { format: '137+251', subtitles: { languages: ['en'], as: 'embedded' as const } };
  const path = pathOf(await attempt(options, { ...pictures(), ...subtitles() }));
  expect(basename(path)).toBe('A title.mkv');
  const about = await probe(path);
  expect(about.codecs).toEqual(['h264', 'opus', 'subrip', 'cover']);
  expect(about.chapters).toEqual(chapters);
  await expectPackets(path, media.h264, media.opus);
});

test('one format with both, and nothing that was not wanted', async () => {
  const options = { format: '18', chapters: false, thumbnail: false, tags: false };
  const path = pathOf(await attempt(options, pictures()));
  const about = await probe(path);
  expect(about).toMatchObject({ codecs: ['h264', 'aac'], chapters: [] });
  expect(about.tags).not.toHaveProperty('title');
  expect(origin.requests.map((request) => request.path)).toEqual(['/b.mp4']);
  await expectPackets(path, media.both, media.both);
});

describe('only sound', () => {
  test.each([
    ['140', 'm4a', 'aac', true],
    ['251', 'opus', 'opus', false],
  ])('%s stays in its own codec: .%s', async (id, extension, codec, cover) => {
    const path = pathOf(await attempt({ format: id }, pictures()));
    expect(basename(path)).toBe(`A title.${extension}`);
    const about = await probe(path);
    expect(about.codecs.filter((one) => one !== 'bin_data')).toEqual(cover ? [codec, 'cover'] : [codec]);
    expect(about.tags).toMatchObject({ title: 'A title', artist: 'Somebody' });
    expect(about.chapters).toHaveLength(2);
    await expectPackets(path, null, codec === 'aac' ? media.aac : media.opus);
    if (!cover) expect(task.log.join('\n')).toContain('a cover does not go into .opus');
  });

  test.each([
    ['mp3', 'mp3', true],
    ['m4a', 'aac', true],
    ['opus', 'opus', false],
    ['flac', 'flac', true],
  ] as const)('converted to %s', async (audio, codec, cover) => {
    const path = pathOf(await attempt({ format: audio === 'opus' ? '140' : '251', audio }, pictures()));
    expect(basename(path)).toBe(`A title.${audio}`);
    const about = await probe(path);
    expect(about.codecs.filter((one) => one !== 'bin_data')).toEqual(cover ? [codec, 'cover'] : [codec]);
    expect(Math.abs(about.duration - seconds)).toBeLessThan(0.2);
    expect(about.tags).toMatchObject({ title: 'A title' });
    expect(await complaints(path)).toBe('');
  });

  test('what has the codec already is not converted', async () => {
    const path = pathOf(await attempt({ format: 'audio', audio: 'm4a' }));
    await expectPackets(path, null, media.aac);
  });

  test('out of a format with a picture, where there is no other', async () => {
    formats = formats.filter(({ id }) => id === '18');
    const path = pathOf(await attempt({ format: 'audio' }));
    expect(basename(path)).toBe('A title.m4a');
    expect((await probe(path)).codecs.filter((one) => one !== 'bin_data')).toEqual(['aac']);
    await expectPackets(path, null, media.both);
  });
});

test('a format that is not there', async () => {
  expect(outcome(await attempt({ format: '999' }))).toContain('no-format');
  expect(origin.requests).toEqual([]);
});

test('a page or a playlist in the place of media never reaches ffmpeg', async () => {
  const evil = '#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n';
  origin.serve('/b.mp4', { content: Buffer.from(evil) });
  expect(outcome(await attempt({ format: '18' }))).toBe('corrupt-media: what came is no media file');
  expect(await task.files()).toEqual([]);
  // What is stored of it is not built on.
  origin.serve('/b.mp4', { content: readFileSync(media.both) });
  await expectPackets(pathOf(await attempt({ format: '18' })), media.both, media.both);
});

test('live: nothing is fetched', async () => {
  expect(await attempt({}, { live: 'live' })).toEqual({ how: 'live', title: 'A title' });
  expect(outcome(await attempt({}, { live: 'upcoming' }))).toContain('not-live');
  expect(await task.files()).toEqual([]);
});
