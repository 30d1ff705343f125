/** Codecs as RFC 6381 names them, by how that begins, and as people call them. */
const names: readonly (readonly [RegExp, string])[] = [
  [/^(?:avc[13]|h264)/i, 'H.264'],
  [/^(?:hvc1|hev1|hevc|h265)/i, 'H.265'],
  [/^(?:av01|av1)/i, 'AV1'],
  [/^(?:vp09|vp9)/i, 'VP9'],
  [/^(?:vp08|vp8)/i, 'VP8'],
  [/^(?:mp4v)/i, 'MPEG-4'],
  [/^(?:mp4a\.(?:69|6b|40\.34)|mp3)/i, 'MP3'],
  [/^(?:mp4a|aac)/i, 'AAC'],
  [/^opus/i, 'Opus'],
  [/^vorbis/i, 'Vorbis'],
  [/^flac/i, 'FLAC'],
  [/^(?:ec-3|eac3)/i, 'E-AC-3'],
  [/^(?:ac-3|ac3)/i, 'AC-3'],
  [/^dts/i, 'DTS'],
];

/** The name of a codec as people know it; what is not known stays as it is. */
export function codecLabel(codec: string): string {
  return names.find(([pattern]) => pattern.test(codec))?.[1] ?? codec;
}

/** Endings of files whose names are not written in capitals alone. */
const containers: Readonly<Record<string, string>> = { webm: 'WebM', opus: 'Opus', ogg: 'Ogg' };

/** The name of a container as people know it, by the ending of its files. */
export function containerLabel(extension: string): string {
  return containers[extension.toLowerCase()] ?? extension.toUpperCase();
}
