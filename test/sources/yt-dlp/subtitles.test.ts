import { expect, test } from 'vitest';
import { foundSubtitles } from '../../../engine/sources/yt-dlp/subtitles.ts';

const nobody = { fields: new Set<string>(), anonymous: true };

function at(name: string, ext: string, parts = {}) {
  return { url: `https://a.example/${name}.${ext}`, ext, name, ...parts };
}

function read(written: Record<string, unknown>, automatic: Record<string, unknown> = {}) {
  return foundSubtitles(written, automatic, nobody).map(({ language, automatic: made, form, place }) => [
    ...[language, made ? 'made' : 'written', form, place.url],
  ]);
}

test('of each language the best form is taken', () => {
  expect(
    read({ en: [at('English', 'json3'), at('English', 'ttml'), at('English', 'srt'), at('English', 'vtt')] }),
  ).toEqual([['en', 'written', 'vtt', 'https://a.example/English.vtt']]);
});

test('what can neither be fetched nor be read is left out', () => {
  expect(
    read({
      live_chat: [at('chat', 'json')],
      fr: [at('x', 'vtt', { protocol: 'm3u8_native' })],
      it: [{ ext: 'vtt', data: 'WEBVTT' }],
      es: [{ ext: 'vtt', url: 'file:///etc/passwd' }, at('es', 'srt')],
      pt_BR: [at('pt', 'vtt')],
      '../x': [at('x', 'vtt')],
      ja: [at('ja', 'ttml'), at('ja', 'json3')],
      de: 'nothing',
    }),
  ).toEqual([
    ['es', 'written', 'srt', 'https://a.example/es.srt'],
    ['pt-BR', 'written', 'vtt', 'https://a.example/pt.vtt'],
  ]);
});

test('of what the site makes, what was heard comes before what is translated from it, and no translation of what is written', () => {
  const automatic = {
    en: [at('en', 'vtt')],
    de: [at('de', 'vtt')],
    'de-en-GB': [at('de-from-written', 'vtt')],
    'zh-Hans': [at('zh', 'vtt')],
    'en-orig': [at('en-heard', 'vtt')],
  };
  expect(read({ 'en-GB': [at('written', 'vtt')] }, automatic)).toEqual([
    ['en-GB', 'written', 'vtt', 'https://a.example/written.vtt'],
    ['en', 'made', 'vtt', 'https://a.example/en-heard.vtt'],
    ['de', 'made', 'vtt', 'https://a.example/de.vtt'],
    ['zh-Hans', 'made', 'vtt', 'https://a.example/zh.vtt'],
  ]);
});

test('a name is a line, or that of the language', () => {
  const names = foundSubtitles({ en: [at('English\n--exec', 'vtt')], de: [at('', 'vtt')] }, {}, nobody);
  expect(names.map(({ name }) => name)).toEqual(['English --exec', 'de']);
});
