import { Failure } from '../../../contract/errors.ts';
import { chooseAlike, chooseVariant } from '../stream/choose.ts';
import { hasAudioCodec } from '../stream/variant.ts';
import type { Period } from './manifest.ts';
import type { Representation } from './representation.ts';

/**
 * The representation of the main track in a period: pictures, or sound where there are none. Chosen anew in each period,
 * by the same rule, so that it does not matter when somebody begins to look.
 * @param quality see `chooseVariant`
 * @returns `null` when the period has nothing that could be the main track
 * @throws Failure `protected`, `unsupported` (WebM)
 */
export function chooseMain(period: Period, quality: string): Representation | null {
  const pictures = period.representations.filter((one) => one.kind === 'video' && !one.trick);
  if (pictures.length === 0) return chooseSound(period, quality);
  return chooseVariant(usable(mainRole(pictures)), quality);
}

/**
 * The representation of the sound that goes with the main one of a period, or `null` when the sound is in there already.
 * @throws Failure as `chooseMain`
 */
export function chooseAudio(period: Period, quality: string): Representation | null {
  const main = chooseMain(period, quality);
  return main === null || main.kind === 'audio' || hasAudioCodec(main) ? null : chooseSound(period, quality);
}

/**
 * The representation of the main track in a period where only sound is wanted: sound alone; where that is only to be had with
 * pictures, the smallest that has it.
 * @param quality see `chooseVariant`; of the sound
 * @returns `null` when the period has neither
 * @throws Failure as `chooseMain`
 */
export function chooseSoundAlone(period: Period, quality: string): Representation | null {
  const alone = openSounds(period);
  if (alone.length > 0) return chooseAlike(alone, quality);
  const pictures = period.representations.filter((one) => one.kind === 'video' && !one.trick);
  const audible = pictures.filter((one) => one.codecs === null || hasAudioCodec(one));
  const some = audible.length > 0 ? audible : pictures;
  return some.length === 0 ? null : chooseVariant(usable(mainRole(some)), 'worst');
}

/** The representations of subtitles that lie there as WebVTT, one a language and label. */
export function chooseSubtitles(period: Period): Representation[] {
  const seen = new Set<string>();
  return period.representations.filter((one) => {
    const name = `${one.language ?? ''} ${one.label ?? ''}`;
    if (one.kind !== 'text' || one.mime !== 'text/vtt' || one.protected || seen.has(name)) return false;
    seen.add(name);
    return true;
  });
}

function chooseSound(period: Period, quality: string): Representation | null {
  const set = openSounds(period).toSorted((a, b) => (a.bandwidth ?? 0) - (b.bandwidth ?? 0));
  return (quality === 'worst' ? set[0] : set.at(-1)) ?? null;
}

/** The sound a player begins with: the first set, in which only the bandwidth is a matter of quality. */
function openSounds(period: Period): readonly Representation[] {
  const sounds = period.representations.filter((one) => one.kind === 'audio' && !one.trick);
  if (sounds.length === 0) return [];
  const open = usable(mainRole(sounds));
  return open.filter((one) => one.set === open[0]?.set);
}

/** Those that are meant to be played when nobody asks for anything else. */
function mainRole(all: readonly Representation[]): readonly Representation[] {
  const main = all.filter((one) => one.roles.includes('main'));
  if (main.length > 0) return main;
  const plain = all.filter((one) => !one.roles.some((role) => aside.has(role)));
  return plain.length > 0 ? plain : all;
}

const aside: ReadonlySet<string> = new Set([
  'alternate',
  'supplementary',
  'commentary',
  'dub',
  'description',
  'emergency',
  'sign',
  'enhanced-audio-intelligibility',
]);

/** Those that can be recorded. */
function usable(all: readonly Representation[]): readonly Representation[] {
  const open = all.filter((one) => !one.protected);
  if (open.length === 0) {
    throw new Failure('protected', { detail: 'the manifest says that its segments are encrypted', retryable: false });
  }
  const readable = open.filter((one) => !one.mime.endsWith('/webm'));
  if (readable.length === 0) {
    throw new Failure('unsupported', { detail: 'the stream is cut into WebM segments', retryable: false });
  }
  return readable;
}
