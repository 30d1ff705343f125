import type { PresetName, VideoInfo, VideoOptions } from '../../contract/video.ts';
import { parseDuration } from '../format/parse-duration.ts';

/** The presets, in the order in which they are offered. */
export const presets = [
  'best',
  'compatible',
  '1080p',
  '720p',
  'smallest',
  'audio',
] as const satisfies readonly PresetName[];
/** What becomes of what is only sound. */
export const soundForms = ['keep', 'm4a', 'mp3', 'opus', 'flac'] as const satisfies readonly VideoOptions['audio'][];
export const subtitleForms = ['files', 'embedded'] as const;

/** What is wanted of videos, as it stands in the dialog. */
export interface VideoForm {
  /** a preset, or formats by their names */
  readonly format: string;
  readonly audio: VideoOptions['audio'];
  /** languages of subtitles; `all` stands for every written one */
  readonly languages: readonly string[];
  /** also those that the site made itself */
  readonly automatic: boolean;
  readonly as: (typeof subtitleForms)[number];
  readonly chapters: boolean;
  readonly thumbnail: boolean;
  readonly tags: boolean;
  /** of the part that is wanted, as it was typed; of the only video, for several it counts for nothing */
  readonly from: string;
  readonly to: string;
}

export const firstVideoForm: VideoForm = {
  ...{ format: 'best', audio: 'keep', languages: [], automatic: false, as: 'files' },
  ...{ chapters: true, thumbnail: true, tags: true, from: '', to: '' },
};

/** What a form asks for. */
export interface VideoReading {
  /** without `resolver` */
  readonly options: Omit<VideoOptions, 'resolver'>;
  readonly wrong: ReadonlySet<'from' | 'to'>;
}

/** Whether a text is the name of a preset. */
export function isPreset(format: string): format is PresetName {
  return presets.some((name) => name === format);
}

/**
 * The presets that are worth showing: those that can be had. A height that the video does not reach and that comes to the very formats
 * of a preset before it would promise what it is not, so it is left out.
 *
 * @param kept formats that are shown in any case, because somebody chose them
 * @param info of the only video; `null` for several, and while nothing is known
 */
export function presetsFor(kept: readonly string[], info: VideoInfo | null): readonly PresetName[] {
  const offers = info?.offers ?? [];
  if (offers.length === 0) return presets;
  const offered = presets.flatMap((name) => offers.filter(({ preset }) => preset === name));
  return offered
    .filter(({ preset, height, formats }, index) => {
      const reached = height === null || !(height < Number.parseInt(preset, 10));
      const same = offered.slice(0, index).some((before) => before.formats.join('+') === formats.join('+'));
      return kept.includes(preset) || reached || !same;
    })
    .map(({ preset }) => preset);
}

/**
 * The format that a form comes to: what was wanted of another video may not be there of this one.
 *
 * @param info of the only video; `null` for several, and while nothing is known
 */
export function formatFor(format: string, info: VideoInfo | null): string {
  if (isPreset(format)) {
    const offered = info === null || info.offers.length === 0 || info.offers.some(({ preset }) => preset === format);
    return offered ? format : 'best';
  }
  const has = (id: string) => info?.formats.some((one) => one.id === id) ?? false;
  return format.split('+').every(has) ? format : 'best';
}

/** Whether only sound comes out. */
export function isSoundOnly(format: string, info: VideoInfo | null): boolean {
  if (isPreset(format)) return format === 'audio';
  return info?.formats.find(({ id }) => id === format)?.kind === 'audio';
}

/** A place in a video as people write it, `1:00`, `90` or `1m30s`, in seconds; `null` when it is none. */
export function readPlace(text: string): number | null {
  return /^\s*0+(?::00?){0,2}\s*$/.test(text) ? 0 : parseDuration(text);
}

/**
 * Reads the form.
 *
 * @param info of the only video; `null` for several, and while nothing is known
 * @param alone whether they are asked of one video: only then a part can be meant
 */
export function readVideoForm(form: VideoForm, info: VideoInfo | null, alone: boolean): VideoReading {
  const wrong = new Set<'from' | 'to'>();
  const place = (field: 'from' | 'to') => {
    if (!alone || form[field].trim() === '') return null;
    const seconds = readPlace(form[field]);
    if (seconds === null) wrong.add(field);
    return seconds;
  };
  const from = place('from');
  const to = place('to');
  const length = info?.duration ?? Number.POSITIVE_INFINITY;
  if (from !== null && from >= length) wrong.add('from');
  // a length is told in whole seconds
  if (to !== null && (to <= (from ?? 0) || to > length + 1)) wrong.add('to');
  const part = wrong.size > 0 || (to === null && (from ?? 0) === 0) ? null : { start: from ?? 0, end: to };
  const format = formatFor(form.format, info);
  return {
    options: {
      format,
      audio: isSoundOnly(format, info) ? form.audio : 'keep',
      subtitles: { languages: [...languagesFor(form.languages, info)], automatic: form.automatic, as: form.as },
      ...{ chapters: form.chapters, thumbnail: form.thumbnail, tags: form.tags, clip: part },
    },
    wrong,
  };
}

/** Those of the wanted languages that the only video has; all where nothing is known. */
export function languagesFor(languages: readonly string[], info: VideoInfo | null): readonly string[] {
  if (info === null) return languages;
  return languages.filter((wanted) => wanted === 'all' || info.subtitles.some(({ language }) => language === wanted));
}
