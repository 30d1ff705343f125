import { type Codec, codecOf } from '../../contract/codecs.ts';
import type { VideoOptions } from '../../contract/video.ts';

/** Of each kind of sound file: the codec that belongs into it, and how ffmpeg makes it. */
const encoders: Readonly<Record<Exclude<VideoOptions['audio'], 'keep'>, readonly [Codec, readonly string[]]>> = {
  // About 190 kbit/s, as good as the sources are.
  mp3: ['mp3', ['-c:a', 'libmp3lame', '-q:a', '2']],
  m4a: ['aac', ['-c:a', 'aac', '-b:a', '192k']],
  opus: ['opus', ['-c:a', 'libopus', '-b:a', '160k']],
  flac: ['flac', ['-c:a', 'flac']],
};

/**
 * How ffmpeg converts sound alone; `null` where it is left as it is, because nothing else is wanted or it has that codec already.
 * @param codec of the source, as in RFC 6381, or `null` where nobody knows
 */
export function encoderFor(audio: VideoOptions['audio'], codec: string | null): readonly string[] | null {
  if (audio === 'keep') return null;
  const [wanted, args] = encoders[audio];
  return codecOf(codec) === wanted ? null : args;
}
