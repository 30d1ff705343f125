import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatBitrate } from '../../cli/format/bitrate.ts';
import type { Paint } from '../../cli/format/paint.ts';
import { parseClip } from '../../cli/parse/clip.ts';
import { isAmong, lastOf, parseItems } from '../../cli/parse/items.ts';
import { codecName } from '../../cli/text/codecs.ts';
import { countsText, isOpen } from '../../cli/text/groups.ts';
import { phases } from '../../cli/text/phases.ts';
import { answeredText, offerText, pictureText, subtitlesText, videoText } from '../../cli/text/video.ts';
import { entryLine, entryTable } from '../../cli/video/entries.ts';
import { formatLines } from '../../cli/video/formats.ts';
import { missingLanguages } from '../../cli/video/missing-languages.ts';
import { onceEach } from '../../cli/video/once-each.ts';
import type { VideoTask } from '../../contract/task.ts';
import {
  type Group,
  type ListEntry,
  type PresetOffer,
  type VideoFormat,
  type VideoInfo,
  videoInfo,
  videoOptions,
} from '../../contract/video.ts';
import { exampleTask } from './example-task.ts';

const same = (text: string): string => text;
const plainPaint: Paint = { bold: same, dim: same, good: same, warn: same, bad: same, accent: same };

describe('a part of a video', () => {
  test.each([
    ['1:00-2:30', { start: 60, end: 150 }],
    ['90-150', { start: 90, end: 150 }],
    ['1m30s - 2m', { start: 90, end: 120 }],
    ['1:02:03-', { start: 3723, end: null }],
    ['-2:30', { start: 0, end: 150 }],
    ['0-0.5', { start: 0, end: 0.5 }],
  ])('%s', (text, clip) => {
    expect(parseClip(text)).toEqual(clip);
  });

  test.each(['', '-', '1:00', '2:30-1:00', '5-5', 'a-b', '1-2-3', '-1-2', '1:00–2:30'])('"%s" is none', (text) => {
    expect(parseClip(text)).toBeUndefined();
  });
});

describe('numbers of a list', () => {
  test('single ones, ranges, open ones', () => {
    const items = parseItems('1-3, 8,10-');
    const among = Array.from({ length: 12 }, (_, at) => at + 1).filter((number) => isAmong(number, items));
    expect(among).toEqual([1, 2, 3, 8, 10, 11, 12]);
    expect(lastOf(items)).toBe(Number.POSITIVE_INFINITY);
    expect(lastOf(parseItems('5,-2'))).toBe(5);
    expect(isAmong(7, undefined)).toBe(true);
  });

  test.each(['', ',', '0', '3-1', 'a', '1-2-3', '1,,2', '-', '1.5', '1;2'])('"%s" are none', (text) => {
    expect(parseItems(text)).toBeUndefined();
  });

  test('nothing behind the last one is wanted', () => {
    const range = fc.tuple(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 0, max: 50 }));
    fc.assert(
      fc.property(fc.array(range, { minLength: 1 }), fc.integer({ min: 1, max: 1000 }), (ranges, number) => {
        const items = parseItems(ranges.map(([first, more]) => `${first}-${first + more}`).join());
        const isWanted = ranges.some(([first, more]) => number >= first && number <= first + more);
        expect(isAmong(number, items)).toBe(isWanted);
        if (isWanted) expect(number).toBeLessThanOrEqual(lastOf(items));
      }),
    );
  });
});

test.each([
  ['avc1.640028', 'H.264'],
  ['hev1.1.6.L120.90', 'H.265'],
  ['av01.0.08M.08', 'AV1'],
  ['vp09.00.51.08', 'VP9'],
  ['vp9', 'VP9'],
  ['vp8', 'VP8'],
  ['mp4a.40.2', 'AAC'],
  ['mp4a.40.5', 'HE-AAC'],
  ['mp4a.6B', 'MP3'],
  ['opus', 'Opus'],
  ['ec-3', 'E-AC-3'],
  ['ac-3', 'AC-3'],
  ['new1.0', 'new1.0'],
  [null, ''],
])('people call %s "%s"', (codec, name) => {
  expect(codecName(codec)).toBe(name);
});

