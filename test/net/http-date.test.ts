import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseHttpDate } from '../../engine/net/http-date.ts';

test('the three forms of a date say the same', () => {
  const at = Date.UTC(1994, 10, 6, 8, 49, 37);
  expect(parseHttpDate('Sun, 06 Nov 1994 08:49:37 GMT')).toBe(at);
  expect(parseHttpDate('Sunday, 06-Nov-94 08:49:37 GMT')).toBe(at);
  expect(parseHttpDate('Sun Nov  6 08:49:37 1994')).toBe(at);
});

test('every date that can be sent is read', () => {
  const seconds = fc.integer({ min: 0, max: 4_102_444_800 });
  fc.assert(fc.property(seconds, (second) => parseHttpDate(new Date(second * 1000).toUTCString()) === second * 1000));
});

test.each([undefined, '', '0', '-1', '2026', 'soon', 'Sun, 06 Nov 1994', '1994-11-06T08:49:37Z'])(
  '%j is no date',
  (text) => {
    expect(parseHttpDate(text)).toBeUndefined();
  },
);
