import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseContentRange, unsatisfiedTotal } from '../../engine/download/content-range.ts';
import { backoffMs } from '../../engine/download/delay.ts';
import { digestOf } from '../../engine/download/digest-headers.ts';
import { RateLimit } from '../../engine/download/rate-limit.ts';
import { Speed } from '../../engine/download/speed.ts';
import { ifRange, mayBeSame, validatorOf } from '../../engine/download/validator.ts';
import { HeaderList } from '../../engine/net/header-list.ts';

const fields = (...list: [string, string][]): HeaderList => new HeaderList(list);

test('Content-Range', () => {
  expect(parseContentRange('bytes 0-99/1000')).toEqual({ start: 0, end: 100, total: 1000 });
  expect(parseContentRange(' Bytes 5-5/* ')).toEqual({ start: 5, end: 6, total: null });
  expect(parseContentRange('bytes 4294967296-4294967297/5368709120')?.start).toBe(2 ** 32);
  const broken = [
    undefined,
    '',
    'bytes */5',
    'bytes 5-4/10',
    'bytes 0-10/10',
    'bytes -5/10',
    'items 0-1/2',
    'bytes 0-1/2x',
    '0-1/2',
  ];
  for (const text of [...broken, 'bytes 0-99999999999999999/*']) expect(parseContentRange(text)).toBeUndefined();
  expect(unsatisfiedTotal('bytes */0')).toBe(0);
  expect(unsatisfiedTotal('bytes 0-1/2')).toBeUndefined();
});

const noon = 'Mon, 02 Nov 2026 12:00:00 GMT';

test('what proves sameness', () => {
  const strong = validatorOf(fields(['ETag', '"a"'], ['Last-Modified', noon]));
  expect(strong).toEqual({ etag: '"a"', lastModified: noon, tag: '"a"', date: noon });
  expect(ifRange(strong)).toBe('"a"');
  expect(ifRange(validatorOf(fields(['ETag', 'W/"a"'])))).toBeUndefined();
  expect(ifRange(validatorOf(fields(['ETag', 'a'])))).toBeUndefined();
  expect(ifRange(validatorOf(fields(['Last-Modified', noon])))).toBe(noon);
  expect(ifRange(validatorOf(fields(['Last-Modified', 'yesterday'])))).toBeUndefined();
  // Within the second it was made the file may have changed once more.
  expect(ifRange(validatorOf(fields(['Last-Modified', noon], ['Date', noon])))).toBeUndefined();
  expect(ifRange(validatorOf(fields(['Last-Modified', noon], ['Date', 'Mon, 02 Nov 2026 12:00:01 GMT'])))).toBe(noon);
  const same = (...now: [string, string][]): boolean => mayBeSame(strong, validatorOf(fields(...now)));
  expect(same(['ETag', '"b"'], ['Last-Modified', noon])).toBe(false);
  expect(same(['Last-Modified', noon])).toBe(true);
  expect(same(['Last-Modified', 'Tue, 03 Nov 2026 12:00:00 GMT'])).toBe(false);
  // A weak tag proves no sameness, but a change; its mark comes and goes.
  expect(same(['ETag', 'W/"b"'])).toBe(false);
  expect(same(['ETag', 'W/"a"'])).toBe(true);
  const weak = validatorOf(fields(['ETag', 'W/"1"'], ['Last-Modified', noon], ['Date', noon]));
  expect(mayBeSame(weak, validatorOf(fields(['ETag', 'W/"2"'])))).toBe(false);
  expect(mayBeSame(weak, validatorOf(fields(['Last-Modified', 'Mon, 02 Nov 2026 12:00:01 GMT'])))).toBe(false);
});

test('the strongest digest a server names', () => {
  const sha256 = Buffer.alloc(32, 1);
  const md5 = Buffer.alloc(16, 2);
  const both: [string, string][] = [
    ['Repr-Digest', `sha-256=:${sha256.toString('base64')}:, unknown=:AA==:`],
    ['Content-MD5', md5.toString('base64')],
  ];
  expect(digestOf(fields(...both), true)).toBe(`sha256:${sha256.toString('hex')}`);
  expect(
    digestOf(fields(['Digest', `MD5=${md5.toString('base64')},SHA-256=${sha256.toString('base64')}`]), false),
  ).toBe(`sha256:${sha256.toString('hex')}`);
  expect(digestOf(fields(['Content-MD5', md5.toString('base64')]), true)).toBe(`md5:${md5.toString('hex')}`);
  expect(digestOf(fields(['Content-MD5', md5.toString('base64')]), false)).toBeNull();
  expect(digestOf(fields(['Repr-Digest', 'sha-256=:AAAA:']), true)).toBeNull();
});

test('over any time no more passes than the limit and its small burst', () => {
  const reads = fc.array(fc.tuple(fc.integer({ min: 1, max: 300_000 }), fc.nat(50)), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(fc.integer({ min: 1000, max: 50_000_000 }), reads, (rate, list) => {
      let now = 0;
      const limit = new RateLimit(rate, () => now);
      let passed = 0;
      let last = 0;
      for (const [bytes, pause] of list) {
        // Nothing is read before the wait of the read before is over.
        last = bytes;
        passed += bytes;
        now += limit.take(bytes) + pause;
      }
      expect(passed - last).toBeLessThanOrEqual((now / 1000) * rate + rate * 0.1 + 1);
    }),
  );
});

test('a limit that is lifted or set takes effect at once', () => {
  let now = 0;
  const limit = new RateLimit(1000, () => now);
  expect(limit.take(10_000)).toBeGreaterThan(9000);
  limit.rate = null;
  expect(limit.take(1e9)).toBe(0);
  limit.rate = 1_000_000;
  now += 1000;
  expect(limit.take(100_000)).toBe(0);
});

test('speed is a mean at first and forgets later', () => {
  const speed = new Speed(0);
  speed.add(100, 1000);
  expect(speed.value).toBeCloseTo(100);
  speed.add(300, 2000);
  expect(speed.value).toBeCloseTo(200);
  for (let second = 3; second < 60; second += 1) speed.add(0, second * 1000);
  expect(speed.value).toBeLessThan(1);
});

test('pauses between tries grow to a bound', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), fc.double({ min: 0, max: 1, noNaN: true }), (failures, random) => {
      const pause = backoffMs(failures, random);
      expect(pause).toBeGreaterThanOrEqual(250);
      expect(pause).toBeLessThanOrEqual(8000);
    }),
  );
});
