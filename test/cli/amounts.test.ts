import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatBytes } from '../../cli/format/bytes.ts';
import { formatClock, formatLength, formatTenths } from '../../cli/format/clock.ts';
import { formatDuration } from '../../cli/format/duration.ts';
import { parseRate, parseSize } from '../../cli/parse/size.ts';
import { parseDuration } from '../../contract/duration.ts';

describe('amounts of bytes', () => {
  test.each([
    ['0', 0],
    ['500', 500],
    ['500k', 500_000],
    ['500K', 500_000],
    ['2M', 2_000_000],
    ['2MB', 2_000_000],
    ['2 MB', 2_000_000],
    ['1.5MiB', 1_572_864],
    ['1,5 Mi', 1_572_864],
    ['.5k', 500],
    ['3GiB', 3_221_225_472],
    ['9PB', 9_000_000_000_000_000],
    ['12b', 12],
  ])('%s is %d', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });

  test.each(['', 'M', '-1', '2Q', '1.2.3', '2Mbit', '1i', 'ib', '1e6', '99P', '٣', '2M2', '0x10', 'NaN'])(
    '"%s" is none',
    (text) => {
      expect(parseSize(text)).toBeUndefined();
    },
  );

  test('a rate may say per second, or that there is none', () => {
    expect(parseRate('2M/s')).toBe(2_000_000);
    expect(parseRate('2 MBps')).toBe(2_000_000);
    expect(parseRate('none')).toBeNull();
    expect(parseRate('0')).toBeNull();
    expect(parseRate('fast')).toBeUndefined();
  });

  test('what is shown is short, in order, and reads back as about the same', () => {
    const amount = fc.integer({ min: 0, max: 8e15 });
    fc.assert(
      fc.property(amount, amount, (a, b) => {
        const shown = formatBytes(a);
        expect(shown.length).toBeLessThanOrEqual(7);
        const back = parseSize(shown) ?? Number.NaN;
        expect(Math.abs(back - a)).toBeLessThanOrEqual(Math.max(1, a * 0.006));
        const other = parseSize(formatBytes(b)) ?? Number.NaN;
        if (a <= b) expect(back).toBeLessThanOrEqual(other);
      }),
    );
  });

  test.each([
    [999, '999 B'],
    [1000, '1.00 kB'],
    [9994, '9.99 kB'],
    [9995, '10.0 kB'],
    [999_499, '999 kB'],
    [999_500, '1.00 MB'],
    [12_345_678, '12.3 MB'],
  ])('%d is shown as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe('lengths of time', () => {
  test.each([
    ['90', 90],
    ['90s', 90],
    ['1m30s', 90],
    ['2h', 7200],
    ['1:30', 90],
    ['1:02:03', 3723],
    ['1.5m', 90],
    ['1d', 86_400],
    ['1h30m', 5400],
    ['1:30:00', 5400],
    ['90:00', 5400],
    ['90min', 5400],
    ['1h 30m', 5400],
    ['2D 1H', 176_400],
    [' 45 sec ', 45],
    ['0.5', 0.5],
    ['0', 0],
  ])('%s is %d seconds', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  test.each([
    ...[
      '',
      'm',
      '1x',
      '1:75',
      '-5',
      '1m 30s ago',
      '1:2:3:4',
      '30m1h',
      '1h1h',
      '1:60:00',
      '1e3',
      '٣',
      '1.2.3',
      'h1',
      '1:',
    ],
    ...['Infinity', '1d2d', '1 2', '1h 30'],
  ])('"%s" is none', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  test.each([
    [0, '0:00'],
    [6.2, '0:07'],
    [59.1, '1:00'],
    [754, '12:34'],
    [3723, '1:02:03'],
    [3599.5, '1:00:00'],
    [43_500, '12h 05m'],
    [97_200, '1d 03h'],
    [1e9, '9999d'],
  ])('%d seconds are shown as %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  test('what is shown is at most 7 characters long', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e12, noNaN: true }), (seconds) => {
        expect(formatDuration(seconds).length).toBeLessThanOrEqual(7);
      }),
    );
  });
});

describe('places on a recording', () => {
  test.each([
    [0, '0:00', '0:00.0', '0.0 s'],
    [0.04, '0:00', '0:00.0', '0.1 s'],
    [9.96, '0:09', '0:10.0', '10 s'],
    [59.97, '0:59', '1:00.0', '1:00'],
    [754.25, '12:34', '12:34.3', '12:34'],
    [3723, '1:02:03', '1:02:03.0', '1:02:03'],
    [94_201, '26:10:01', '26:10:01.0', '26:10:01'],
    [2.9999999, '0:03', '0:03.0', '3.0 s'],
  ])('%d: %s, %s, %s', (seconds, clock, tenths, length) => {
    expect([formatClock(seconds), formatTenths(seconds), formatLength(seconds)]).toEqual([clock, tenths, length]);
  });

  test('what is shown reads back as about the same', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), (seconds) => {
        expect(Math.abs((parseDuration(formatClock(seconds)) ?? Number.NaN) - seconds)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
