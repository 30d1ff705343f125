import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import type { FoundFormat } from '../../engine/sources/video/found.ts';
import { type Origin, startOrigin } from '../servers/faulty-server.ts';
import { complaints, hashesOf, packetsOf } from '../streams/packets.ts';
import { indexOf, type Media, makeMedia, rate } from './media.ts';
import { probe } from './probe.ts';
import { Answers, format, outcome, pathOf, type VideoAttempt, VideoTask, video } from './task.ts';

/** Seconds of a group of pictures. */
const group = 1;
const clip = { start: 4.3, end: 7.6 };
const chapters = [
  { title: 'Before', start: 0, end: 4 },
  { title: 'One', start: 4, end: 6 },
  { title: 'Two', start: 6, end: 12 },
];
const vtt =
  'WEBVTT\n\n00:03.000 --> 00:05.000\nAcross\n\n00:06.000 --> 00:07.000\nWithin\n\n00:09.000 --> 00:10.000\nBehind\n';

let folder: string;
let media: Media;
let origin: Origin;
let task: VideoTask;
let formats: FoundFormat[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-clip-'));
  media = await makeMedia(folder, 'h264', 'aac', 'vp9', 'opus');
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
  const picture = { width: 1920, height: 1080, videoCodec: 'avc1' };
  const aac = { kind: 'audio', container: 'm4a', audioCodec: 'mp4a.40.2' } as const;
  formats = await Promise.all([
    serve(media.h264, { id: '137', ...picture, index: await indexOf(media.h264) }),
    serve(media.aac, { id: '140', ...aac, index: await indexOf(media.aac) }),
    serve(media.h264, { id: 'plain', ...picture }),
    serve(media.aac, { id: 'sound', ...aac }),
    serve(media.vp9, { id: '243', container: 'webm', width: 640, height: 360, videoCodec: 'vp9' }),
    serve(media.opus, { id: '251', kind: 'audio', container: 'webm', audioCodec: 'opus' }),
  ]);
  origin.serve('/en.vtt', { content: Buffer.from(vtt) });
});

function attempt(options: NonNullable<VideoAttempt['video']>, change: VideoAttempt = {}) {
  const place = { url: origin.url('/en.vtt'), headers: [], chunk: null };
  const subtitles = [{ language: 'en', name: 'English', automatic: false, form: 'vtt', place }];
  const resolver = new Answers(() => video(formats, { chapters, subtitles }));
  return task.attempt(resolver, { ...change, video: { clip, subtitles: { languages: ['en'] }, ...options } });
}

/** Bytes of media that were sent, apart from subtitles. */
function sent(): number {
  return origin.requests.reduce((sum, { sent: bytes, path }) => sum + (path === '/en.vtt' ? 0 : bytes), 0);
}

/** The pictures and the sound that are shown lie within a group of pictures of what was asked for. */
async function expectClip(path: string, source: string): Promise<void> {
  const packets = await packetsOf(path);
  const pictures = packets.filter(({ kind }) => kind === 'video');
  expect(pictures[0]?.key).toBe(true);
  const all = await hashesOf(source, 'video');
  const some = await hashesOf(path, 'video');
  const first = all.indexOf(some[0] ?? '');
  expect(all.slice(first, first + some.length)).toEqual(some);
  const begins = first / rate;
  expect(begins).toBeLessThanOrEqual(clip.start);
  expect(begins).toBeGreaterThan(clip.start - group);
  const ends = (first + some.length) / rate;
  expect(Math.abs(ends - clip.end)).toBeLessThanOrEqual(group);
  const sounds = packets.filter(({ kind }) => kind === 'audio');
  expect(Math.abs((sounds.at(-1)?.end ?? 0) - (pictures.at(-1)?.end ?? 0))).toBeLessThan(0.5);
  expect(await complaints(path)).toBe('');
}

