import { type Codec, codecOf } from '../../../contract/codecs.ts';
import type { VideoFormat, VideoOptions } from '../../../contract/video.ts';

const inMp4: ReadonlySet<Codec | null> = new Set<Codec>(['h264', 'hevc', 'av1', 'vp9', 'aac', 'mp3', 'ac3', 'eac3']);
const inWebm: ReadonlySet<Codec | null> = new Set<Codec>(['vp8', 'vp9', 'av1', 'opus', 'vorbis']);

/** What sound alone is usually kept in. */
const soundFiles: Readonly<Partial<Record<Codec, string>>> = {
  aac: 'm4a',
  opus: 'opus',
  vorbis: 'ogg',
  mp3: 'mp3',
  flac: 'flac',
};

/**
 * The file that a choice with a picture becomes: MP4 where it takes the codecs and players expect them there, else WebM, else
 * Matroska. Where nobody knows the codecs, the kind that it comes in.
 */
export function containerOf(choice: readonly VideoFormat[]): 'mp4' | 'webm' | 'mkv' {
  const [picture, sound = picture] = choice;
  if (picture === undefined || sound === undefined) return 'mkv';
  const codecs = [codecOf(picture.videoCodec), ...(sound.kind === 'video' ? [] : [codecOf(sound.audioCodec)])];
  const known = codecs.filter((codec) => codec !== null);
  const comesIn = (kind: RegExp): boolean => choice.every(({ container }) => kind.test(container));
  if (known.length === codecs.length) {
    if (known.every((codec) => inMp4.has(codec))) return 'mp4';
    return known.every((codec) => inWebm.has(codec)) ? 'webm' : 'mkv';
  }
  if (known.every((codec) => inMp4.has(codec)) && comesIn(/^(?:mp4|m4[av]|mov)$/u)) return 'mp4';
  return known.every((codec) => inWebm.has(codec)) && comesIn(/^webm$/u) ? 'webm' : 'mkv';
}

/**
 * What sound alone becomes, without the dot.
 * @param audio the codec it is to have
 */
export function soundExtension(format: VideoFormat, audio: VideoOptions['audio']): string {
  if (audio !== 'keep') return audio;
  const codec = codecOf(format.audioCodec);
  if (codec !== null) return soundFiles[codec] ?? 'mka';
  return /^(?:m4a|mp3|opus|ogg|flac)$/u.test(format.container) ? format.container : 'mka';
}
