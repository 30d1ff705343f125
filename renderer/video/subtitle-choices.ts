import type { VideoInfo } from '../../contract/video.ts';

/** Languages to choose from while nobody knows which there are. */
const common = [
  ...['en', 'ru', 'ar', 'bn', 'cs', 'de', 'el', 'es', 'fa', 'fi', 'fr', 'hi', 'hu', 'id', 'it', 'ja', 'ko'],
  ...['nl', 'pl', 'pt', 'ro', 'sv', 'th', 'tr', 'uk', 'vi', 'zh'],
];

/** A language that can be ticked. */
export interface SubtitleChoice {
  readonly language: string;
  /** as the site names it; `null` to be named here */
  readonly name: string | null;
  /** only the site itself has made them */
  readonly automatic: boolean;
}

/**
 * The languages to choose from.
 *
 * @param info of the only video; `null` for several, and while nothing is known
 * @param wanted languages that are wanted already, so that none of them is out of sight
 */
export function subtitleChoices(info: VideoInfo | null, wanted: readonly string[]): readonly SubtitleChoice[] {
  if (info === null) {
    const all = new Set([...common, ...wanted.filter((language) => language !== 'all')]);
    return [...all].map((language) => ({ language, name: null, automatic: false }));
  }
  const choices = new Map<string, SubtitleChoice>();
  for (const { language, name, automatic } of info.subtitles) {
    const known = choices.get(language);
    if (known === undefined || (known.automatic && !automatic)) choices.set(language, { language, name, automatic });
  }
  return [...choices.values()].toSorted((a, b) => Number(a.automatic) - Number(b.automatic));
}

/** Whether some of the wanted languages are there only as the site itself made them. */
export function needsAutomatic(choices: readonly SubtitleChoice[], wanted: readonly string[]): boolean {
  return choices.some(({ language, automatic }) => automatic && wanted.includes(language));
}
