import { expect, onTestFinished, test } from 'vitest';
import type { Behaviour } from '../servers/behaviour.ts';
import { digestOf } from '../servers/body.ts';
import { startOrigin } from '../servers/faulty-server.ts';
import { startHttpProxy } from '../servers/http-proxy.ts';
import { startSocksProxy } from '../servers/socks-proxy.ts';
import { expectWhole, get, outcome, parts, Task } from './fetching.ts';

const MiB = 1024 * 1024;
const tagged: Behaviour = { size: 3 * MiB, seed: 5, etag: '"five"' };

test.each<[string, Behaviour]>([
  ['ranges', tagged],
  ['no ranges', { ...tagged, ranges: 'ignored' }],
  ['ranges refused with 416', { ...tagged, ranges: 'refused' }],
  ['no length, chunked', { ...tagged, ranges: 'ignored', length: 'chunked' }],
  ['no length, ended by closing', { ...tagged, ranges: 'ignored', length: 'close' }],
  ['gzip in spite of identity', { ...tagged, gzip: true }],
  ['gzip without ranges', { ...tagged, gzip: true, ranges: 'ignored' }],
  ['parts of a gzip body in spite of identity', { ...tagged, gzip: 'parts' }],
  ['a gzip body cut at half once', { ...tagged, gzip: true, cut: { after: 'half', how: 'end', times: 1 } }],
  [
    'a chunked gzip body cut at half once',
    { ...tagged, gzip: true, length: 'chunked', cut: { after: 'half', how: 'reset', times: 1 } },
  ],
  ['one byte', { ...tagged, size: 1 }],
  ['parts that are smaller than asked', { ...tagged, most: 500_000 }],
  ['a Content-Range without total', { ...tagged, contentRange: ({ start, end }) => `bytes ${start}-${end - 1}/*` }],
  ['a Content-Range that starts elsewhere', { ...tagged, contentRange: ({ size }) => `bytes 5-${size - 1}/${size}` }],
  ['503 twice, then fine', { ...tagged, fail: { status: 503, times: 2 } }],
  ['a body cut twice', { ...tagged, cut: { after: 'half', how: 'end', times: 2 } }],
  ['a body cut twice, without ranges', { ...tagged, ranges: 'ignored', cut: { after: 'half', how: 'end', times: 2 } }],
  [
    'a chunked body cut twice',
    { ...tagged, ranges: 'ignored', length: 'chunked', cut: { after: 'half', how: 'end', times: 2 } },
  ],
  ['two connections at most', { ...tagged, size: 6 * MiB, maxConnections: 2, rate: 4 * MiB }],
])('%s: the file arrives whole', async (_what, behaviour) => {
  const { origin, task } = await parts();
  expect(outcome(await get(origin, task, behaviour, { connections: 4 }))).toBe('done');
  await expectWhole(task, 'file.bin', 5, behaviour.size ?? 0);
  // Compressed parts could not be put together, so nobody is ever invited to compress.
  for (const { headers } of origin.requests) expect(headers['accept-encoding']).toBe('identity');
});

test.each([{ ranges: 'honoured' }, { ranges: 'refused' }, { ranges: 'ignored', length: 'chunked' }] as const)(
  '0 bytes, %j',
  async (how) => {
    const { origin, task } = await parts();
    expect(await get(origin, task, { size: 0, ...how })).toMatchObject({ how: 'done', artifact: { size: 0 } });
    expect(await task.files()).toEqual(['file.bin']);
  },
);

