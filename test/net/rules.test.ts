import { expect, test } from 'vitest';
import { isLocalName, isPublicAddress } from '../../engine/net/address.ts';
import { cookieJar, keepCookie } from '../../engine/net/cookies.ts';
import { dial } from '../../engine/net/dial.ts';
import { proxyFor } from '../../engine/net/proxy.ts';
import { followRedirect } from '../../engine/net/redirect.ts';
import { parseHead } from '../../engine/net/response-head.ts';
import { statusFailure } from '../../engine/net/status.ts';

test.each([
  '8.8.8.8',
  '1.1.1.1',
  '172.32.0.1',
  '2606:4700::1111',
  '64:ff9b::808:808',
  '2002:808:808::1',
  '::ffff:8.8.8.8',
])('%s is public', (address) => expect(isPublicAddress(address)).toBe(true));

test.each([
  '127.0.0.1',
  '127.255.255.254',
  '0.0.0.0',
  '10.0.0.1',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '198.18.0.1',
  '192.0.2.1',
  '240.0.0.1',
  '::',
  '::1',
  'fe80::1',
  'fc00::1',
  'fd00:ec2::254',
  'ff02::1',
  '::ffff:127.0.0.1',
  '::ffff:169.254.169.254',
  '64:ff9b::7f00:1',
  '64:ff9b::a9fe:a9fe',
  '2002:7f00:1::',
  '2002:c0a8:101::',
  '2001:db8::1',
  'not an address',
  '',
])('%j is not', (address) => expect(isPublicAddress(address)).toBe(false));

test('names of this machine', () => {
  for (const name of ['localhost', 'LOCALHOST', 'localhost.', 'a.localhost']) expect(isLocalName(name)).toBe(true);
  for (const name of ['localhost.example.com', 'notlocalhost']) expect(isLocalName(name)).toBe(false);
});

test.each([
  'http://127.0.0.1/',
  'http://localhost/',
  'http://[::1]/',
  'http://2130706433/',
  'http://0x7f000001/',
  'http://017700000001/',
  'http://127.1/',
  'http://[::ffff:127.0.0.1]/',
  'http://169.254.169.254/latest/meta-data',
  'http://0/',
  'http://10.0.0.1/',
])('a public source does not lead to %s', async (url) => {
  const target = {
    url: new URL(url),
    proxy: undefined,
    reach: 'outward' as const,
    onread: { buffer: Buffer.alloc(1), callback: () => true },
    signal: new AbortController().signal,
  };
  await expect(dial(target)).rejects.toMatchObject({ code: 'forbidden', retryable: false });
});

test('a redirect stays with http, drops what it says of users, and knows its origin', () => {
  const from = new URL('https://example.com/a/b?c#d');
  expect(followRedirect(from, '../x')).toMatchObject({ url: new URL('https://example.com/x#d'), crossOrigin: false });
  expect(followRedirect(from, 'http://example.com/x').crossOrigin).toBe(true);
  expect(followRedirect(from, 'https://example.com:444/x').crossOrigin).toBe(true);
  expect(followRedirect(from, '//other.example/x').crossOrigin).toBe(true);
  expect(followRedirect(from, 'https://u:p@example.com/x').url.href).toBe('https://example.com/x#d');
  expect(followRedirect(from, Buffer.from('/ä', 'utf8').toString('latin1')).url.pathname).toBe('/%C3%A4');
  for (const to of ['file:///etc/passwd', 'ftp://x/', 'data:,x', 'javascript:1', 'concat:a|b']) {
    expect(() => followRedirect(from, to)).toThrow(expect.objectContaining({ code: 'unsupported' }));
  }
  for (const to of [undefined, 'http://', 'http://[']) {
    expect(() => followRedirect(from, to)).toThrow(expect.objectContaining({ code: 'source-unavailable' }));
  }
});

const web = new URL('http://files.example.com/x');
const secure = new URL('https://files.example.com/x');

test('which proxy a link takes', () => {
  const environment = { http_proxy: 'http://a:1', https_proxy: 'b:2', all_proxy: 'socks5://c' };
  expect(proxyFor(web, 'direct', environment)).toBeUndefined();
  expect(proxyFor(web, 'environment', environment)).toMatchObject({ kind: 'http', host: 'a', port: 1 });
  expect(proxyFor(secure, 'environment', environment)).toMatchObject({ host: 'b', port: 2 });
  expect(proxyFor(web, 'environment', { all_proxy: 'socks5h://c' })).toMatchObject({
    kind: 'socks5',
    host: 'c',
    port: 1080,
  });
  expect(proxyFor(web, 'environment', { HTTP_PROXY: 'http://cgi:1' })).toBeUndefined();
  expect(proxyFor(secure, 'environment', { HTTPS_PROXY: 'http://d:1' })).toMatchObject({ host: 'd' });
  expect(proxyFor(web, 'https://u:p%40@[::1]:9', {})).toEqual({
    kind: 'http',
    secure: true,
    host: '::1',
    port: 9,
    auth: { user: 'u', password: 'p@' },
  });
  for (const bad of ['ftp://x', 'x', 'http://']) {
    expect(() => proxyFor(web, bad, {})).toThrow(expect.objectContaining({ code: 'invalid-input' }));
  }
});

