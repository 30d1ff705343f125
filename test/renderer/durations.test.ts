import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatsFor } from '../../renderer/format/formats.ts';
import { parseDuration } from '../../renderer/format/parse-duration.ts';

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

test.each([
  ['90', 90],
  [' 90 s ', 90],
  ['1h30m', 5400],
  ['1 h 30 min', 5400],
  ['1.5h', 5400],
  ['2 hours 1 minute', 7260],
  ['5 минут', 300],
  ['1,5 ч', 5400],
  ['2 ч. 5 мин. 3 с', 7503],
  ['1:30', 90],
  ['90:00', 5400],
  ['1:30:00', 5400],
  ['26:00:00', 93_600],
  ['1d', 86_400],
  ['0.5', 0.5],
])('%s is %d seconds', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
});

test.each([
  '',
  '0',
  '-5',
  '1h30',
  '30m1h',
  '1h1h',
  '1:90:00',
  '1:75',
  'soon',
  '1 parsec',
  '99999999999',
  'h',
  '1e3',
  '1.h',
])('%j is no length of time', (text) => {
  expect(parseDuration(text)).toBeNull();
});

test('what is read back says the same', () => {
  const en = formatsFor('en');
  const ru = formatsFor('ru');
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 999 * 3600 }), (seconds) => {
      expect(parseDuration(plain(en.span(seconds)))).toBe(seconds);
      expect(parseDuration(plain(ru.span(seconds)))).toBe(seconds);
      if (seconds >= 60) expect(parseDuration(en.clock(seconds))).toBe(seconds);
    }),
  );
  expect(plain(en.span(5405.5))).toBe('1h 30m 5s 500ms');
  expect(plain(ru.span(5405))).toBe('1 ч 30 мин 5 с');
});

test.each([
  [0, '0:00'],
  [9.9, '0:09'],
  [125, '2:05'],
  [3599.999_999_9, '1:00:00'],
  [93_600, '26:00:00'],
])('%d seconds on the clock', (seconds, text) => {
  expect(formatsFor('en').clock(seconds)).toBe(text);
});
