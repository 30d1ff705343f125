import { Failure } from '../../../contract/errors.ts';
import type { PresetName, VideoFormat, VideoOptions } from '../../../contract/video.ts';
import { presetNames } from '../../../contract/video.ts';
import { codecOf } from './codecs.ts';
import { containerOf, soundExtension } from './container.ts';
import { byPicture, bySound, faithfulness, lightest, lightestOf, linesOf, type Order } from './rank.ts';

/** What is to be fetched of a video. */
export interface Choice<F extends VideoFormat> {
  /** one, or a picture and then the sound that goes with it */
  readonly formats: readonly F[];
  /** the picture, if there is one, is left aside */
  readonly onlySound: boolean;
}

/**
 * Chooses what to fetch for a preset or for formats that were named.
 * @param audio the codec that sound alone is to have; what has it already is preferred
 * @throws Failure `no-format` when the video is not to be had like that
 */
export function chooseFormats<F extends VideoFormat>(
  formats: readonly F[],
  wanted: VideoOptions['format'],
  audio: VideoOptions['audio'],
): Choice<F> {
  const choice = isPreset(wanted) ? chooseForPreset(formats, wanted, audio) : chooseByName(formats, wanted);
  if (choice === null) throw new Failure('no-format', { detail: `${wanted} is not among ${idsOf(formats)}` });
  return choice;
}

/** As `chooseFormats`; `null` when there is nothing for the preset. */
export function chooseForPreset<F extends VideoFormat>(
  formats: readonly F[],
  preset: PresetName,
  audio: VideoOptions['audio'],
): Choice<F> | null {
  const pictures = formats.filter(({ kind }) => kind !== 'audio');
  // What has no picture at all is had by its sound.
  if (preset === 'audio' || pictures.length === 0) return chooseSound(formats, preset, audio);
  const chosen = choosePicture(audible(formats), preset);
  return chosen === null ? null : { formats: chosen, onlySound: false };
}

/** What the file of a choice will be called, without the dot. @param audio the codec that sound alone is to have */
export function extensionOf({ formats, onlySound }: Choice<VideoFormat>, audio: VideoOptions['audio']): string {
  const [first] = formats;
  if (first === undefined || !onlySound) return containerOf(formats);
  return soundExtension(first, audio);
}

type Pair<F> = readonly [F] | readonly [picture: F, sound: F];

function choosePicture<F extends VideoFormat>(
  formats: readonly F[],
  preset: Exclude<PresetName, 'audio'>,
): Pair<F> | null {
  switch (preset) {
    case 'best':
      return highest(formats, byPicture({ hdr: 'first', codecs: ['av1', 'vp9', 'hevc', 'h264'] }), bySound(true));
    case '1080p':
      return highest(upTo(1080, formats), usual, bySound(false));
    case '720p':
      return highest(upTo(720, formats), usual, bySound(false));
    case 'compatible':
      return compatible(formats);
    case 'smallest':
      return lightest(pairs(formats), (choice) => Number(containerOf(choice) === 'mkv'));
  }
}

/** Who names a size wants what every player shows, where it is as large and as smooth. */
const usual: Order = byPicture({ hdr: 'last', codecs: ['h264', 'vp9', 'av1', 'hevc'] });

/** Without pictures of more lines, unless there are no others: then without all but the lowest. */
function upTo<F extends VideoFormat>(lines: number, formats: readonly F[]): F[] {
  const heights = formats.filter(({ kind }) => kind !== 'audio').map((format) => linesOf(format) ?? 0);
  const most = Math.max(lines, Math.min(...heights));
  return formats.filter((format) => format.kind === 'audio' || (linesOf(format) ?? 0) <= most);
}

/** Without pictures that nothing is heard of, where there are others. */
function audible<F extends VideoFormat>(formats: readonly F[]): readonly F[] {
  if (formats.some(({ kind }) => kind === 'audio')) return formats;
  const heard = formats.filter(({ kind }) => kind === 'both');
  return heard.length > 0 ? heard : formats;
}

/** What every player plays, unless it would be silent where others are not. */
function compatible<F extends VideoFormat>(formats: readonly F[]): Pair<F> | null {
  const chosen = highest(audible(formats.filter(isCompatible)), usual, bySound(false));
  const isHeard = chosen?.some(({ kind }) => kind !== 'video') === true;
  return isHeard || formats.every(({ kind }) => kind === 'video') ? chosen : null;
}

