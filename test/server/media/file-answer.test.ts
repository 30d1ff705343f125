import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byteRange } from '../../../server/media/byte-range.ts';
import { type AskedFile, fileAnswer } from '../../../server/media/file-answer.ts';
import type { FileFacts } from '../../../server/media/open-file.ts';

const now = Date.UTC(2026, 0, 2, 3, 4, 5);
const minute = 60_000;
const facts: FileFacts = { size: 100, modified: BigInt(now - minute) * 1_000_000n + 123n, inode: 7n };

function answer(headers: Readonly<Record<string, string>>, method = 'GET', file = facts, at = now) {
  const asked: AskedFile = { method, header: (name) => headers[name] };
  return fileAnswer(asked, file, at);
}

const { ETag: etag = '', 'Last-Modified': modified = '' } = answer({}).headers;

describe('a range', () => {
  test.each([
    [null, 'whole'],
    ['bytes=0-', { first: 0, last: 99 }],
    ['bytes=10-19', { first: 10, last: 19 }],
    ['bytes=90-1000', { first: 90, last: 99 }],
    ['bytes=-7', { first: 93, last: 99 }],
    ['bytes=-1000', { first: 0, last: 99 }],
    ['bytes=100-', 'none'],
    ['bytes=-0', 'none'],
    ['bytes=20-10', 'whole'],
    ['bytes=1-2,5-6', 'whole'],
    ['bytes=-', 'whole'],
    ['lines=1-2', 'whole'],
  ])('%s of a hundred bytes', (header, expected) => {
    expect(byteRange(header, 100)).toEqual(expected);
  });

  test('always lies inside the file', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), fc.nat(), fc.nat(2000), (noise, from, to, size) => {
        for (const header of [noise, `bytes=${from}-${to}`, `bytes=${from}-`, `bytes=-${to}`]) {
          const range = byteRange(header, size);
          if (typeof range === 'string') continue;
          expect(range.first).toBeGreaterThanOrEqual(0);
          expect(range.last).toBeGreaterThanOrEqual(range.first);
          expect(range.last).toBeLessThan(size);
        }
      }),
    );
  });
});

