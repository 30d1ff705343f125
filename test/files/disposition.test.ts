import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nameFromDisposition } from '../../engine/files/disposition.ts';
import { safeName } from '../../engine/files/name.ts';

/** A header value as it arrives: its UTF-8 bytes, a character each. */
function raw(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

test.each([
  ['attachment; filename="a.txt"', 'a.txt'],
  ['attachment; filename=a.txt', 'a.txt'],
  ['ATTACHMENT ;  FileName = "a.txt" ; size=3', 'a.txt'],
  ['inline; filename=my file.txt', 'my file.txt'],
  ['attachment; filename="a\\"b\\\\c.txt"', 'c.txt'],
  ['attachment; filename="plain.txt"; filename*=UTF-8\'\'%e2%82%ac.txt', '€.txt'],
  ["attachment; filename*=UTF-8'en'%e2%82%ac.txt; filename=plain.txt", '€.txt'],
  ["attachment; filename*=ISO-8859-1''%A3.txt", '£.txt'],
  ["attachment; filename*=gbk''%CE%C4.txt", '文.txt'],
  ['attachment; filename*="UTF-8\'\'a%20b.txt"', 'a b.txt'],
  ["attachment; filename*=UTF-8''%E9.txt", 'é.txt'],
  ["attachment; filename*=nonsense''a%20b.txt", 'a b.txt'],
  [`attachment; filename="${raw('naïve 文.txt')}"`, 'naïve 文.txt'],
  ['attachment; filename="na\u00efve.txt"', 'naïve.txt'],
  ['attachment; filename="文.txt"', '文.txt'],
  ['attachment; filename="=?UTF-8?B?4pyTIGE=?= =?utf-8?Q?_b=2Ec?="', '✓ a b.c'],
  ['attachment; filename="=?x-unknown?B?4pyTIGE=?="', '=_x-unknown_B_4pyTIGE=_='],
  ['attachment; filename=na%20me%C3%A9.txt', 'na meé.txt'],
  ['attachment; filename="50% off.txt"', '50% off.txt'],
  ['attachment; filename="100%25.txt"', '100%.txt'],
  ['attachment; filename="C:\\dir\\new.txt"', 'new.txt'],
  ['attachment; filename="../../etc/passwd"', 'passwd'],
  ["attachment; filename*=UTF-8''..%2f..%2fetc%2fpasswd", 'passwd'],
  ["attachment; filename*=UTF-8''a%00b%0d%0ac.txt", 'a_b c.txt'],
  ['attachment; filename="never ends', 'never ends'],
  ['filename="no type.txt"', 'no type.txt'],
  ['attachment; filename="first.txt"; filename="second.txt"', 'first.txt'],
  ['attachment; filename*0*=UTF-8\'\'long%20; filename*1="name.txt"', 'long name.txt'],
  ['attachment; filename*0="100%"; filename*1=".txt"', '100%.txt'],
  ['attachment; filename="CON"', '_CON'],
])('%j names %j', (value, name) => {
  expect(nameFromDisposition(value)).toBe(name);
});

test.each([
  '',
  'inline',
  'attachment',
  'attachment; filename=',
  'attachment; filename=""',
  'attachment; filename=".."',
  ';;=;"',
])('%j names nothing', (value) => {
  expect(nameFromDisposition(value)).toBeUndefined();
});

test('an empty filename* leaves the word to filename', () => {
  expect(nameFromDisposition("attachment; filename*=UTF-8''; filename=a.txt")).toBe('a.txt');
});

test('whatever the header, the name is safe or there is none', () => {
  const part = fc.constantFrom(
    ...[
      'attachment',
      ';',
      '=',
      '"',
      '\\',
      "'",
      '*',
      'filename',
      'filename*',
      "UTF-8''",
      '%',
      '%00',
      '%2e',
      '=?utf-8?q?',
      '?=',
      ' ',
      '/',
    ],
  );
  const header = fc.array(fc.oneof(part, fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 40 });
  fc.assert(
    fc.property(header, (parts) => {
      const name = nameFromDisposition(parts.join(''));
      expect(name === undefined ? undefined : safeName(name)).toBe(name);
    }),
    { numRuns: 1000 },
  );
});

test('any name sent by RFC 8187 arrives', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), (text) => {
      const name = safeName(text);
      const escaped = encodeURIComponent(name).replace(/['()*]/gu, (c) => `%${c.charCodeAt(0).toString(16)}`);
      expect(nameFromDisposition(`attachment; filename*=UTF-8''${escaped}`)).toBe(name);
    }),
  );
});

test('a header of a megabyte of half-open words ends', () => {
  for (const piece of ['filename=', '"C:\\', '=?a?b?', 'filename ', '%4', '; ']) {
    const value = `attachment; ${piece.repeat(1_000_000 / piece.length)}`;
    expect(nameFromDisposition(value)?.length ?? 0).toBeLessThan(256);
  }
});