/** H.264 without HDR and of at most 1080 lines, AAC of two channels, in MP4: what plays on whatever plays anything. */
function isCompatible(format: VideoFormat): boolean {
  const { kind, container, hdr, videoCodec, audioCodec, channels } = format;
  // Of a whole file nobody may have said what is in it; in an MP4 it is nearly always this.
  const isPlain = kind === 'both' && container === 'mp4';
  const shown = kind === 'audio' || codecOf(videoCodec) === 'h264' || (videoCodec === null && isPlain);
  const heard = kind === 'video' || codecOf(audioCodec) === 'aac' || (audioCodec === null && isPlain);
  return shown && heard && !hdr && (linesOf(format) ?? 0) <= 1080 && (channels ?? 2) <= 2;
}

/** The highest picture with the sound that fits it best. Of equals, a picture without a sound of its own: that one can be chosen. */
function highest<F extends VideoFormat>(formats: readonly F[], order: Order, sound: Order): Pair<F> | null {
  const sounds = formats.filter(({ kind }) => kind === 'audio');
  const pictures = formats.filter(({ kind }) => kind !== 'audio');
  const [picture] = pictures.toSorted((a, b) => order(a, b) || Number(a.kind === 'both') - Number(b.kind === 'both'));
  if (picture === undefined) return null;
  if (picture.kind === 'both' || sounds.length === 0) return [picture];
  const fits = (format: F): number => Number(containerOf([picture, format]) !== 'mkv');
  const [best] = sounds.toSorted((a, b) => faithfulness(b) - faithfulness(a) || fits(b) - fits(a) || sound(a, b));
  return best === undefined ? [picture] : [picture, best];
}

function chooseSound<F extends VideoFormat>(
  formats: readonly F[],
  preset: PresetName,
  audio: VideoOptions['audio'],
): Choice<F> | null {
  const sounds = formats.filter(({ kind }) => kind === 'audio');
  const wanted = preset === 'compatible' || audio === 'm4a' ? 'aac' : audio;
  const is = ({ audioCodec }: F): number => Number(codecOf(audioCodec) === wanted);
  const order = bySound(false);
  const [best] = sounds.toSorted((a, b) => faithfulness(b) - faithfulness(a) || is(b) - is(a) || order(a, b));
  if (best !== undefined) return { formats: [best], onlySound: true };
  // It is to be had with a picture only, of which as little as possible is fetched.
  const whole = lightest(pairs(formats.filter(({ kind }) => kind === 'both')), () => 0);
  return whole === null ? null : { formats: whole, onlySound: true };
}

/**
 * What can be seen and heard, in its original language; only seen where there is no sound at all. Of what comes apart, the lightest.
 */
function pairs<F extends VideoFormat>(formats: readonly F[]): Pair<F>[] {
  const faithful = (list: readonly F[]): F[] => {
    const most = Math.max(...list.map(faithfulness));
    return list.filter((format) => faithfulness(format) === most);
  };
  const whole = faithful(formats.filter(({ kind }) => kind === 'both'));
  const sounds = faithful(formats.filter(({ kind }) => kind === 'audio'));
  const apart = formats.filter(({ kind }) => kind === 'video');
  // Not each of thousands with each of thousands: what is heavy by itself is in no light pair.
  const heard = lightestOf(sounds, mostPaired);
  const together = lightestOf(apart, mostPaired).flatMap((picture) => heard.map((sound): Pair<F> => [picture, sound]));
  const all = [...whole.map((format): Pair<F> => [format]), ...together];
  return all.length > 0 ? all : apart.map((picture): Pair<F> => [picture]);
}

/** Pictures, and sounds, of which each is looked at with each. */
const mostPaired = 50;

function chooseByName<F extends VideoFormat>(formats: readonly F[], wanted: string): Choice<F> | null {
  const named = (name: string): F | undefined => formats.find(({ id }) => id === name);
  const alone = named(wanted);
  if (alone !== undefined) return { formats: [alone], onlySound: alone.kind === 'audio' };
  const [one, other] = wanted.split('+').map(named);
  if (one === undefined || other === undefined || one === other) return null;
  if (one.kind !== 'audio' && other.kind !== 'video') return { formats: [one, other], onlySound: false };
  if (other.kind !== 'audio' && one.kind !== 'video') return { formats: [other, one], onlySound: false };
  return null;
}

function isPreset(wanted: string): wanted is PresetName {
  return (presetNames as readonly string[]).includes(wanted);
}

/** Enough of them to see what there is. */
function idsOf(formats: readonly VideoFormat[]): string {
  const ids = formats.map(({ id }) => id);
  return ids.length === 0 ? 'none' : `${ids.slice(0, 40).join(', ')}${ids.length > 40 ? ', …' : ''}`;
}
