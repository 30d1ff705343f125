import { expect, test } from 'vitest';
import { codecName, hasPicture, unplayable } from '../../renderer/recording/player/codecs.ts';

const track = (kind: 'video' | 'audio' | 'subtitles', codec: string | null) => ({
  ...{ id: `${kind}-${codec}`, kind, codec, language: null, format: null },
});
/** What a Chromium without licences of the platform can do. */
const chromium = (type: string) => !/hvc1|ac-3|ec-3/.test(type);

test('what the window cannot play is named as people know it', () => {
  expect(unplayable([track('video', 'h264'), track('audio', 'aac')], chromium)).toEqual([]);
  expect(unplayable([track('video', 'hevc'), track('audio', 'ac3')], chromium)).toEqual(['HEVC (H.265)', 'AC-3']);
  expect(unplayable([track('video', 'hevc')], () => true)).toEqual([]);
  expect(unplayable([track('video', 'mpeg2')], () => true)).toEqual(['MPEG-2']);
  // the player finds out
  expect(
    unplayable([track('video', 'new-codec'), track('audio', null), track('subtitles', 'vtt')], () => false),
  ).toEqual([]);
  expect(codecName('new-codec')).toBe('new-codec');
});

test('sound alone needs no room for a picture', () => {
  expect(hasPicture([track('audio', 'aac')])).toBe(false);
  expect(hasPicture([track('video', 'h264')])).toBe(true);
  expect(hasPicture([])).toBe(true);
});
