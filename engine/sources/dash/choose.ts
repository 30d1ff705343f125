import { Failure } from '../../../contract/errors.ts';
import { reasonText } from '../../../contract/reasons.ts';
import { chooseVariant } from '../stream/choose.ts';
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
  const sounds = period.representations.filter((one) => one.kind === 'audio' && !one.trick);
  if (sounds.length === 0) return null;
  const open = usable(mainRole(sounds));
  // The first set is what a player begins with; only the bandwidth in it is a matter of quality.
  const set = open
    .filter((one) => one.set === open[0]?.set)
    .toSorted((a, b) => (a.bandwidth ?? 0) - (b.bandwidth ?? 0));
  return (quality === 'worst' ? set[0] : set.at(-1)) ?? null;
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
    throw new Failure('unsupported', { detail: reasonText('webm-segments'), retryable: false });
  }
  return readable;
}
