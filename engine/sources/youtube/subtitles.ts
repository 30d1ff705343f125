import type { FoundSubtitles, Place } from '../video/found.ts';
import { languageOf } from '../video/language.ts';
import { lineOf } from '../video/text.ts';
import { dig, textOf, wordOf } from './dig.ts';

const site = 'https://www.youtube.com';

/**
 * The subtitles of a video, as WebVTT; one for each language that people wrote in, and one for each that was made from the sound.
 * @param tracks `captionTracks` of the answer. What could be translated from them is not among them
 */
export function subtitlesOf(tracks: readonly unknown[], headers: Place['headers']): FoundSubtitles[] {
  const found = new Map<string, FoundSubtitles>();
  for (const track of tracks) {
    const url = URL.parse(wordOf(dig(track, 'baseUrl')) ?? '', site);
    const language = languageOf(wordOf(dig(track, 'languageCode')));
    if (url === null || url.protocol !== 'https:' || language === null || url.searchParams.has('tlang')) continue;
    const automatic = dig(track, 'kind') === 'asr';
    url.searchParams.set('fmt', 'vtt');
    const name = lineOf(textOf(dig(track, 'name')) ?? '', 100) || language;
    // Of several in one language (a commentary, one for the deaf) the first is the plain one.
    const key = `${automatic}/${language}`;
    if (found.has(key)) continue;
    found.set(key, { language, name, automatic, form: 'vtt', place: { url: url.href, headers, chunk: null } });
  }
  return [...found.values()];
}
