import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HttpClient } from '../../engine/net/client.ts';
import type { Access } from '../../engine/sources/video/access.ts';
import type { FoundFormat } from '../../engine/sources/video/found.ts';
import type { Resolver } from '../../engine/sources/video/resolver.ts';
import { YoutubeResolver } from '../../engine/sources/youtube/resolver.ts';
import { YtDlpResolver } from '../../engine/sources/yt-dlp/resolver.ts';
import { clip as clipOfFilm } from '../stand-in/catalogue.ts';
import { type StandIn, startStandIn } from '../stand-in/stand-in.ts';
import { complaints, packetsOf } from '../streams/packets.ts';
import { probe } from './probe.ts';
import { pathOf, VideoTask } from './task.ts';

/** A yt-dlp as it is given to everybody; set-up puts it there. */
const ytDlp = process.env['SLUICE_TEST_YT_DLP'] ?? '';
const film = 'https://www.youtube.com/watch?v=filmDirect1';

let folder: string;
let standIn: StandIn;
let client: HttpClient;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-video-stand-in-'));
  standIn = await startStandIn(folder);
  standIn.trust();
  client = new HttpClient({});
});
afterAll(async () => {
  client.close();
  await standIn.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The site is to be seen through the proxy only. */
function access(): Access {
  return { client, headers: [], auth: null, cookies: null, proxy: standIn.proxy, idleMs: 30_000, limits: [] };
}

function resolver(): YoutubeResolver {
  return new YoutubeResolver(access(), []);
}

/** The same, for a site that wants to be asked for little at a time: a download is many requests then. */
function inSmallChunks(): Resolver {
  const real = resolver();
  return {
    name: 'builtin',
    claims: (url) => real.claims(url),
    list: (question) => real.list(question),
    video: async (question) => {
      const found = await real.video(question);
      const small = (format: FoundFormat) => ({ ...format, place: { ...format.place, chunk: 512 * 1024 } });
      return { ...found, formats: found.formats.map(small) };
    },
  };
}

const through = (url: string) => ({ url, proxy: standIn.proxy });

test('a video at 1080p with all that belongs to it, never slowed down', async () => {
  const task = await VideoTask.make();
  const before = standIn.requests.length;
  const subtitles = { languages: ['en'], as: 'embedded' as const };
  const ending = await task.attempt(resolver(), { ...through(film), video: { format: '1080p', subtitles } });
  const about = await probe(pathOf(ending));
  expect(about.codecs.filter((codec) => codec !== 'bin_data')).toEqual(['h264', 'aac', 'mov_text', 'cover']);
  expect(about).toMatchObject({ height: 1080, tags: { title: 'Bars and tone', artist: 'Stand-in' } });
  expect(Math.abs(about.duration - 30)).toBeLessThan(0.2);
  expect(about.chapters.map(({ start }) => start)).toEqual([0, 10, 20]);
  expect(await complaints(pathOf(ending))).toBe('');
  const media = standIn.requests.slice(before).filter(({ host }) => host.endsWith('googlevideo.com'));
  expect(media.length).toBeGreaterThan(1);
  expect(media.filter(({ throttled }) => throttled)).toEqual([]);
});

test('addresses that expire in the middle: what is stored stays', async () => {
  const task = await VideoTask.make();
  const options = { ...through(film), connections: 3, limitRate: 4_000_000, video: { format: '1080p' } };
  const before = standIn.given('filmDirect1');
  const running = task.attempt(inSmallChunks(), options);
  const stored = (): number => task.progress.at(-1)?.done ?? 0;
  await expect.poll(stored, { timeout: 20_000, interval: 5 }).toBeGreaterThan(4_000_000);
  standIn.expire('filmDirect1');
  const path = pathOf(await running);
  expect(await complaints(path)).toBe('');
  const { total } = task.progress.at(-1) ?? { total: 0 };
  expect(task.log.filter((line) => line.includes('resolved')).length).toBe(2);
  expect(standIn.given('filmDirect1') - before).toBeLessThan((total ?? 0) * 1.5);
});

test('a clip fetches what it needs', async () => {
  const task = await VideoTask.make();
  const before = standIn.given('filmDirect1');
  const clip = { start: 11.2, end: 15 };
  const path = pathOf(await task.attempt(resolver(), { ...through(film), video: { format: 'compatible', clip } }));
  const pictures = (await packetsOf(path)).filter(({ kind }) => kind === 'video');
  expect(pictures[0]?.key).toBe(true);
  expect(Math.abs((await probe(path)).duration - 3.8)).toBeLessThan(1);
  expect(standIn.given('filmDirect1') - before).toBeLessThan(5_000_000);
});

test('a link to a clip that somebody has made gives that piece', async () => {
  const task = await VideoTask.make();
  const url = `https://www.youtube.com/clip/${clipOfFilm.id}`;
  const path = pathOf(await task.attempt(resolver(), { ...through(url), video: { format: 'compatible' } }));
  const length = (clipOfFilm.end - clipOfFilm.start) / 1000;
  expect(Math.abs((await probe(path)).duration - length)).toBeLessThan(1);
});

test('a site that gives only HLS', async () => {
  const task = await VideoTask.make();
  const url = 'https://www.youtube.com/watch?v=hlsOnlyVide';
  const path = pathOf(await task.attempt(resolver(), { ...through(url), video: { format: '720p' } }));
  const about = await probe(path);
  expect(about.codecs.slice(0, 2)).toEqual(['h264', 'aac']);
  expect(about.height).toBe(720);
  expect(await complaints(path)).toBe('');
});

test.skipIf(ytDlp === '')('what yt-dlp finds is fetched by the same way', async () => {
  const task = await VideoTask.make();
  const before = process.env['SSL_CERT_FILE'];
  process.env['SSL_CERT_FILE'] = standIn.ca;
  try {
    const finder = new YtDlpResolver(access(), ytDlp, () => {});
    const path = pathOf(await task.attempt(finder, { ...through(film), video: { format: '1080p' } }));
    const about = await probe(path);
    expect(about.codecs.filter((codec) => codec !== 'bin_data')).toEqual(['h264', 'aac', 'cover']);
    expect(await complaints(path)).toBe('');
  } finally {
    if (before === undefined) delete process.env['SSL_CERT_FILE'];
    else process.env['SSL_CERT_FILE'] = before;
  }
});
