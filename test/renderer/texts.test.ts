import { describe, expect, test } from 'vitest';
import { errorHelp } from '../../contract/errors.ts';
import { noticeHelp } from '../../contract/notices.ts';
import { chooseSpeech } from '../../renderer/i18n/choose.ts';
import { en } from '../../renderer/i18n/en.ts';
import { ru } from '../../renderer/i18n/ru.ts';
import { loadTexts } from '../../renderer/i18n/texts.ts';

interface Tree {
  readonly [key: string]: string | Tree;
}

function flat(tree: Tree, path = ''): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') texts.set(path + key, value);
    else for (const [inner, text] of flat(value, `${path}${key}.`)) texts.set(inner, text);
  }
  return texts;
}

const plural = /_(zero|one|two|few|many|other)$/;
const places = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();
const languages = { en: flat(en), ru: flat(ru) };

test('both languages have the same keys', () => {
  const names = (texts: Map<string, string>) => new Set([...texts.keys()].map((key) => key.replace(plural, '')));
  expect(names(languages.ru)).toEqual(names(languages.en));
});

describe.each(['en', 'ru'] as const)('%s', (language) => {
  const texts = languages[language];

  test('has every plural form its language needs, and no other', () => {
    const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted();
    const forms = new Map<string, string[]>();
    for (const key of texts.keys()) {
      const form = plural.exec(key)?.[1];
      if (form !== undefined) forms.set(key.replace(plural, ''), [...(forms.get(key.replace(plural, '')) ?? []), form]);
    }
    expect(forms.size).toBeGreaterThan(5);
    for (const [key, found] of forms) expect(found.toSorted(), key).toEqual(wanted);
  });

  test('fills in the same things as English does', () => {
    for (const [key, text] of texts) {
      const english = languages.en.get(key) ?? languages.en.get(key.replace(plural, '_other'));
      if (plural.test(key)) {
        // the one form may do without its number: "link copied"
        for (const place of places(text)) expect([...places(english ?? ''), 'number'], key).toContain(place);
      } else {
        expect(places(text), key).toEqual(places(english ?? ''));
      }
    }
  });

  test('has a sentence for every error and every notice', () => {
    for (const code of Object.keys(errorHelp)) expect(texts.get(`error.${code}`), code).toMatch(/^\p{Lu}.+[.]$/su);
    for (const code of Object.keys(noticeHelp)) expect(texts.get(`notice.${code}`), code).toMatch(/^\p{Lu}.+[.]$/su);
  });

  test('has no text that is empty or left in the other script', () => {
    for (const [key, text] of texts) {
      expect(text.trim(), key).not.toBe('');
      if (language === 'en') expect(text, key).not.toMatch(/\p{Script=Cyrillic}/u);
    }
  });
});

test('the one form of Russian is right for 21 too', () => {
  for (const [key, text] of languages.ru) {
    if (!key.endsWith('_one') || /\{\{(?:number|lines)\}\}/.test(text)) continue;
    expect(text, key).toBe(languages.ru.get(key.replace('_one', '_many')));
  }
});

test('Russian counts the Russian way', async () => {
  const texts = await loadTexts('ru');
  const found = (count: number) => texts.t('review.title', { count, number: String(count) });
  expect(found(1)).toBe('Найдена 1 ссылка');
  expect(found(3)).toBe('Найдено 3 ссылки');
  expect(found(11)).toBe('Найдено 11 ссылок');
  expect(found(21)).toBe('Найдена 21 ссылка');
});

test('the language follows the setting, then the platform, then English', () => {
  expect(chooseSpeech('system', ['de-DE', 'ru-RU', 'en-US'])).toEqual({ language: 'ru', locale: 'ru-RU' });
  expect(chooseSpeech('system', ['de-DE'])).toEqual({ language: 'en', locale: 'en' });
  expect(chooseSpeech('en', ['ru-RU', 'en-GB'])).toEqual({ language: 'en', locale: 'en-GB' });
  expect(chooseSpeech('ru', ['en-GB'])).toEqual({ language: 'ru', locale: 'ru' });
});
