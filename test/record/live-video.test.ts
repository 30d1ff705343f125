import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { FoundVideo, Place } from '../../engine/sources/video/found.ts';
import type { VideoSites } from '../../engine/sources/video/sites.ts';
import { testFolder } from '../files/folder.ts';
import { foundVideo } from '../sources/video/found-video.ts';
import { DashOrigin } from '../streams/dash-origin.ts';
import { LiveOrigin } from '../streams/live-origin.ts';
import { makeHls } from '../streams/make-hls.ts';
import { complaints, hashesOf } from '../streams/packets.ts';
import { type Begun, begin, fragmentsOf, ledgerOf } from '../streams/record.ts';
import { recorded } from './faulty.ts';

const usual = { seconds: 12, segment: 0.5, gop: 0.5, fps: '24', size: '96x64' } as const;

function site(find: () => Partial<FoundVideo>): VideoSites & { asked: number } {
  const known = {
    asked: 0,
    claims: () => true,
    video: () => {
      known.asked++;
      return Promise.resolve(foundVideo({ live: 'live', title: 'On air', ...find() }));
    },
  };
  return known;
}

function place(url: string): Place {
  return { url, headers: [], chunk: null };
}

function record(link: string, folder: string, from: 'live' | 'start', sites: VideoSites): Begun {
  const begun = begin(link, folder, { from }, { name: null }, sites);
  onTestFinished(async () => {
    begun.recording.leave('not-running');
    await begun.done.catch(() => {});
  });
  return begun;
}

test('a live video is recorded from now on, over the end of what its addresses were good for', async () => {
  const folder = await testFolder();
  const stream = await makeHls(join(folder, 'source'), usual);
  const origin = new LiveOrigin(stream, { window: 8, first: 8, token: 'one' });
  await origin.listen();
  onTestFinished(() => origin.close());
  const sites = site(() => ({ hls: place(origin.url(`live.m3u8?token=${origin.token}`)) }));
  const begun = record(origin.url('watch'), folder, 'live', sites);
  await recorded(begun, 2);
  origin.token = 'two';
  origin.play(150);
  const files = await begun.done;
  expect(sites.asked).toBeGreaterThan(1);
  expect(await ledgerOf(files)).toMatchObject({ end: 'stream', gaps: [], breaks: [], title: 'On air' });
  const [file = '', ...more] = fragmentsOf(files);
  expect(more).toEqual([]);
  expect(file).toContain('On air');
  expect(await complaints(file)).toBe('');
  const whole = await hashesOf(
    `concat:${stream.segments.map(({ name }) => join(stream.folder, name)).join('|')}`,
    'video',
  );
  const video = await hashesOf(file, 'video');
  // what was sent before it began is not in it, and nothing is missing behind
  expect(video.length).toBeLessThan(whole.length);
  expect(video).toEqual(whole.slice(-video.length));
});

test('from its start on it is recorded by the manifest that reaches back', async () => {
  const folder = await testFolder();
  const spec = { seconds: 6, segment: 1, gop: 1, fps: '24', size: '96x64', container: 'fmp4' } as const;
  const video = await makeHls(join(folder, 'video'), { ...spec, audio: 'none' });
  const audio = await makeHls(join(folder, 'audio'), { ...spec, video: 'none' });
  const period = {
    id: 'p',
    start: 0,
    video,
    audio: { ...audio, segments: audio.segments.slice(0, video.segments.length) },
  };
  const dash = new DashOrigin([period], { addressing: 'number', segment: 1, depth: 60, update: 1, first: 4.2 });
  await dash.listen();
  onTestFinished(() => dash.close());
  const short = new LiveOrigin(await makeHls(join(folder, 'short'), usual), { window: 2, first: 2 });
  await short.listen();
  onTestFinished(() => short.close());
  const sites = site(() => ({ hls: place(short.url()), dash: place(dash.url()) }));
  const files = await record(dash.url('watch'), folder, 'start', sites).done;
  expect(short.requests).toEqual([]);
  expect(await ledgerOf(files)).toMatchObject({ end: 'stream', gaps: [], length: 6 });
  const whole = [video.map ?? '', ...video.segments.map(({ name }) => name)].map((name) => join(video.folder, name));
  expect(await hashesOf(fragmentsOf(files)[0] ?? '', 'video')).toEqual(
    await hashesOf(`concat:${whole.join('|')}`, 'video'),
  );
});

test('a recording whose stream has become a finished video meanwhile ends with what it has', async () => {
  const folder = await testFolder();
  const stream = await makeHls(join(folder, 'source'), usual);
  const origin = new LiveOrigin(stream, { window: 8, first: 8 });
  await origin.listen();
  onTestFinished(() => origin.close());
  const first = record(
    origin.url('watch'),
    folder,
    'start',
    site(() => ({ hls: place(origin.url()) })),
  );
  await recorded(first, 4);
  first.recording.leave('not-running');
  await expect(first.done).rejects.toMatchObject({ code: 'canceled' });
  const files = await record(
    origin.url('watch'),
    folder,
    'start',
    site(() => ({ live: 'was-live' })),
  ).done;
  expect((await ledgerOf(files)).recorded).toBeGreaterThanOrEqual(2);
  expect(await complaints(fragmentsOf(files)[0] ?? '')).toBe('');
});
