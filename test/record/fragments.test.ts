import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { testFolder } from '../files/folder.ts';
import { LiveOrigin } from '../streams/live-origin.ts';
import { type MadeStream, makeHls, type StreamSpec } from '../streams/make-hls.ts';
import { complaints, hashesOf, packetsOf } from '../streams/packets.ts';
import { begin, fragmentsOf, ledgerOf } from '../streams/record.ts';

const minute: StreamSpec = { seconds: 64, segment: 2, gop: 2 };

/** What is recorded, its longest fragment allowed, and how long a group of pictures is at most, seconds. */
const streams: readonly (readonly [string, StreamSpec, { readonly fragment: number; readonly gop: number }])[] = [
  ['2 s segments, fragments of 10 s', minute, { fragment: 10, gop: 2 }],
  ['2 s segments, fragments of 7 s', minute, { fragment: 7, gop: 2 }],
  ['10 s segments, fragments of 4 s', { ...minute, segment: 10, seconds: 70 }, { fragment: 4, gop: 2 }],
  ['groups of varying length', { ...minute, gop: [2, 1.2, 2.8, 0.4, 3.6], segment: 4 }, { fragment: 10, gop: 3.6 }],
  ['29.97 pictures a second, B-frames', { ...minute, fps: '30000/1001', bFrames: 2 }, { fragment: 10, gop: 2.1 }],
  ['HEVC', { ...minute, video: 'hevc' }, { fragment: 10, gop: 2 }],
  ['HEVC in fMP4', { ...minute, video: 'hevc', container: 'fmp4' }, { fragment: 10, gop: 2 }],
  ['AV1 in fMP4', { ...minute, video: 'av1', container: 'fmp4' }, { fragment: 10, gop: 2 }],
  ['H.264 with B-frames in fMP4', { ...minute, bFrames: 2, container: 'fmp4' }, { fragment: 10, gop: 2 }],
  ['MP3 in MPEG-TS', { ...minute, audio: 'mp3' }, { fragment: 10, gop: 2 }],
  ['timestamps that wrap', { ...minute, offset: 2 ** 33 / 90_000 - 25 }, { fragment: 10, gop: 2 }],
];

async function serve(spec: StreamSpec): Promise<{ stream: MadeStream; origin: LiveOrigin; folder: string }> {
  const folder = await testFolder();
  const stream = await makeHls(join(folder, 'source'), spec);
  const origin = new LiveOrigin(stream, { window: 1000 });
  await origin.listen();
  onTestFinished(() => origin.close());
  return { stream, origin, folder };
}

/** The source as one input: all its segments behind each other. */
function whole({ folder, segments, map }: MadeStream): string {
  const names = [...(map === null ? [] : [map]), ...segments.map(({ name }) => name)];
  return `concat:${names.map((name) => join(folder, name)).join('|')}`;
}

test.each(streams)('%s: nothing lost, nothing twice, none too long', async (_, spec, { fragment, gop }) => {
  const { stream, origin, folder } = await serve(spec);
  const files = await begin(origin.url(), folder, { duration: 60, fragment, from: 'start' }).done;
  const paths = fragmentsOf(files);
  let total = 0;
  for (const path of paths) {
    const packets = await packetsOf(path);
    const video = packets.filter(({ kind }) => kind === 'video');
    const audio = packets.filter(({ kind }) => kind === 'audio');
    const length = Math.max(...video.map(({ end }) => end)) - Math.min(...video.map(({ pts }) => pts));
    expect(length).toBeLessThanOrEqual(fragment + 0.001);
    // Less than one frame of sound: 1152 samples at most.
    expect(Math.max(...audio.map(({ end }) => end))).toBeLessThan(fragment + 1152 / 48_000 + 0.03);
    expect(video[0]?.key).toBe(true);
    expect(Math.min(...packets.map(({ pts }) => pts))).toBeCloseTo(0, 2);
    expect(await complaints(path)).toBe('');
    total += length;
  }
  expect(total).toBeGreaterThanOrEqual(60 - 0.05);
  expect(total).toBeLessThan(60 + gop);
  for (const kind of ['video', 'audio'] as const) {
    const source = await hashesOf(whole(stream), kind);
    const recorded = (await Promise.all(paths.map((path) => hashesOf(path, kind)))).flat();
    expect(recorded.length).toBeGreaterThan(1000);
    expect(recorded).toEqual(source.slice(0, recorded.length));
  }
  const ledger = await ledgerOf(files);
  expect(ledger).toMatchObject({ gaps: [], breaks: [], ended: true });
  expect(ledger.fragments.map(({ path, tooLong }) => [path, tooLong])).toEqual(paths.map((path) => [path, false]));
});

test('sound alone is cut within the limit, frame by frame', async () => {
  const { stream, origin, folder } = await serve({ ...minute, video: 'none' });
  const files = await begin(origin.url(), folder, { duration: 60, fragment: 10, from: 'start' }).done;
  const paths = fragmentsOf(files);
  for (const path of paths) {
    const packets = await packetsOf(path);
    expect(Math.max(...packets.map(({ end }) => end))).toBeLessThanOrEqual(10 + 0.001);
    expect(await complaints(path)).toBe('');
  }
  const source = await hashesOf(whole(stream), 'audio');
  const recorded = (await Promise.all(paths.map((path) => hashesOf(path, 'audio')))).flat();
  expect(recorded).toEqual(source.slice(0, recorded.length));
  expect(recorded.length).toBeGreaterThanOrEqual(Math.floor((60 * 48_000) / 1024) - 1);
});

test('a group of pictures longer than the limit makes a longer fragment, which says so', async () => {
  const { origin, folder } = await serve({ ...minute, seconds: 24, gop: 6, segment: 6 });
  const files = await begin(origin.url(), folder, { duration: 18, fragment: 4, from: 'start' }).done;
  const { fragments } = await ledgerOf(files);
  expect(fragments.map(({ length, tooLong }) => [length, tooLong])).toEqual([
    [6, true],
    [6, true],
    [6, true],
  ]);
});
