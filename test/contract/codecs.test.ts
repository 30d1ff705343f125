import { expect, test } from 'vitest';
import { type Codec, codecLabel, codecOf } from '../../contract/codecs.ts';

test.each<[name: string | null, codec: Codec | null, label: string]>([
  ['avc1.640028', 'h264', 'H.264'],
  ['hev1.1.6.L120.90', 'hevc', 'H.265'],
  ['av01.0.08M.08', 'av1', 'AV1'],
  ['vp09.00.51.08', 'vp9', 'VP9'],
  ['vp9', 'vp9', 'VP9'],
  ['vp8', 'vp8', 'VP8'],
  ['mp4v.20.9', 'other', 'MPEG-4'],
  ['mp4a.40.2', 'aac', 'AAC'],
  ['mp4a.40.5', 'aac', 'HE-AAC'],
  ['mp4a.6B', 'mp3', 'MP3'],
  ['mp4a.40.34', 'mp3', 'MP3'],
  ['opus', 'opus', 'Opus'],
  ['fLaC', 'flac', 'FLAC'],
  ['ec-3', 'eac3', 'E-AC-3'],
  ['ac-3', 'ac3', 'AC-3'],
  ['dtsc', 'other', 'DTS'],
  ['new1.0', 'other', 'new1.0'],
  [null, null, ''],
])('%s is %s, and people call it "%s"', (name, codec, label) => {
  expect(codecOf(name)).toBe(codec);
  expect(codecLabel(name)).toBe(label);
});
