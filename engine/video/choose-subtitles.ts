import type { VideoOptions } from '../../contract/video.ts';
import type { FoundSubtitles } from '../sources/video/found.ts';

/** Forms that can be read, the best first. Others are of no use to a player. */
const readable: readonly string[] = ['vtt', 'srt'];

/** The subtitles that somebody wants, and the languages there is nothing of. */
export interface ChosenSubtitles {
  /** one a language */
  readonly chosen: readonly FoundSubtitles[];
  readonly missing: readonly string[];
}

/**
 * Chooses subtitles by their languages: `en` is had by `en`, else by `en-GB`. Written ones come first; automatic ones only where
 * they are wanted too. `all` stands for all that are written, and says nothing of automatic ones: a site may have those of any language.
 */
export function chooseSubtitles(
  found: readonly FoundSubtitles[],
  { languages, automatic }: VideoOptions['subtitles'],
): ChosenSubtitles {
  const usable = found
    .filter(({ form }) => readable.includes(form))
    .toSorted((a, b) => readable.indexOf(a.form) - readable.indexOf(b.form));
  const written = usable.filter((one) => !one.automatic);
  const made = automatic ? usable.filter((one) => one.automatic) : [];
  const byLanguage = new Map<string, FoundSubtitles>();
  const missing: string[] = [];
  const take = (one: FoundSubtitles): void => {
    const key = one.language.toLowerCase();
    if (!byLanguage.has(key)) byLanguage.set(key, one);
  };
  for (const wanted of languages) {
    if (wanted.toLowerCase() === 'all') {
      for (const one of written) take(one);
      continue;
    }
    const one = inLanguage(written, wanted) ?? inLanguage(made, wanted);
    if (one === undefined) missing.push(wanted);
    else take(one);
  }
  return { chosen: [...byLanguage.values()], missing };
}

/** Those in a language, by its tag: `en` is had by `en`, else by `en-GB`. */
export function inLanguage<S extends { readonly language: string }>(list: readonly S[], wanted: string): S | undefined {
  const tag = wanted.toLowerCase();
  const exact = list.find(({ language }) => language.toLowerCase() === tag);
  return exact ?? list.find(({ language }) => language.toLowerCase().startsWith(`${tag}-`));
}
