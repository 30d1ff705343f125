import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import type { FoundFormat } from '../../engine/sources/video/found.ts';
import { type Origin, startOrigin } from '../servers/faulty-server.ts';
import { type MadeStream, makeHls } from '../streams/make-hls.ts';
import { complaints, hashesOf } from '../streams/packets.ts';
import { type Media, makeMedia } from './media.ts';
import { probe } from './probe.ts';
import { Answers, format, outcome, pathOf, VideoTask, video } from './task.ts';

let folder: string;
let media: Media;
let stream: MadeStream;
let origin: Origin;
let task: VideoTask;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-stream-'));
  media = await makeMedia(join(folder, 'media'), 'aac');
  stream = await makeHls(join(folder, 'hls'), { seconds: 12, segment: 2, gop: 1, size: '320x180', audio: 'none' });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The finished playlist of the stream. */
function playlist(): string {
  const segments = stream.segments.map(({ name, duration }) => `#EXTINF:${duration},\n${name}`);
  return ['#EXTM3U', '#EXT-X-VERSION:6', '#EXT-X-TARGETDURATION:2', ...segments, '#EXT-X-ENDLIST', ''].join('\n');
}

beforeEach(async () => {
  origin = await startOrigin();
  onTestFinished(() => origin.close());
  task = await VideoTask.make();
  origin.serve('/hls/index.m3u8', { content: Buffer.from(playlist()) });
  for (const { name } of stream.segments) {
    origin.serve(`/hls/${name}`, { content: readFileSync(join(stream.folder, name)) });
  }
  origin.serve('/a.m4a', { content: readFileSync(media.aac), etag: '"a"' });
});

async function formats(): Promise<FoundFormat[]> {
  const at = (path: string) => ({ url: origin.url(path), headers: [], chunk: null });
  const picture = { id: '95', width: 320, height: 180, videoCodec: 'avc1', road: 'hls', size: null } as const;
  const sound = { id: '140', kind: 'audio', container: 'm4a', audioCodec: 'mp4a.40.2' } as const;
  return [
    await format(media.aac, '', { ...picture, place: at('/hls/index.m3u8') }),
    await format(media.aac, '', { ...sound, place: at('/a.m4a') }),
  ];
}

async function sources(): Promise<string[]> {
  const files = stream.segments.map(({ name }) => join(stream.folder, name));
  return hashesOf(`concat:${files.join('|')}`, 'video');
}

function segmentsAsked(): string[] {
  return origin.requests
    .map(({ path }) => basename(path))
    .filter((name) => stream.segments.some((one) => one.name === name));
}

test('a picture that is a playlist and a sound that is a file become one video', async () => {
  const found = video(await formats());
  const path = pathOf(await task.attempt(new Answers(() => found), { video: { format: 'best' } }));
  expect(await task.files()).toEqual(['A title.mp4']);
  const about = await probe(path);
  expect(about.codecs).toEqual(['h264', 'aac']);
  expect(Math.abs(about.duration - 12)).toBeLessThan(0.2);
  expect(await hashesOf(path, 'video')).toEqual(await sources());
  expect(await hashesOf(path, 'audio')).toEqual(await hashesOf(media.aac, 'audio'));
  expect(await complaints(path)).toBe('');
});

test('a finished stream of which there is only the playlist', async () => {
  const place = { url: origin.url('/hls/index.m3u8'), headers: [], chunk: null };
  const found = video([], { hls: place, live: 'was-live', duration: null });
  const path = pathOf(await task.attempt(new Answers(() => found)));
  expect((await probe(path)).codecs).toEqual(['h264']);
  expect(await hashesOf(path, 'video')).toEqual(await sources());
});

test('stopped and gone on with: segments that are stored are not fetched again', async () => {
  const last = stream.segments.at(-1)?.name ?? '';
  origin.serve(`/hls/${last}`, { hang: { after: 'nothing' } });
  const found = video(await formats());
  const stopAt = 40_000;
  expect((await task.attempt(new Answers(() => found), { stopAt })).how).toBe('stopped');
  const before = segmentsAsked().length;
  origin.serve(`/hls/${last}`, { content: readFileSync(join(stream.folder, last)) });
  const path = pathOf(await task.attempt(new Answers(() => found)));
  expect(await hashesOf(path, 'video')).toEqual(await sources());
  expect(segmentsAsked().length - before).toBeLessThan(stream.segments.length);
  expect(await task.files()).toEqual(['A title.mp4']);
});

test('a playlist that says a part is missing is no whole video', async () => {
  const gap = playlist().replace(`#EXTINF:${stream.segments[2]?.duration}`, '#EXT-X-GAP\n$&');
  origin.serve('/hls/index.m3u8', { content: Buffer.from(gap) });
  const found = video(await formats());
  expect(outcome(await task.attempt(new Answers(() => found)))).toContain('source-unavailable');
  expect(await task.files()).toEqual([]);
  origin.serve('/hls/index.m3u8', { content: Buffer.from(playlist()) });
  expect(await hashesOf(pathOf(await task.attempt(new Answers(() => found))), 'video')).toEqual(await sources());
});
