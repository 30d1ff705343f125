import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeFragment } from '../../../engine/record/finish/finaliser.ts';
import { testFolder } from '../../files/folder.ts';
import {
  aac,
  cutAt,
  h264,
  keysOf,
  picture,
  plan,
  record,
  type Source,
  shiftToKey,
  streamsOf,
  tone,
  track,
} from './recorded.ts';
import { look, shop } from './shop.ts';

const ntsc = ['-f', 'lavfi', '-i', 'testsrc2=s=160x120:r=30000/1001'];
const hevc = ['-c:v', 'libx265', '-preset', 'ultrafast', '-g', '25', '-x265-params', 'log-level=none:repeat-headers=1'];
const vp9 = ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-g', '25'];
const av1 = ['-c:v', 'libaom-av1', '-cpu-used', '8', '-usage', 'realtime', '-g', '25'];
const openGroups = ['-x264-params', 'open-gop=1:keyint=30:min-keyint=30:scenecut=0:repeat-headers=1'];

const streams: Readonly<Record<string, Source>> = {
  'H.264 and AAC in MPEG-TS': { form: 'ts', args: [...picture, ...tone, ...h264, ...aac] },
  'H.264 and AAC in fragmented MP4': { form: 'fmp4', args: [...picture, ...tone, ...h264, ...aac] },
  'open groups of pictures at 29.97 Hz and E-AC-3': {
    form: 'ts',
    args: [...ntsc, ...tone, ...h264, ...openGroups, '-c:a', 'eac3'],
  },
  'HEVC and MP3': { form: 'ts', args: [...picture, ...tone, ...hevc, '-c:a', 'libmp3lame'] },
  'MPEG-2 and AC-3': { form: 'ts', args: [...picture, ...tone, '-c:v', 'mpeg2video', '-g', '25', '-c:a', 'ac3'] },
  'VP9 and Opus': { form: 'fmp4', args: [...picture, ...tone, ...vp9, '-c:a', 'libopus'] },
  'AV1 and FLAC': { form: 'fmp4', args: [...picture, ...tone, ...av1, '-c:a', 'flac'] },
  'pictures only': { form: 'ts', args: [...picture, ...h264] },
};

test.each(Object.entries(streams))(
  '%s: fragments lose nothing, begin with a key picture and at 0',
  async (_, source) => {
    const folder = await testFolder();
    const segments = await record(folder, 'main', source);
    const units = (kind: 'video' | 'audio'): number =>
      streamsOf(segments, kind).reduce((sum, one) => sum + one.units, 0);
    for (const output of ['mp4', 'mkv', 'ts'] as const) {
      const total = { video: 0, audio: 0 };
      for (const cut of cutAt(segments, [2, 3])) {
        const made = await makeFragment(cut, shop(folder, { output }));
        const seen = await look(join(folder, made.file));
        const [video, audio] = [seen.of('video'), seen.of('audio')];
        const counts = [
          { kind: 'video', units: video.length },
          { kind: 'audio', units: audio.length },
        ];
        expect(made.counts).toEqual(counts.filter((count) => count.units > 0));
        total.video += video.length;
        total.audio += audio.length;
        expect(video[0]?.flags).toMatch(/^K/);
        // A transport stream has no times below 0, and Matroska none for pictures that are shown before the first.
        const isExact = made.extension !== 'ts' && made.notes.every((note) => !note.includes('no time'));
        expect(Number(seen.format.start_time)).toBeLessThanOrEqual(isExact ? 0.001 : 0.15);
        if (cut.fromCut && isExact) expect(video[0]?.pts).toBe(0);
        const last = Math.max(...video.map(({ pts }) => pts)) - (video[0]?.pts ?? 0);
        expect(last).toBeLessThan(cut.length);
      }
      expect(total).toEqual({ video: units('video'), audio: units('audio') });
    }
  },
);

test('sound stays in step with the picture, to the tick', async () => {
  const folder = await testFolder();
  const segments = await record(folder, 'main', { form: 'ts', args: [...picture, ...tone, ...h264, ...aac] });
  const key = keysOf(segments)[2];
  const frames = streamsOf(segments, 'audio')[2];
  const [, cut] = cutAt(segments, [2]);
  const made = await makeFragment(cut ?? expect.unreachable(), shop(folder));
  const seen = await look(join(folder, made.file));
  const first = seen.of('audio')[0];
  // Frames last 1024 samples, and the segment begins with one that began before the picture.
  const apart = ((frames?.first ?? 0) - (key?.pts ?? 0)) / 90_000;
  const wanted = apart + Math.ceil(-apart / (1024 / 48_000)) * (1024 / 48_000);
  expect(seen.of('video')[0]?.pts).toBe(0);
  expect(first?.pts).toBeCloseTo(wanted, 4);
});

test('sound that begins before the first picture is kept, and the picture comes as much later', async () => {
  const folder = await testFolder();
  const early = ['-itsoffset', '0.7', ...picture, ...tone, '-vsync', '0', ...h264, ...aac];
  const segments = await record(folder, 'main', { form: 'ts', args: early });
  const first = streamsOf(segments, 'audio')[0]?.first ?? 0;
  for (const output of ['mp4', 'mkv', 'ts'] as const) {
    const made = await makeFragment(
      plan({ tracks: [track(segments, shiftToKey(segments))], length: 5.3 }),
      shop(folder, { output }),
    );
    const seen = await look(join(folder, made.file));
    const apart = (seen.of('video')[0]?.pts ?? 0) - (seen.of('audio')[0]?.pts ?? 0);
    expect(apart).toBeCloseTo(((keysOf(segments)[0]?.pts ?? 0) - first) / 90_000, 2);
    expect(seen.of('audio')[0]?.flags).not.toContain('D');
  }
});