test.each<[string, Behaviour, string]>([
  ['404', { fail: { status: 404 } }, 'not-found'],
  ['410', { fail: { status: 410 } }, 'not-found'],
  ['403', { fail: { status: 403 } }, 'forbidden'],
  ['401', { ...tagged, auth: { user: 'a', password: 'b' } }, 'auth-required'],
  ['503 for ever', { fail: { status: 503 } }, 'source-unavailable'],
  ['429 for a long time', { fail: { status: 429, retryAfter: '3600' } }, 'rate-limited'],
  ['an endless header', { endlessHeader: true }, 'source-unavailable'],
  ['no HTTP at all', { raw: 'SSH-2.0-OpenSSH_9.2\r\n\r\n' }, 'source-unavailable'],
  [
    'contradicting lengths',
    { raw: 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!' },
    'source-unavailable',
  ],
  ['a broken chunk', { raw: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nxyz\r\n' }, 'network'],
  [
    'a chunked body without its end',
    { raw: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n' },
    'network',
  ],
  [
    'a coding nobody knows',
    { ...tagged, ranges: 'ignored', headers: { 'content-encoding': 'x-secret' } },
    'unsupported',
  ],
  ['damaged gzip', { ...tagged, ranges: 'ignored', headers: { 'content-encoding': 'gzip' } }, 'network'],
  [
    // Nothing but the data itself tells that it is cut.
    'a gzip body that ends at half with its connection',
    { ...tagged, gzip: true, length: 'close', cut: { after: 'half', how: 'end' } },
    'network',
  ],
  ['a redirect to itself', { redirect: { to: '/file.bin' } }, 'source-unavailable'],
  ['a redirect to file:', { redirect: { to: 'file:///etc/passwd' } }, 'unsupported'],
  ['a redirect to ftp:', { redirect: { to: 'ftp://example.com/x' } }, 'unsupported'],
  ['a wrong Repr-Digest', { ...tagged, digests: { 'repr-digest': 'wrong' } }, 'checksum-mismatch'],
  ['a wrong Digest', { ...tagged, digests: { digest: 'wrong' } }, 'checksum-mismatch'],
  ['a wrong Content-MD5', { ...tagged, digests: { 'content-md5': 'wrong' } }, 'checksum-mismatch'],
])('%s: nothing is left under the final name', { timeout: 120_000 }, async (_what, behaviour, code) => {
  const { origin, task } = await parts();
  expect(outcome(await get(origin, task, behaviour))).toBe(code);
  expect(await task.files()).toEqual([]);
});

test.each([['repr-digest'], ['digest'], ['content-md5']] as const)('a right %s is checked and told', async (field) => {
  const { origin, task } = await parts();
  const ending = await get(origin, task, { ...tagged, digests: { [field]: 'right' } });
  expect(ending).toMatchObject({
    how: 'done',
    artifact: { verified: expect.stringMatching(/^(sha256|sha512|md5|sha1):/) },
  });
});

test('a checksum of the user decides', async () => {
  const { origin, task } = await parts();
  const right = `sha256:${digestOf(5, 3 * MiB)}`;
  expect(
    outcome(await get(origin, task, tagged, { checksum: right.replace(/.$/, (last) => (last === '0' ? '1' : '0')) })),
  ).toBe('checksum-mismatch');
  expect(await task.files()).toEqual([]);
  expect(outcome(await get(origin, task, tagged, { checksum: right, fresh: true }))).toBe('done');
  await expectWhole(task, 'file.bin', 5, 3 * MiB);
});

test('the compression of an archive itself is not undone', async () => {
  const { origin, task } = await parts();
  origin.serve('/a.tar.gz', {
    ...tagged,
    headers: { 'content-encoding': 'gzip', 'content-type': 'application/x-gzip' },
  });
  expect(outcome(await task.attempt(origin.url('/a.tar.gz'), { connections: 4 }))).toBe('done');
  await expectWhole(task, 'a.tar.gz', 5, 3 * MiB);
});

test('a redirect to another origin does not get user, password, cookies and fields', async () => {
  const { origin, task } = await parts();
  const other = await startOrigin();
  onTestFinished(() => other.close());
  other.serve('/there.bin', tagged);
  const cookies = `127.0.0.1\tFALSE\t/\tFALSE\t0\tsession\tsecret\n`;
  const ending = await get(
    origin,
    task,
    { redirect: { to: other.url('/there.bin').replace('127.0.0.1', 'localhost') } },
    {
      connections: 4,
      auth: { user: 'u', password: 'p' },
      cookies,
      headers: [
        { name: 'X-Api-Key', value: 'secret' },
        { name: 'Authorization', value: 'Bearer secret' },
        { name: 'Referer', value: 'http://example.com/' },
      ],
    },
  );
  expect(outcome(ending)).toBe('done');
  await expectWhole(task, 'there.bin', 5, 3 * MiB);
  expect(origin.requests[0]?.headers).toMatchObject({ cookie: 'session=secret', 'x-api-key': 'secret' });
  expect(other.requests.length).toBeGreaterThan(1);
  for (const { headers } of other.requests) {
    expect(JSON.stringify(headers)).not.toContain('secret');
    expect(headers['authorization']).toBeUndefined();
    expect(headers['referer']).toBe('http://example.com/');
  }
});

test.each<[what: string, cookies: string]>([
  ['the host itself', '127.0.0.1\tFALSE\t/\tFALSE\t0\tsession\tsecret\n'],
  ['its whole domain', '.localhost\tTRUE\t/\tFALSE\t0\tsession\tsecret\n'],
])("the user's cookies for %s do not go to another port of it, and what a server set does", async (_what, cookies) => {
  const { origin, task } = await parts();
  const other = await startOrigin();
  onTestFinished(() => other.close());
  const host = cookies.includes('localhost') ? 'localhost' : '127.0.0.1';
  const there = other.url('/there.bin').replace('127.0.0.1', host);
  other.serve('/there.bin', { ...tagged, cookie: 'pass=1' });
  origin.serve('/file.bin', { redirect: { to: there }, headers: { 'set-cookie': 'pass=1; Path=/' } });
  const link = origin.url('/file.bin').replace('127.0.0.1', host);
  expect(outcome(await task.attempt(link, { connections: 4, cookies }))).toBe('done');
  expect(origin.requests[0]?.headers['cookie']).toBe('session=secret');
  expect(other.requests.length).toBeGreaterThan(1);
  expect(new Set(other.requests.map(({ headers }) => headers['cookie']))).toEqual(new Set(['pass=1']));
});

test('a redirect inside the origin keeps them', async () => {
  const { origin, task } = await parts();
  origin.serve('/there.bin', { ...tagged, auth: { user: 'u', password: 'p' } });
  const ending = await get(origin, task, { redirect: { to: '/there.bin' } }, { auth: { user: 'u', password: 'p' } });
  expect(outcome(ending)).toBe('done');
});

test('cookies that a server sets go back to it', async () => {
  const { origin, task } = await parts();
  origin.serve('/there.bin', { ...tagged, cookie: 'pass=1' });
  const set: Behaviour = { redirect: { to: '/there.bin' }, headers: { 'set-cookie': 'pass=1; Path=/' } };
  expect(outcome(await get(origin, task, set))).toBe('done');
});

test('a certificate nobody vouches for is refused before anything is asked', async () => {
  const task = await Task.make();
  const origin = await startOrigin({ tls: 'self-signed' });
  onTestFinished(async () => {
    await origin.close();
    await task[Symbol.asyncDispose]();
  });
  expect(outcome(await get(origin, task, tagged))).toBe('tls');
  expect(origin.requests).toEqual([]);
  expect(await task.files()).toEqual([]);
});

test('a connection that is cut every 300 kB brings the file all the same', { timeout: 120_000 }, async () => {
  const { origin, task } = await parts();
  const ending = await get(origin, task, { ...tagged, cut: { after: 300_000, how: 'reset' } }, { connections: 8 });
  expect(outcome(ending)).toBe('done');
  await expectWhole(task, 'file.bin', 5, 3 * MiB);
});

test.each(['http', 'socks5'] as const)('through a %s proxy with user and password', async (kind) => {
  const { origin, task } = await parts();
  const options = { auth: { user: 'me', password: 'p w' } };
  const proxy = kind === 'http' ? await startHttpProxy(options) : await startSocksProxy(options);
  onTestFinished(() => proxy.close());
  const address = `${kind}://me:p%20w@127.0.0.1:${proxy.port}`;
  expect(outcome(await get(origin, task, tagged, { proxy: address, connections: 4 }))).toBe('done');
  await expectWhole(task, 'file.bin', 5, 3 * MiB);
  const refused = await get(origin, task, tagged, { proxy: `${kind}://me:wrong@127.0.0.1:${proxy.port}` });
  expect(outcome(refused)).toBe('auth-required');
});
