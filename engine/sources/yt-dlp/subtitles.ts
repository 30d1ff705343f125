import type { FoundSubtitles } from '../video/found.ts';
import { languageOf } from '../video/language.ts';
import { lineOf } from '../video/text.ts';
import { type Given, placeOf } from './place.ts';
import { type SubtitleShape, subtitleShape, those } from './shape.ts';

type ByLanguage = Readonly<Record<string, unknown>> | null | undefined;

/** Those that are put into files, the best first. Others would be offered and could not be had. */
const forms: readonly string[] = ['vtt', 'srt'];
/** YouTube offers more than 150 languages, each also as translated from every written one. */
const mostLanguages = 500;

/**
 * The subtitles of a video: those that somebody has written, and those that the site makes itself, one of a language each. Of the
 * latter, what was heard is taken before what was translated from it, and what was translated from written ones is left out: who
 * wants those has the written ones.
 */
export function foundSubtitles(written: ByLanguage, automatic: ByLanguage, given: Given): FoundSubtitles[] {
  const origins = Object.keys(written ?? {});
  const own = Object.entries(automatic ?? {})
    .filter(([key]) => !isTranslatedFrom(key, origins, automatic))
    .map(([key, list]) => ({ key: key.replace(/-orig$/u, ''), heard: key.endsWith('-orig'), list }))
    .sort((one, other) => Number(other.heard) - Number(one.heard));
  return [
    ...ofEachLanguage(Object.entries(written ?? {}), false, given),
    ...ofEachLanguage(
      own.map(({ key, list }) => [key, list]),
      true,
      given,
    ),
  ];
}

/** `de-en` beside `de` is German made from written English. */
function isTranslatedFrom(key: string, origins: readonly string[], automatic: ByLanguage): boolean {
  return origins.some((origin) => {
    const language = key.slice(0, -origin.length - 1);
    return key.endsWith(`-${origin}`) && language !== '' && Object.hasOwn(automatic ?? {}, language);
  });
}

function ofEachLanguage(
  entries: readonly (readonly [string, unknown])[],
  automatic: boolean,
  given: Given,
): FoundSubtitles[] {
  const found = new Map<string, FoundSubtitles>();
  for (const [key, list] of entries) {
    const language = languageOf(key);
    if (language === null || found.has(language) || found.size >= mostLanguages) continue;
    const read = oneOf(language, list, automatic, given);
    if (read !== null) found.set(language, read);
  }
  return [...found.values()];
}

function oneOf(language: string, list: unknown, automatic: boolean, given: Given): FoundSubtitles | null {
  const offered = those(subtitleShape, Array.isArray(list) ? list : []).filter(isWhole);
  for (const form of forms) {
    for (const { url, name } of offered.filter(({ ext }) => ext === form)) {
      const place = placeOf(url, {}, given);
      if (place !== null) return { language, name: lineOf(name ?? '', 100) || language, automatic, form, place };
    }
  }
  return null;
}

/** A playlist of pieces is no file. */
function isWhole({ protocol }: SubtitleShape): boolean {
  return !protocol || protocol === 'https' || protocol === 'http';
}