test.each([
  ['137+140', 'with an index', true],
  ['plain+sound', 'without one', false],
])('%s %s: a clip in an MP4 begins at its very start', async (wanted, _what, indexed) => {
  const path = pathOf(await attempt({ format: wanted }));
  await expectClip(path, media.h264);
  const about = await probe(path);
  expect(Math.abs(about.duration - (clip.end - clip.start))).toBeLessThan(group);
  const packets = await packetsOf(path);
  // What is before the start is there to be decoded, and players do not show it.
  const shown = packets.filter(({ pts }) => pts >= -0.001);
  for (const kind of ['video', 'audio'] as const) {
    expect(Math.min(...shown.filter((packet) => packet.kind === kind).map(({ pts }) => pts))).toBeLessThan(0.06);
    expect(Math.min(...packets.filter((packet) => packet.kind === kind).map(({ pts }) => pts))).toBeLessThanOrEqual(
      0.001,
    );
  }
  expect(about.chapters).toEqual([
    { title: 'One', start: 0, end: expect.closeTo(1.7, 2) },
    { title: 'Two', start: expect.closeTo(1.7, 2), end: expect.closeTo(3.3, 2) },
  ]);
  const cues = readFileSync(join(task.directory, 'A title.en.vtt'), 'utf8');
  expect(cues).toContain('00:00:00.000 --> 00:00:00.700\nAcross');
  expect(cues).toContain('00:00:01.700 --> 00:00:02.700\nWithin');
  expect(cues).not.toContain('Behind');
  const whole = readFileSync(media.h264).length + readFileSync(media.aac).length;
  if (indexed) {
    expect(sent()).toBeLessThan(whole / 2);
    const { done, total } = task.progress.at(-1) ?? { done: 0, total: 0 };
    expect(total).toBeLessThan(whole / 2);
    expect(done).toBeLessThanOrEqual(total ?? 0);
  } else expect(sent()).toBeGreaterThanOrEqual(whole);
});

test('a clip in a WebM begins at the key picture before its start, and sound and subtitles with it', async () => {
  const path = pathOf(await attempt({ format: '243+251' }));
  expect(basename(path)).toBe('A title.webm');
  await expectClip(path, media.vp9);
  const packets = await packetsOf(path);
  for (const kind of ['video', 'audio']) {
    expect(packets.find((packet) => packet.kind === kind)?.pts).toBeLessThan(0.05);
  }
  const cues = readFileSync(join(task.directory, 'A title.en.vtt'), 'utf8');
  // The picture begins 0.3 s before the start.
  expect(cues).toContain('00:00:00.000 --> 00:00:01.000\nAcross');
});

test('only the sound of a clip', async () => {
  const path = pathOf(await attempt({ format: '140' }));
  expect(Math.abs((await probe(path)).duration - (clip.end - clip.start))).toBeLessThan(0.1);
});

test('to the end, and in chunks', async () => {
  const chunk = 64 * 1024;
  formats = formats.map((one) => ({ ...one, place: { ...one.place, chunk } }));
  const path = pathOf(await attempt({ format: '137+140', clip: { start: 9.5, end: null } }));
  expect(Math.abs((await probe(path)).duration - 2.5)).toBeLessThan(0.1);
  for (const { headers, path: asked } of origin.requests) {
    if (asked === '/en.vtt') continue;
    const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(headers['range']?.toString() ?? '') ?? [];
    expect(Number(end) - Number(start) + 1).toBeLessThanOrEqual(chunk);
  }
});

test('a clip behind the end is refused before anything is fetched', async () => {
  expect(outcome(await attempt({ format: '137+140', clip: { start: 12, end: null } }))).toContain('invalid-input');
  expect(origin.requests).toEqual([]);
});

test('a clip that was stopped goes on', async () => {
  const slow = { content: readFileSync(media.h264), etag: '"/v.mp4"' };
  origin.serve('/v.mp4', { ...slow, rate: 400_000 });
  expect((await attempt({ format: '137+140' }, { stopAt: 200_000 })).how).toBe('stopped');
  const before = sent();
  origin.serve('/v.mp4', slow);
  const path = pathOf(await attempt({ format: '137+140' }));
  await expectClip(path, media.h264);
  expect(before).toBeGreaterThanOrEqual(200_000);
  expect(sent()).toBeLessThan((readFileSync(media.h264).length + readFileSync(media.aac).length) / 2);
});

test('an index that says it is larger than memory is not read: the whole file is fetched', async () => {
  const index = { init: { start: 0, length: 800 }, index: { start: 800, length: 2 ** 45 } };
  formats = formats.map((one) => (one.id === '137' ? { ...one, index } : one));
  await expectClip(pathOf(await attempt({ format: '137+140' })), media.h264);
});
