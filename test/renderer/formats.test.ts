import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { amount } from '../../renderer/format/amount.ts';
import { formatsFor } from '../../renderer/format/formats.ts';

/** Spaces that do not break, as `Intl` likes to use them, and the Latin c it has in some Russian units, made plain. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ').replace(/\/c$/, '/с');

const en = formatsFor('en');
const ru = formatsFor('ru');

test.each([
  [0, '0 bytes', '0 байт'],
  [1, '1 byte', '1 байт'],
  [999, '999 bytes', '999 байт'],
  [1000, '1 kB', '1 кБ'],
  [12_345_678, '12.3 MB', '12,3 МБ'],
  [999_949_999, '999.9 MB', '999,9 МБ'],
  [999_950_000, '1.0 GB', '1,0 ГБ'],
  [5_368_709_120, '5.4 GB', '5,4 ГБ'],
])('%d bytes', (bytes, english, russian) => {
  expect(plain(en.bytes(bytes))).toBe(english);
  expect(plain(ru.bytes(bytes))).toBe(russian);
});

describe('speed', () => {
  test('as measured and as set', () => {
    expect(plain(en.speed(12_400_000))).toBe('12.4 MB/s');
    expect(plain(ru.speed(845_200))).toBe('845 кБ/с');
    expect(plain(en.speed(0))).toBe('0 kB/s');
    expect(plain(en.rate(5_000_000))).toBe('5 MB/s');
    expect(plain(en.rate(2_250_000))).toBe('2.25 MB/s');
  });

  test('of a stream in bits', () => {
    expect(plain(en.bitRate(2_500_000))).toBe('2.5 Mb/s');
    expect(plain(en.bitRate(800_000))).toBe('800 kb/s');
    expect(plain(ru.bitRate(2_500_000))).toBe('2,5 Мбит/с');
  });
});

test.each([
  [0, '0s', '0 с'],
  [46.2, '47s', '47 с'],
  [59.5, '1m', '1 мин'],
  [200, '3m 20s', '3 мин 20 с'],
  [3600, '1h', '1 ч'],
  [7261, '2h 2m', '2 ч 2 мин'],
  [90_000, '1d 1h', '1 д. 1 ч'],
])('%d seconds', (seconds, english, russian) => {
  expect(plain(en.duration(seconds))).toBe(english);
  expect(plain(ru.duration(seconds))).toBe(russian);
});

test('a percentage says 100 only at the end and never falls as the fraction grows', () => {
  expect(en.percent(0.9999)).toBe('99%');
  expect(en.percent(1)).toBe('100%');
  expect(en.percent(0.29)).toBe('29%');
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (a, b) => {
      const [low, high] = a < b ? [a, b] : [b, a];
      expect(Number.parseInt(en.percent(low), 10)).toBeLessThanOrEqual(Number.parseInt(en.percent(high), 10));
    }),
  );
});

test('how much is here', () => {
  const text = (done: number, total: number | null) => plain(amount({ done, total, fraction: null }, en));
  expect(text(0, null)).toBe('');
  expect(text(23_000_000, null)).toBe('23.0 MB');
  expect(text(0, 1_200_000_000)).toBe('1.2 GB');
  expect(text(318_000_000, 905_000_000)).toBe('318.0 / 905.0 MB');
  expect(text(2_000_000, 1_000_000_000_000)).toBe('2.0 MB / 1.0 TB');
  expect(text(905_000_000, 905_000_000)).toBe('905.0 MB');
});

test('what is only reckoned promises no more digits than are known', () => {
  const formats = formatsFor('en');
  expect([180_100_000, 96_400_000, 1_323_000_000, 940].map(formats.roughBytes)).toEqual([
    '180 MB',
    '96 MB',
    '1.3 GB',
    '940 bytes',
  ]);
});

test('a day is the same one in every time zone', () => {
  expect(formatsFor('en-US').day('2026-03-14')).toBe('Mar 14, 2026');
  expect(formatsFor('ru').day('2026-03-14')).toBe('14 мар. 2026 г.');
  expect(formatsFor('en').day('soon')).toBe('soon');
});
