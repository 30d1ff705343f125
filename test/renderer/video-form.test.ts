import { describe, expect, test } from 'vitest';
import { videoOptions } from '../../contract/video.ts';
import { codecLabel, containerLabel } from '../../renderer/video/codec-names.ts';
import { needsAutomatic, subtitleChoices } from '../../renderer/video/subtitle-choices.ts';
import {
  firstVideoForm,
  formatFor,
  isSoundOnly,
  presetsFor,
  readPlace,
  readVideoForm,
  type VideoForm,
} from '../../renderer/video/video-form.ts';
import { videoOf } from './page/videos.ts';

const video = videoOf('bridge');

test('an untouched form asks for what the contract asks for by itself', () => {
  const { options, wrong } = readVideoForm(firstVideoForm, video, true);
  expect(wrong.size).toBe(0);
  expect({ ...options, resolver: null }).toEqual(videoOptions.parse({}));
});

describe('a format', () => {
  test('that was chosen for another video is taken where this one has it', () => {
    expect(formatFor('137+140', video)).toBe('137+140');
    expect(formatFor('137+999', video)).toBe('best');
    expect(formatFor('137+140', null)).toBe('best');
    expect(formatFor('720p', video)).toBe('720p');
    expect(formatFor('720p', { ...video, offers: video.offers.slice(0, 2) })).toBe('best');
    // a site that offers no presets may still understand them
    expect(formatFor('720p', { ...video, offers: [] })).toBe('720p');
  });

  test('is not offered as a height that the video does not reach, where it comes to the same as another', () => {
    expect(presetsFor(['best'], video)).toEqual(['best', 'compatible', '1080p', '720p', 'smallest', 'audio']);
    const low = { height: 360, formats: ['18'] };
    const small = { ...video, offers: video.offers.map((one) => (one.preset === 'audio' ? one : { ...one, ...low })) };
    expect(presetsFor(['best'], small)).toEqual(['best', 'compatible', 'smallest', 'audio']);
    expect(presetsFor(['best', '720p'], small)).toEqual(['best', 'compatible', '720p', 'smallest', 'audio']);
    // a wide picture is not as high as its name says, and still not the same
    const wide = video.offers.map((one) =>
      one.preset === '720p' ? { ...one, height: 534, formats: ['136', '140'] } : one,
    );
    expect(presetsFor(['best'], { ...video, offers: wide })).toContain('720p');
    expect(presetsFor(['best'], null)).toHaveLength(6);
  });

  test('of sound alone can have another codec, any other cannot', () => {
    const sound = (form: Partial<VideoForm>) =>
      readVideoForm({ ...firstVideoForm, ...form }, video, true).options.audio;
    expect(sound({ format: 'audio', audio: 'mp3' })).toBe('mp3');
    expect(sound({ format: '140', audio: 'mp3' })).toBe('mp3');
    expect(sound({ format: 'best', audio: 'mp3' })).toBe('keep');
    expect(isSoundOnly('137+140', video)).toBe(false);
  });
});

describe('a part', () => {
  const part = (from: string, to: string, alone = true) => {
    const { options, wrong } = readVideoForm({ ...firstVideoForm, from, to }, video, alone);
    return wrong.size > 0 ? [...wrong] : options.clip;
  };

  test.each([
    ['', '', null],
    ['0', '', null],
    ['0:00', '12:34', { start: 0, end: 754 }],
    ['1:00', '90', { start: 60, end: 90 }],
    ['1m30s', '', { start: 90, end: null }],
    ['', '2:30', { start: 0, end: 150 }],
    ['12:34', '', ['from']],
    ['', '13:00', ['to']],
    ['2:00', '1:00', ['to']],
    ['soon', '1:00', ['from']],
    ['', '0', ['to']],
  ])('from “%s” to “%s”', (from, to, expected) => expect(part(from, to)).toEqual(expected));

  test('is nothing that can be meant of several videos', () => expect(part('soon', '1', false)).toBeNull());

  test('of a video whose length nobody knows may lie anywhere', () => {
    const form = { ...firstVideoForm, from: '1:00:00', to: '9:00:00' };
    expect(readVideoForm(form, { ...video, duration: null }, true).options.clip).toEqual({ start: 3600, end: 32_400 });
  });

  test('begins at nothing in all its spellings', () => {
    for (const text of ['0', '00', '0:00', '00:00:00', ' 0 ']) expect(readPlace(text), text).toBe(0);
    for (const text of ['', '-1', '1:99', 'x']) expect(readPlace(text), text).toBeNull();
  });
});

describe('subtitles', () => {
  test('are asked for in the languages that are there', () => {
    const form = { ...firstVideoForm, languages: ['all', 'ru', 'pl'] };
    expect(readVideoForm(form, video, true).options.subtitles.languages).toEqual(['all', 'ru']);
    expect(readVideoForm(form, null, false).options.subtitles.languages).toEqual(['all', 'ru', 'pl']);
  });

  test('are offered each language once, the written ones first', () => {
    const twice = {
      ...video,
      subtitles: [{ language: 'en', name: 'English (auto)', automatic: true }, ...video.subtitles],
    };
    const choices = subtitleChoices(twice, []);
    expect(choices.map(({ language, automatic }) => [language, automatic])).toEqual([
      ['en', false],
      ['ru', false],
      ['de', true],
      ['fr', true],
    ]);
    expect(needsAutomatic(choices, ['en', 'ru'])).toBe(false);
    expect(needsAutomatic(choices, ['en', 'de'])).toBe(true);
  });

  test('of videos nobody has looked at show what is wanted already', () => {
    expect(subtitleChoices(null, ['all', 'tlh']).map(({ language }) => language)).toContain('tlh');
    expect(subtitleChoices(null, ['all']).map(({ language }) => language)).not.toContain('all');
  });
});

test('codecs have the names that people know', () => {
  const known = [
    'avc1.640028',
    'hev1.1.6.L93',
    'av01.0.08M.08',
    'vp09.00.50.08',
    'vp9',
    'mp4a.40.2',
    'mp4a.6B',
    'opus',
  ];
  expect(known.map(codecLabel)).toEqual(['H.264', 'H.265', 'AV1', 'VP9', 'VP9', 'AAC', 'MP3', 'Opus']);
  expect(codecLabel('xyz1')).toBe('xyz1');
});

test('containers are called as people call them', () => {
  expect(['mp4', 'webm', 'opus', 'mkv'].map(containerLabel)).toEqual(['MP4', 'WebM', 'Opus', 'MKV']);
});
