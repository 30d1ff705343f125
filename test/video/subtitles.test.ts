import { expect, test } from 'vitest';
import type { FoundSubtitles } from '../../engine/sources/video/found.ts';
import { chooseSubtitles } from '../../engine/video/choose-subtitles.ts';

function one(language: string, automatic = false, form = 'vtt'): FoundSubtitles {
  const place = { url: `https://x.example/${language}.${form}`, headers: [], chunk: null };
  return { language, name: language, automatic, form, place };
}

const found = [
  one('en', true),
  one('en-GB'),
  one('de'),
  one('de', false, 'srt'),
  one('ja', false, 'ttml'),
  one('fr', true),
  one('ru', false, 'srt'),
];

test.each<[languages: string[], automatic: boolean, chosen: string[], missing: string[]]>([
  [[], true, [], []],
  [['de'], false, ['de vtt'], []],
  [['DE', 'de'], false, ['de vtt'], []],
  [['en'], false, ['en-GB vtt'], []],
  // Written ones come first, also where only a near language is written.
  [['en'], true, ['en-GB vtt'], []],
  [['fr'], false, [], ['fr']],
  [['fr'], true, ['fr automatic vtt'], []],
  [['ru'], false, ['ru srt'], []],
  [['ja', 'xx'], true, [], ['ja', 'xx']],
  [['all'], true, ['en-GB vtt', 'de vtt', 'ru srt'], []],
  [['fr', 'all'], true, ['fr automatic vtt', 'en-GB vtt', 'de vtt', 'ru srt'], []],
])('%j, automatic: %s', (languages, automatic, chosen, missing) => {
  const result = chooseSubtitles(found, { languages, automatic, as: 'files' });
  const words = result.chosen.map((sub) => `${sub.language}${sub.automatic ? ' automatic' : ''} ${sub.form}`);
  expect(words).toEqual(chosen);
  expect(result.missing).toEqual(missing);
});