test('a lone % in the user or password of a proxy is a fault of its address, and is not repeated', () => {
  for (const bad of ['http://u:secret%@a:1', 'socks5://secret%zz:p@a:1']) {
    const thrown = (() => {
      try {
        return proxyFor(web, bad, {});
      } catch (error) {
        return error;
      }
    })();
    expect(thrown).toMatchObject({ code: 'invalid-input', detail: expect.not.stringContaining('secret') });
  }
});

test.each<[string, boolean]>([
  ['*', true],
  ['example.com', true],
  ['.example.com', true],
  ['*.example.com', true],
  ['files.example.com', true],
  ['les.example.com', false],
  ['other.com, example.com', true],
  ['example.com:80', false],
  ['', false],
])('no_proxy=%j leaves the proxy out: %s', (list, out) => {
  const proxy = proxyFor(web, 'environment', { http_proxy: 'http://a:1', no_proxy: list });
  expect(proxy === undefined).toBe(out);
});

test('no_proxy with addresses and ranges', () => {
  const left = (host: string, list: string): boolean =>
    proxyFor(new URL(`http://${host}/`), 'environment', { http_proxy: 'http://a:1', no_proxy: list }) === undefined;
  expect(left('10.1.2.3', '10.0.0.0/8')).toBe(true);
  expect(left('11.1.2.3', '10.0.0.0/8')).toBe(false);
  expect(left('[::1]', '::1')).toBe(true);
  expect(left('127.0.0.1:8080', '127.0.0.1:8080')).toBe(true);
  expect(left('127.0.0.1:8081', '127.0.0.1:8080')).toBe(false);
});

test('what a status means', () => {
  const failure = (status: number, lines = '') => statusFailure(parseHead(`HTTP/1.1 ${status} No\r\n${lines}\r\n`), 0);
  expect(
    [401, 403, 404, 410, 407, 408, 425, 429, 451, 500, 502, 503, 504].map((status) => failure(status).code),
  ).toEqual([
    'auth-required',
    'forbidden',
    'not-found',
    'not-found',
    'auth-required',
    'timeout',
    'rate-limited',
    'rate-limited',
    'forbidden',
    'source-unavailable',
    'source-unavailable',
    'source-unavailable',
    'source-unavailable',
  ]);
  expect(failure(503).retryable).toBe(true);
  expect(failure(501).retryable).toBe(false);
  expect(failure(418).retryable).toBe(false);
  expect(failure(429, 'Retry-After: 7\r\n').retryAfterMs).toBe(7000);
  expect(failure(503, 'Retry-After: Thu, 01 Jan 1970 00:01:00 GMT\r\n').retryAfterMs).toBe(60_000);
  expect(failure(503, 'Retry-After: soon\r\n').retryAfterMs).toBeUndefined();
  expect(failure(503, 'Retry-After: -1\r\n').retryAfterMs).toBeUndefined();
  expect(failure(503, 'Retry-After: Thu, 01 Jan 1970 00:00:00 GMT\r\n').retryAfterMs).toBe(0);
});

test('a Netscape cookie file', () => {
  const jar = cookieJar(
    [
      '# Netscape HTTP Cookie File',
      '.example.com\tTRUE\t/\tFALSE\t0\tall\t1',
      '#HttpOnly_example.com\tFALSE\t/\tTRUE\t4102444800\tsafe\t2',
      'example.com\tFALSE\t/deep\tFALSE\t4102444800\tdeep\t3',
      'example.com\tFALSE\t/\tFALSE\t1\told\t4',
      'no cookie',
    ].join('\r\n'),
  );
  const sent = (url: string): string[] => jar.getCookieStringSync(url).split('; ').filter(Boolean).toSorted();
  expect(sent('http://example.com/')).toEqual(['all=1']);
  expect(sent('https://example.com/')).toEqual(['all=1', 'safe=2']);
  expect(sent('http://example.com/deep/x')).toEqual(['all=1', 'deep=3']);
  expect(sent('https://www.example.com/')).toEqual(['all=1']);
  expect(sent('http://example.org/')).toEqual([]);
});

test('a line that cannot be a cookie does not spoil its file, nor an answer with one the jar', () => {
  const jar = cookieJar(
    [
      'exa mple.com\tTRUE\t/\tFALSE\t0\ta\t1',
      '[\tTRUE\t/\tFALSE\t0\tb\t2',
      '%\tFALSE\tnowhere\tTRUE\tnever\tc\t3',
      '..\tTRUE\t/\tFALSE\t0\td\t4',
      'example.com\tTRUE\t/\tFALSE\t0\tgood\t5',
    ].join('\n'),
  );
  const url = 'http://example.com/';
  for (const domain of ['xn--', '[', '%', 'http://', '\u0000', '..', 'a b', 'example.org', `${'a'.repeat(300)}.com`])
    keepCookie(jar, `strange=1; Domain=${domain}`, url);
  keepCookie(jar, 'given=6; Domain=example.com', url);
  expect(jar.getCookieStringSync(url).split('; ').toSorted()).toEqual(['given=6', 'good=5']);
});