describe('an answer with a file', () => {
  const earlier = new Date(now - 2 * minute).toUTCString();
  const later = new Date(now - minute / 2).toUTCString();

  test('has strong validators and says that ranges are taken', () => {
    expect(answer({})).toEqual({
      status: 200,
      headers: { 'Accept-Ranges': 'bytes', 'Content-Length': '100', ETag: etag, 'Last-Modified': modified },
      range: { first: 0, last: 99 },
    });
    expect(etag).toMatch(/^"[0-9a-z-]+"$/);
    expect(modified).toBe('Fri, 02 Jan 2026 03:03:05 GMT');
  });

  test.each<[string, number, string, Readonly<Record<string, string>>]>([
    ['GET', 206, 'a range', { range: 'bytes=1-2' }],
    ['HEAD', 200, 'a range, which only a GET may ask for', { range: 'bytes=1-2' }],
    ['HEAD', 200, 'a range outside', { range: 'bytes=100-' }],
    ['GET', 416, 'a range outside', { range: 'bytes=100-' }],
    ['GET', 200, 'several ranges', { range: 'bytes=0-1,4-5' }],
    ['GET', 206, 'a range of this very file', { range: 'bytes=1-2', 'if-range': etag }],
    ['GET', 200, 'a range of another file', { range: 'bytes=1-2', 'if-range': '"other"' }],
    ['GET', 200, 'a range by a weak validator', { range: 'bytes=1-2', 'if-range': `W/${etag}` }],
    ['GET', 206, 'a range of this date', { range: 'bytes=1-2', 'if-range': modified }],
    ['GET', 200, 'a range of a later date', { range: 'bytes=1-2', 'if-range': later }],
    ['GET', 200, 'a range by nonsense', { range: 'bytes=1-2', 'if-range': 'yesterday' }],
    ['GET', 200, 'a range outside of another file', { range: 'bytes=100-', 'if-range': '"other"' }],
    ['GET', 304, 'a file that is not this one', { 'if-none-match': etag }],
    ['HEAD', 304, 'a file that is not this one', { 'if-none-match': etag }],
    ['GET', 304, 'a file that is none of these', { 'if-none-match': `"other", W/${etag} , "more"` }],
    ['GET', 304, 'any that is not there', { 'if-none-match': '*' }],
    ['GET', 200, 'a file that is not another', { 'if-none-match': '"other"' }],
    ['GET', 304, 'what is newer than this date', { 'if-modified-since': modified }],
    ['GET', 304, 'what is newer than a later date', { 'if-modified-since': later }],
    ['GET', 200, 'what is newer than an earlier date', { 'if-modified-since': earlier }],
    ['GET', 200, 'what is newer than nonsense', { 'if-modified-since': '-1' }],
    [
      'GET',
      200,
      'not this one, which goes before the date',
      { 'if-none-match': '"other"', 'if-modified-since': later },
    ],
    ['GET', 304, 'not this one, which goes before a range', { 'if-none-match': etag, range: 'bytes=100-' }],
    ['GET', 206, 'this one', { 'if-match': `"other", ${etag}`, range: 'bytes=1-2' }],
    ['GET', 200, 'any', { 'if-match': '*' }],
    ['GET', 412, 'another one', { 'if-match': '"other"' }],
    ['GET', 412, 'this one by a weak validator', { 'if-match': `W/${etag}` }],
    ['GET', 412, 'what has not changed since an earlier date', { 'if-unmodified-since': earlier }],
    ['GET', 200, 'what has not changed since', { 'if-unmodified-since': modified }],
    ['GET', 200, 'this one, which goes before the date', { 'if-match': etag, 'if-unmodified-since': earlier }],
  ])('to %s is %i for %s', (method, status, _what, headers) => {
    const answered = answer(headers, method);
    expect(answered.status).toBe(status);
    expect(answered.range !== null).toBe(status === 200 || status === 206);
    if (status === 416) expect(answered.headers['Content-Range']).toBe('bytes */100');
    if (status === 206)
      expect(answered.headers).toMatchObject({ 'Content-Range': 'bytes 1-2/100', 'Content-Length': '2' });
    if (status !== 200) return;
    expect(answered.headers['Content-Length']).toBe('100');
    expect(answered.headers['Content-Range']).toBeUndefined();
  });

  test('does not trust a date of the second that still runs, and tells none of the future', () => {
    const young = { ...facts, modified: BigInt(now) * 1_000_000n };
    const { 'Last-Modified': date = '' } = answer({}, 'GET', young).headers;
    expect(answer({ range: 'bytes=1-2', 'if-range': date }, 'GET', young).status).toBe(200);
    expect(answer({ range: 'bytes=1-2', 'if-range': date }, 'GET', young, now + 2000).status).toBe(206);
    const future = { ...facts, modified: BigInt(now + minute) * 1_000_000n };
    expect(answer({}, 'GET', future).headers['Last-Modified']).toBe(new Date(now).toUTCString());
  });

  test('of another size, time or file has another validator', () => {
    const part = fc.record({
      size: fc.nat(),
      modified: fc.bigInt({ min: 0n, max: 2n ** 62n }),
      inode: fc.bigInt({ min: 0n, max: 2n ** 63n }),
    });
    fc.assert(
      fc.property(part, part, (a, b) => {
        const same = a.size === b.size && a.modified === b.modified && a.inode === b.inode;
        expect(answer({}, 'GET', a).headers['ETag'] === answer({}, 'GET', b).headers['ETag']).toBe(same);
      }),
    );
  });

  test('to any field is a status of the list, with a length that fits its range', () => {
    const values = fc.oneof(fc.string(), fc.constantFrom(etag, modified, '*', 'bytes=0-', 'bytes=-5', 'bytes=200-'));
    const names = ['range', 'if-range', 'if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since'];
    const fields = fc.dictionary(fc.constantFrom(...names), values);
    fc.assert(
      fc.property(fields, fc.constantFrom('GET', 'HEAD'), fc.nat(300), (headers, method, size) => {
        const { status, range, headers: given } = answer(headers, method, { ...facts, size });
        expect([200, 206, 304, 412, 416]).toContain(status);
        if (range !== null) expect(given['Content-Length']).toBe(String(range.last + 1 - range.first));
        if (status === 206) expect(range?.last).toBeLessThan(size);
      }),
    );
  });
});
