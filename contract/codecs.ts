/** Codecs that a choice or a container makes a difference between. */
export type Codec =
  | 'h264'
  | 'hevc'
  | 'av1'
  | 'vp9'
  | 'vp8'
  | 'aac'
  | 'opus'
  | 'vorbis'
  | 'mp3'
  | 'ac3'
  | 'eac3'
  | 'flac'
  | 'other';

/** By how their names begin, see RFC 6381; some sites use names of their own. */
const names: readonly (readonly [Codec, RegExp])[] = [
  ['h264', /^(?:avc|h\.?264)/iu],
  ['hevc', /^(?:hvc1|hev1|hevc|h\.?265|dvh)/iu],
  ['av1', /^(?:av01|av1|dav1)/iu],
  ['vp9', /^vp0?9/iu],
  ['vp8', /^vp0?8/iu],
  // Object types 0x69 and 0x6B of MPEG-4 are MPEG-1 and MPEG-2 layer III, and so is audio object type 34.
  ['mp3', /^(?:mp3|mp4a\.(?:69|6b|40\.34))/iu],
  ['aac', /^(?:mp4a|aac)/iu],
  ['opus', /^opus/iu],
  ['vorbis', /^vorbis/iu],
  ['ac3', /^(?:ac-?3|a52)/iu],
  ['eac3', /^(?:ec-?3|e-?ac-?3)/iu],
  ['flac', /^flac/iu],
];

/** What codec a name stands for; `null` where there is no name. */
export function codecOf(name: string | null): Codec | null {
  if (name === null) return null;
  return names.find(([, form]) => form.test(name.trim()))?.[0] ?? 'other';
}

const labels: Readonly<Record<Exclude<Codec, 'other'>, string>> = {
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

/** Codecs that have a name of their own and make no other difference. */
const others: readonly (readonly [RegExp, string])[] = [
  // Object types 5 and 29 of MPEG-4: it sounds like more than its bitrate says.
  [/^mp4a\.40\.(?:0?5|29)$/iu, 'HE-AAC'],
  [/^mp4v/iu, 'MPEG-4'],
  [/^dts/iu, 'DTS'],
];

/** What people call a codec: `H.264` for `avc1.640028`. One that nobody here knows keeps its name; nothing for `null`. */
export function codecLabel(name: string | null): string {
  if (name === null) return '';
  const known = codecOf(name);
  const other = others.find(([form]) => form.test(name))?.[1];
  return other ?? (known === null || known === 'other' ? name : labels[known]);
}