test('bits a second', () => {
  expect([128_000, 999_400, 999_600, 4_321_000, 25_400_000].map(formatBitrate)).toEqual([
    '128 kbit/s',
    '999 kbit/s',
    '1.0 Mbit/s',
    '4.3 Mbit/s',
    '25 Mbit/s',
  ]);
});

const offer: PresetOffer = {
  ...{ preset: '1080p', formats: ['137', '140'], extension: 'mp4', height: 1080, fps: 30 },
  ...{
    videoCodec: 'avc1.640028',
    audioCodec: 'mp4a.40.2',
    audioBitrate: 128_000,
    size: 180_000_000,
    approximate: true,
  },
};

const format: VideoFormat = {
  ...{ id: '137', kind: 'video', container: 'mp4', width: 1920, height: 1080, fps: 60, hdr: true },
  ...{ videoCodec: 'avc1.640028', audioCodec: null, bitrate: 4_300_000, audioBitrate: null, channels: null },
  ...{ language: null, original: true, size: 170_000_000, approximate: false, road: 'https' },
};

const video: VideoInfo = videoInfo.parse({
  ...{ kind: 'video', url: 'https://www.youtube.com/watch?v=dQw4w9WgXcQ', site: 'YouTube', id: 'dQw4w9WgXcQ' },
  ...{ title: 'A \u001B[31mtitle', channel: 'Channel', duration: 212, published: '2026-01-31', live: 'no' },
  answeredBy: { resolver: 'builtin', version: '18.1.0', client: 'VISIONOS' },
  ...{ startsAt: null, thumbnail: null, chapters: [{ title: 'One', start: 0, end: 100 }], offers: [offer] },
  formats: [
    format,
    { ...format, id: '140', kind: 'audio', container: 'm4a', ...{ width: null, height: null, fps: null, hdr: false } },
    { ...format, id: '93', ...{ width: 608, height: 1080, fps: 30, hdr: false, road: 'hls', size: null } },
  ].map((each) =>
    each.kind === 'audio'
      ? { ...each, audioCodec: 'mp4a.40.2', audioBitrate: 128_000, language: 'de', original: false }
      : each,
  ),
  subtitles: [
    { language: 'en', name: 'English', automatic: false },
    { language: 'ru', name: 'Russian', automatic: true },
  ],
});

describe('a video in words', () => {
  test('what a preset comes to', () => {
    expect(offerText(offer)).toBe('1080p, H.264, 128 kbit/s AAC, about 180 MB, mp4');
    const sound = { ...offer, height: null, fps: null, videoCodec: null, size: 5_000_000, approximate: false };
    expect(offerText({ ...sound, extension: 'm4a' })).toBe('128 kbit/s AAC, 5.00 MB, m4a');
  });

  test('a picture is called by its shorter side', () => {
    expect(pictureText({ width: 1080, height: 1920, fps: 24 })).toBe('1080p');
    expect(pictureText({ width: null, height: 720, fps: 50 })).toBe('720p50');
    expect(pictureText({ width: null, height: null, fps: null })).toBe('');
  });

  test('subtitles: written ones, made ones, not all of a hundred', () => {
    expect(subtitlesText(video.subtitles)).toBe('en; automatic: ru');
    const many = Array.from({ length: 100 }, (_, at) => ({ language: `l${at}`, name: '', automatic: true }));
    expect(subtitlesText(many)).toMatch(/^automatic: l0, .*l11 and 88 more$/);
    expect(subtitlesText([])).toBe('');
  });

  test('what can be had of it, as a person reads it; a title moves no cursor', () => {
    const lines = formatLines(video, Number.POSITIVE_INFINITY, plainPaint);
    expect(lines).toEqual([
      'A \\u{1b}[31mtitle (Channel, 3:32)',
      'published 2026-01-31',
      'chapters: 1',
      'subtitles: en; automatic: ru',
      '',
      'PRESET  COMES TO                                         FORMATS',
      '1080p   1080p, H.264, 128 kbit/s AAC, about 180 MB, mp4  137+140',
      '',
      'ID   PICTURE      CODEC  SOUND           LANGUAGE        BITRATE    SIZE  FORM',
      '137  1080p60 HDR  H.264                               4.3 Mbit/s  170 MB  mp4',
      '140                      128 kbit/s AAC  de (dubbed)  4.3 Mbit/s  170 MB  m4a',
      '93   608p         H.264                               4.3 Mbit/s          mp4, hls',
      'answered by the built-in resolver 18.1.0 as VISIONOS',
    ]);
    for (const line of formatLines(video, 40, plainPaint).slice(5, -1)) expect(line.length).toBeLessThanOrEqual(40);
  });

  test('who answered, and what it is', () => {
    expect(answeredText({ resolver: 'yt-dlp', version: '2026.10.01', client: null })).toBe(
      'answered by yt-dlp 2026.10.01',
    );
    expect(videoText({ ...video, title: 'T', live: 'live' })).toBe('T (Channel, live)');
    expect(videoText({ ...video, title: 'T', channel: null, duration: null })).toBe('T');
  });
});

