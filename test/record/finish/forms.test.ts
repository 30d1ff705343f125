import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { feedOrigin } from '../../../engine/record/feed.ts';
import { makeFragment } from '../../../engine/record/finish/finaliser.ts';
import { testFolder } from '../../files/folder.ts';
import { make } from '../media/ts/ffmpeg.ts';
import {
  aac,
  cutAt,
  h264,
  inARow,
  picture,
  plan,
  record,
  type Source,
  shiftToKey,
  shiftToSound,
  streamsOf,
  tone,
  track,
} from './recorded.ts';
import { look, shop } from './shop.ts';

const vp9 = ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-g', '25'];

/** The boxes that a file is made of, but those of eight bytes, which hold nothing. */
async function boxesOf(path: string): Promise<string[]> {
  await using file = await open(path);
  const { size } = await file.stat();
  const types: string[] = [];
  const head = Buffer.alloc(8);
  for (let at = 0; at < size; at += head.readUInt32BE(0)) {
    await file.read(head, 0, 8, at);
    if (head.readUInt32BE(0) > 8) types.push(head.toString('latin1', 4));
  }
  return types;
}

describe('only sound is made', () => {
  const cases: readonly (readonly [string, Source, string])[] = [
    ['AAC', { form: 'ts', args: [...picture, ...tone, ...h264, ...aac] }, 'm4a'],
    ['MP3', { form: 'ts', args: [...tone, '-c:a', 'libmp3lame'] }, 'mp3'],
    ['Opus', { form: 'fmp4', args: [...picture, ...tone, ...vp9, '-c:a', 'libopus'] }, 'opus'],
    ['AC-3', { form: 'ts', args: [...picture, ...tone, ...h264, '-c:a', 'ac3'] }, 'mka'],
    ['bare AAC', { form: 'adts', args: [...tone, ...aac] }, 'm4a'],
    ['bare MP3', { form: 'mp3', args: [...tone, '-c:a', 'libmp3lame'] }, 'mp3'],
    [
      'two streams of MP3',
      { form: 'ts', args: [...tone, ...tone, '-map', '0', '-map', '1', '-c:a', 'libmp3lame'] },
      'mka',
    ],
  ];
  test.each(cases)('of %s', async (_, source, extension) => {
    const folder = await testFolder();
    const segments = await record(folder, 'main', source);
    const audio = streamsOf(segments, 'audio');
    const pieces = segments[0]?.media.timed === true ? track(segments, shiftToSound(segments)) : inARow(segments);
    const made = await makeFragment(plan({ tracks: [pieces], length: 6 }), shop(folder, { output: 'audio' }));
    const seen = await look(join(folder, made.file));
    expect(made.extension).toBe(extension);
    expect(seen.of('video')).toEqual([]);
    const packets = [...seen.of('audio'), ...seen.of('audio', 1)];
    expect(packets).toHaveLength(audio.reduce((sum, { units }) => sum + units, 0));
    expect(seen.of('audio')[0]?.pts).toBeCloseTo(0, 1);
    expect(seen.of('audio').at(-1)?.pts).toBeGreaterThan(5.9);
  });

  test('not of a stream without any', async () => {
    const folder = await testFolder();
    const segments = await record(folder, 'main', { form: 'ts', args: [...picture, ...h264] });
    const [cut] = cutAt(segments, []);
    const making = makeFragment(cut ?? expect.unreachable(), shop(folder, { output: 'audio' }));
    await expect(making).rejects.toMatchObject({ code: 'no-sound' });
  });
});