test('sound may begin any time before the first picture', async () => {
  const folder = await testFolder();
  const args = ['-itsoffset', '25', ...picture, ...tone, '-vsync', '0', ...h264, ...aac];
  const segments = await record(folder, 'main', { form: 'ts', args, seconds: 27 });
  const made = await makeFragment(plan({ tracks: [track(segments, shiftToKey(segments))], length: 2 }), shop(folder));
  const seen = await look(join(folder, made.file));
  expect(seen.of('audio')[0]?.pts).toBe(0);
  expect(seen.of('video')[0]?.pts).toBeCloseTo(25.02, 1);
  expect(made.counts).toEqual([
    { kind: 'video', units: seen.of('video').length },
    { kind: 'audio', units: seen.of('audio').length },
  ]);
});

describe('a hole in a fragment', () => {
  test.each(['mp4', 'mkv', 'ts'] as const)('stays as long as it is in %s', async (output) => {
    const folder = await testFolder();
    const segments = await record(folder, 'main', { form: 'ts', args: [...picture, ...tone, ...h264, ...aac] });
    const kept = segments.filter(({ sequence }) => sequence < 2 || sequence > 3);
    const made = await makeFragment(
      plan({ tracks: [track(kept, shiftToKey(segments))], length: 6 }),
      shop(folder, { output }),
    );
    const video = (await look(join(folder, made.file))).of('video');
    expect(made.notes).toEqual([]);
    expect(video).toHaveLength(100);
    expect((video[50]?.pts ?? 0) - (video[0]?.pts ?? 0)).toBeCloseTo(4, 2);
  });

  test.each([
    [3600, 'mp4'],
    [7 * 3600, 'mkv'],
  ] as const)('of %i s is kept, in %s', async (seconds, extension) => {
    const folder = await testFolder();
    const segments = await record(folder, 'main', { form: 'ts', args: [...picture, ...tone, ...h264, ...aac] });
    const shift = shiftToKey(segments);
    const late = { ...shift, ticks: shift.ticks + seconds * 90_000 };
    const pieces = [...track(segments.slice(0, 2), shift).pieces, ...track(segments.slice(2), late).pieces];
    const made = await makeFragment(plan({ tracks: [{ track: 'main', pieces }], length: seconds + 6 }), shop(folder));
    const video = (await look(join(folder, made.file))).of('video');
    expect(made.extension).toBe(extension);
    expect(made.notes).toHaveLength(extension === 'mp4' ? 0 : 1);
    expect(video).toHaveLength(150);
    expect(Math.abs((video[50]?.pts ?? 0) - (video[0]?.pts ?? 0) - seconds - 2)).toBeLessThan(0.1);
  });
});

test('a stream that begins late is there from where it begins', async () => {
  const folder = await testFolder();
  const args = [...picture, '-itsoffset', '12', ...tone, ...h264, ...aac];
  const segments = await record(folder, 'main', { form: 'ts', args, seconds: 14 });
  const made = await makeFragment(plan({ tracks: [track(segments, shiftToKey(segments))], length: 14 }), shop(folder));
  const seen = await look(join(folder, made.file));
  expect(made).toMatchObject({ extension: 'mp4', notes: [] });
  expect(seen.of('audio')[0]?.pts).toBeCloseTo(12, 1);
});

test('a fragment may be longer than a transport stream can count', async () => {
  const folder = await testFolder();
  const segments = await record(folder, 'main', { form: 'ts', args: [...picture, ...tone, ...h264, ...aac] });
  const { ticks } = shiftToKey(segments);
  // Seconds before each segment. What ffmpeg reads begins at 10 s, so 33 bits are used up in the middle of the fifth.
  const before = [0, 21_600, 43_200, 64_800, 95_428.9, 95_428.9];
  const pieces = segments.slice(0, before.length).map((segment, index) => {
    const shift = { ticks: ticks + Math.round((before[index] ?? 0) * 90_000), timescale: 90_000 };
    return { segment, shift };
  });
  const cut = plan({ tracks: [{ track: 'main', pieces }], length: 95_434.9 });
  const made = await makeFragment(cut, shop(folder, { output: 'mkv' }));
  const video = (await look(join(folder, made.file))).of('video');
  expect(video).toHaveLength(150);
  const starts = video.filter((_, index) => index % 25 === 0);
  for (const [index, { pts }] of starts.entries()) expect(pts).toBeCloseTo((before[index] ?? 0) + index + 0.021, 1);
});

describe('a fragment of a single picture', () => {
  test.each(['ts', 'fmp4'] as const)('out of %s can be shown', async (form) => {
    const folder = await testFolder();
    const args = [...picture, ...tone, '-c:v', 'libx264', '-preset', 'veryfast', '-g', '1', ...aac];
    const segments = await record(folder, 'main', { form, args });
    for (const output of ['mp4', 'mkv', 'ts'] as const) {
      const [, cut] = cutAt(segments, [30, 31]);
      const made = await makeFragment(cut ?? expect.unreachable(), shop(folder, { output }));
      const seen = await look(join(folder, made.file));
      expect(seen.of('video')).toHaveLength(1);
      expect(seen.of('video')[0]).toMatchObject({ pts: 0 });
      expect(Number(seen.format.duration)).toBeGreaterThan(0.03);
    }
  });
});