describe('a list in words', () => {
  const entry: ListEntry = {
    ...{ number: 1, url: 'https://x/1', id: '1', title: 'One\ttab', channel: 'C', duration: 3723, live: false },
    ...{ missing: null, task: null },
  };

  test('a table says what a person wants to know of each', () => {
    const entries = [
      entry,
      { ...entry, number: 2, missing: 'Private video', duration: null },
      { ...entry, number: 3, task: { id: 'a', state: 'completed' } },
      { ...entry, number: 4, live: true },
    ];
    expect(entryTable(entries, Number.POSITIVE_INFINITY, plainPaint)).toEqual([
      'NO   LENGTH  TITLE',
      ' 1  1:02:03  One tab',
      ' 2           One tab  Private video',
      ' 3  1:02:03  One tab  already there',
      ' 4  1:02:03  One tab  live',
    ]);
  });

  test('a line for a program has its fields between tabs, and no other', () => {
    expect(entryLine(entry)).toBe('1\t3723\thttps://x/1\tOne tab\t');
  });
});

describe('tasks and groups', () => {
  test('a video says what it does', () => {
    const task = (state: VideoTask['state'], format = 'best'): VideoTask => ({
      ...exampleTask(),
      kind: 'video',
      video: videoOptions.parse({ format }),
      state,
    });
    expect(phases(task({ name: 'resolving', since: 0 }))).toBe('looking for the video');
    expect(phases(task({ name: 'finishing', since: 0, step: 'assemble' }))).toBe('joining picture and sound');
    expect(phases(task({ name: 'finishing', since: 0, step: 'assemble' }, 'audio'))).toBe(
      'putting the sound into its file',
    );
    expect(phases(task({ name: 'finishing', since: 0, step: 'publish' }))).toBe('saving');
  });

  test('a group counts its tasks', () => {
    const counts = { waiting: 2, active: 0, paused: 0, completed: 1, failed: 0, canceled: 0 };
    const group: Group = {
      ...{ id: 'k3f9abcdef', url: 'https://x/', title: 'T', createdAt: 0, counts },
      progress: { fraction: 0.3, done: 1, total: null },
    };
    expect(countsText(group)).toBe('3 tasks: 1 done, 2 waiting');
    expect(isOpen(group)).toBe(true);
    expect(isOpen({ ...group, counts: { ...counts, waiting: 0, canceled: 2 } })).toBe(false);
  });
});

test('a video that a list holds twice is had once, where it comes first', () => {
  const entry = (number: number, id: string): ListEntry => ({
    ...{ number, url: `https://a.example/${id}`, id, title: id, channel: null, duration: 6, live: false },
    ...{ missing: null, task: null },
  });
  const list = [entry(1, 'a'), entry(2, 'b'), entry(3, 'a'), entry(4, 'c')];
  expect(onceEach(list).map(({ number }) => number)).toEqual([1, 2, 4]);
});

describe('languages without subtitles', () => {
  const offers = [
    { language: 'en-GB', name: 'English', automatic: false },
    { language: 'de', name: 'Deutsch', automatic: true },
  ];
  test.each([
    [['en', 'EN-gb'], false, []],
    [['en', 'de', 'ru'], false, ['de', 'ru']],
    [['en', 'de', 'ru'], true, ['ru']],
    [['all'], false, []],
    [[], true, []],
  ])('%j, automatic ones too: %s', (languages, automatic, missing) => {
    expect(missingLanguages({ languages, automatic }, offers)).toEqual(missing);
  });

  test('all of nothing', () => {
    expect(missingLanguages({ languages: ['all'], automatic: true }, offers.slice(1))).toEqual(['all']);
    expect(missingLanguages(undefined, offers)).toEqual([]);
  });
});
