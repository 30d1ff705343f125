/** What people call a codec, by the beginning of its name in RFC 6381; the first that fits. */
const names: readonly (readonly [begin: RegExp, name: string])[] = [
  [/^(?:avc|h264)/i, 'H.264'],
  [/^(?:hvc|hev|hevc|h265)/i, 'H.265'],
  [/^av0?1/i, 'AV1'],
  [/^vp0?9/i, 'VP9'],
  [/^vp0?8/i, 'VP8'],
  [/^mp4v/i, 'MPEG-4'],
  [/^theora/i, 'Theora'],
  [/^mp4a\.40\.(?:5|29)$/i, 'HE-AAC'],
  [/^(?:mp4a\.(?:69|6b)|mp3)/i, 'MP3'],
  [/^(?:mp4a|aac)/i, 'AAC'],
  [/^opus/i, 'Opus'],
  [/^vorbis/i, 'Vorbis'],
  [/^flac/i, 'FLAC'],
  [/^(?:ec-3|eac3)/i, 'E-AC-3'],
  [/^ac-?3/i, 'AC-3'],
  [/^ac-4/i, 'AC-4'],
  [/^dts/i, 'DTS'],
];

/** What people call a codec: `H.264` for `avc1.640028`. One that nobody here knows keeps its name; nothing for `null`. */
export function codecName(codec: string | null): string {
  if (codec === null) return '';
  return names.find(([begin]) => begin.test(codec))?.[1] ?? codec;
}
