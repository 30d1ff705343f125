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
  // Object types 0x69 and 0x6B of MPEG-4 are MPEG-1 and MPEG-2 layer III.
  ['mp3', /^(?:mp3|mp4a\.(?:69|6b))/iu],
  ['aac', /^(?:mp4a|aac)/iu],
  ['opus', /^opus/iu],
  ['vorbis', /^vorbis/iu],
  ['ac3', /^(?:ac-?3|a52)/iu],
  ['eac3', /^(?:ec-?3|e-?ac-?3)/iu],
  ['flac', /^(?:flac|fLaC)/u],
];

/** What codec a name stands for; `null` where there is no name. */
export function codecOf(name: string | null): Codec | null {
  if (name === null) return null;
  return names.find(([, form]) => form.test(name.trim()))?.[0] ?? 'other';
}
