import type { Settings } from '../../contract/settings.ts';

const languages = ['en', 'ru'] as const;
export type LanguageName = (typeof languages)[number];

/** The language to speak and the locale whose numbers and dates go with it. */
export interface Speech {
  readonly language: LanguageName;
  /** BCP 47, as `en-GB` */
  readonly locale: string;
}

/**
 * What to speak.
 *
 * @param wanted the user's setting
 * @param preferred the platform's languages, best first (`navigator.languages`)
 */
export function chooseSpeech(wanted: Settings['language'], preferred: readonly string[]): Speech {
  const speakable = preferred.flatMap((locale): Speech[] => {
    const language = languages.find((name) => locale.toLowerCase().split('-')[0] === name);
    return language ? [{ language, locale }] : [];
  });
  if (wanted === 'system') return speakable[0] ?? { language: 'en', locale: 'en' };
  return speakable.find((speech) => speech.language === wanted) ?? { language: wanted, locale: wanted };
}
