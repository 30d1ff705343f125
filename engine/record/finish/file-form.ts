import { Failure } from '../../../contract/errors.ts';
import type { RecordingOptions } from '../../../contract/recording.ts';
import type { Shape } from './shape.ts';

/** A kind of file a fragment can become. */
export interface FileForm {
  /** ffmpeg's name of the format */
  readonly format: 'mp4' | 'matroska' | 'mpegts' | 'mp3' | 'opus';
  /** without the dot */
  readonly extension: string;
  /** media type */
  readonly type: string;
}

const mp4: FileForm = { format: 'mp4', extension: 'mp4', type: 'video/mp4' };
const mkv: FileForm = { format: 'matroska', extension: 'mkv', type: 'video/x-matroska' };
const ts: FileForm = { format: 'mpegts', extension: 'ts', type: 'video/mp2t' };
const m4a: FileForm = { format: 'mp4', extension: 'm4a', type: 'audio/mp4' };
const mka: FileForm = { format: 'matroska', extension: 'mka', type: 'audio/x-matroska' };
const mp3: FileForm = { format: 'mp3', extension: 'mp3', type: 'audio/mpeg' };
const opus: FileForm = { format: 'opus', extension: 'opus', type: 'audio/ogg' };

/** Every form a fragment may have. */
export const fileForms: readonly FileForm[] = [mp4, mkv, ts, m4a, mka, mp3, opus];

/** What each format takes by stream copy, and players then know what to do with. Matroska takes what is not named. */
const mp4Codecs = 'h264 hevc av1 vp9 mpeg4 mpeg2 mpeg1 vvc aac mp1 mp2 mp3 ac3 eac3 opus flac alac dts'.split(' ');
const tsCodecs = 'h264 hevc mpeg4 mpeg2 mpeg1 vvc aac aac-latm mp1 mp2 mp3 ac3 eac3 opus dts'.split(' ');
const notMatroska = ['aac-latm'];

/** The largest time between two samples of MP4 that ffmpeg writes: 2^31 ticks, of which a transport stream has 90,000 a second. */
const longestHole = Math.floor(2 ** 31 / 90_000);

/**
 * The forms to be tried, the wanted one first: where it cannot take what was recorded, something else that can is better
 * than nothing.
 * @throws Failure `no-sound` when only sound is wanted and there is none
 */
export function formsFor(output: RecordingOptions['output'], shape: Shape): readonly FileForm[] {
  const { video, audio } = shape.codecs;
  if (output === 'audio' && audio.size === 0) {
    throw new Failure('no-sound');
  }
  const wanted = output === 'audio' ? [soundForm(shape), mka, ts] : [{ mp4, mkv, ts }[output], mkv, ts];
  const codecs = output === 'audio' ? [...audio] : [...video, ...audio];
  const able = wanted.filter((form, index) => wanted.indexOf(form) === index && takes(form, codecs, shape));
  return able.length > 0 ? able : [mkv];
}

function takes({ format }: FileForm, codecs: readonly string[], { hole }: Shape): boolean {
  if (format === 'mp4') return hole < longestHole && codecs.every((codec) => mp4Codecs.includes(codec));
  if (format === 'mpegts') return codecs.every((codec) => tsCodecs.includes(codec));
  return format !== 'matroska' || !codecs.some((codec) => notMatroska.includes(codec));
}

/** Sound as it is, in the file that is usual for it. */
function soundForm({ codecs, sounds }: Shape): FileForm {
  const [codec, ...others] = codecs.audio;
  const count = [...sounds.values()].reduce((sum, one) => sum + one, 0);
  if (others.length === 0 && codec === 'aac') return m4a;
  if (count !== 1) return mka;
  return codec === 'mp3' ? mp3 : codec === 'opus' ? opus : mka;
}