test('sound of a track of its own comes with its language, and the first is the one that is played', async () => {
  const folder = await testFolder();
  const main = await record(folder, 'main', { form: 'ts', args: [...picture, ...h264] });
  const english = await record(folder, 'audio-en', { form: 'fmp4', args: [...tone, ...aac] });
  const german = await record(folder, 'audio-de', { form: 'adts', args: [...tone, '-c:a', 'aac', '-b:a', '32k'] });
  const labels = {
    title: 'A \n title = "x"',
    tracks: new Map([
      ['audio-en', { language: 'en-GB', name: 'English; commentary' }],
      ['audio-de', { language: 'de', name: null }],
    ]),
  };
  const tracks = [track(main, shiftToKey(main)), track(english, { ticks: 0, timescale: 48_000 }), inARow(german)];
  const made = await makeFragment(plan({ tracks, length: 6 }), shop(folder, { labels }));
  const seen = await look(join(folder, made.file));
  expect(seen.format.tags).toMatchObject({ title: 'A title = "x"', creation_time: '2026-01-31T12:30:15.000000Z' });
  expect(seen.streams.map(({ codec_type }) => codec_type)).toEqual(['video', 'audio', 'audio']);
  expect(seen.streams[1]).toMatchObject({ tags: { language: 'eng' }, disposition: { default: 1 } });
  expect(seen.streams[2]).toMatchObject({ tags: { language: 'deu' }, disposition: { default: 0 } });
  const wanted = [main, english, german].map((segments) => segments.flatMap(({ media }) => media.streams));
  expect(made.counts.map(({ units }) => units)).toEqual(
    wanted.map((list) => list.reduce((sum, { units }) => sum + units, 0)),
  );
});

describe('what does not fit into the file that was asked for', () => {
  test('makes another one, and that is told', async () => {
    const folder = await testFolder();
    const source: Source = { form: 'fmp4', args: [...picture, ...tone, ...vp9, '-c:a', 'libopus'] };
    const [cut] = cutAt(await record(folder, 'main', source), []);
    const made = await makeFragment(cut ?? expect.unreachable(), shop(folder, { output: 'ts' }));
    expect(made).toMatchObject({ file: 'fragment-00001.mkv', type: 'video/x-matroska' });
    expect(made.notes).toEqual([expect.stringContaining('.mkv')]);
  });

  test('is found out by trying where nobody knows it before', async () => {
    const folder = await testFolder();
    const args = [
      ...picture,
      ...tone,
      '-c:v',
      'libvpx',
      '-g',
      '25',
      '-c:a',
      'libvorbis',
      '-t',
      '2',
      '-output_ts_offset',
      String(feedOrigin),
      '-f',
      'matroska',
    ];
    const segments = await record(folder, 'main', { form: 'ts', args: [...picture, ...h264] });
    // A feed of a codec that the summaries call by the name of another.
    const bytes = await make(args);
    const openFeed = () => ({
      format: 'matroska',
      passed: new Map([
        [1, { kind: 'video' as const, units: 50 }],
        [2, { kind: 'audio' as const, units: 1 }],
      ]),
      push: () => [bytes],
      end: () => [],
    });
    const cut = plan({ tracks: [track(segments.slice(0, 1), { ticks: 0, timescale: 90_000 })], length: 2 });
    const result = await makeFragment(cut, shop(folder, { openFeed }));
    expect(result.extension).toBe('mkv');
    expect(result.notes).toEqual([expect.stringContaining('not currently supported in container')]);
  });
});

test('an index in front of a large file is not written twice, and there is room for it', async () => {
  const folder = await testFolder();
  const segments = await record(folder, 'main', { form: 'ts', args: [...picture, ...tone, ...h264, ...aac] });
  // Segments that say to be as large as those of hours.
  const large = segments.map((segment) => ({ ...segment, bytes: 20_000_000 }));
  const [cut] = cutAt(large, []);
  const made = await makeFragment(cut ?? expect.unreachable(), shop(folder));
  const seen = await look(join(folder, made.file));
  expect(seen.of('video')).toHaveLength(150);
  expect(await boxesOf(join(folder, made.file))).toEqual(['ftyp', 'moov', 'free', 'mdat']);
  const [small] = cutAt(segments, []);
  await makeFragment(small ?? expect.unreachable(), shop(folder));
  expect(await boxesOf(join(folder, made.file))).toEqual(['ftyp', 'moov', 'mdat']);
});
