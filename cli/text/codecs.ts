import { type Codec, codecOf } from '../../engine/sources/video/codecs.ts';

const names: Readonly<Record<Exclude<Codec, 'other'>, string>> = {
  h264: 'H.264',
  hevc: 'H.265',
  av1: 'AV1',
  vp9: 'VP9',
  vp8: 'VP8',
  aac: 'AAC',
  opus: 'Opus',
  vorbis: 'Vorbis',
  mp3: 'MP3',
  ac3: 'AC-3',
  eac3: 'E-AC-3',
  flac: 'FLAC',
};

/** What people call a codec: `H.264` for `avc1.640028`. One that nobody here knows keeps its name; nothing for `null`. */
export function codecName(codec: string | null): string {
  const known = codecOf(codec);
  if (codec === null || known === null) return '';
  // object types 5 and 29 of MPEG-4: it sounds like more than its bitrate says
  if (/^mp4a\.40\.(?:0?5|29)$/i.test(codec)) return 'HE-AAC';
  return known === 'other' ? codec : names[known];
}
