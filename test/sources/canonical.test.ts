import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalLink, splitCredentials } from '../../engine/sources/canonical.ts';
import { kindOf } from '../../engine/sources/kind.ts';

test.each([
  ['HTTP://User:pw@EXAMPLE.com:80/%7efoo/../a%2fb%2Ec?b=2&a=%c3%a9#x', 'http://example.com/a%2Fb.c?b=2&a=%C3%A9'],
  ['https://example.com:443', 'https://example.com/'],
  ['https://example.com/?', 'https://example.com/'],
  ['https://example.com/ü', 'https://example.com/%C3%BC'],
  ['https://bücher.example/', 'https://xn--bcher-kva.example/'],
  ['https://example.com/a/./b/%2e%2e/c', 'https://example.com/a/c'],
  ['https://example.com:8443/A', 'https://example.com:8443/A'],
])('%s is %s', (url, canonical) => {
  expect(canonicalLink(url)).toBe(canonical);
});

test.each([
  ['http://x/?a=1&b=2', 'http://x/?b=2&a=1'],
  ['http://x/', 'https://x/'],
  ['http://x/a', 'http://x/A'],
  ['http://x/a', 'http://x/a/'],
  ['http://x/a%2Fb', 'http://x/a/b'],
])('%s and %s may be different sources', (one, other) => {
  expect(canonicalLink(one)).not.toBe(canonicalLink(other));
});

test('the canonical form is its own canonical form, and means the same to a server', () => {
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
      const canonical = canonicalLink(url);
      expect(canonicalLink(canonical)).toBe(canonical);
      expect(decodeURIComponent(new URL(canonical).pathname)).toBe(decodeURIComponent(new URL(url).pathname));
    }),
  );
});

test('credentials are taken off and decoded', () => {
  expect(splitCredentials('https://u%40:p%3A%zz@x/y?a=1#f')).toEqual({
    url: 'https://x/y?a=1#f',
    auth: { user: 'u@', password: 'p:%zz' },
  });
  expect(splitCredentials('https://only@x/')).toEqual({ url: 'https://x/', auth: { user: 'only', password: '' } });
  expect(splitCredentials('https://x/')).toEqual({ url: 'https://x/', auth: null });
});

test('any user and password come back as they were', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1 });
  fc.assert(
    fc.property(text, text, (user, password) => {
      const url = `http://${encodeURIComponent(user)}:${encodeURIComponent(password)}@x/`;
      expect(splitCredentials(url)).toEqual({ url: 'http://x/', auth: { user, password } });
    }),
  );
});

test('what is no URL is refused without being repeated', () => {
  for (const call of [canonicalLink, splitCredentials]) {
    expect(() => call('secret@')).toThrowError(expect.objectContaining({ code: 'invalid-input', detail: 'not a URL' }));
  }
});

test('only http and https are files', () => {
  expect(kindOf('https://x/')).toBe('file');
  expect(kindOf('HTTP://x/')).toBe('file');
  for (const url of ['ftp://x/', 'file:///x', 'x', '', 'data:,x']) expect(kindOf(url)).toBeNull();
});
