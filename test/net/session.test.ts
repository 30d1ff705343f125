import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { RateLimit } from '../../engine/download/rate-limit.ts';
import { HttpClient } from '../../engine/net/client.ts';
import { type SessionOptions, WebSession } from '../../engine/net/session.ts';
import { bytes } from '../servers/body.ts';
import { type Origin, startOrigin } from '../servers/faulty-server.ts';
import { startHttpProxy } from '../servers/http-proxy.ts';

const never = new AbortController().signal;

function session(link: string, options: Partial<SessionOptions> = {}): WebSession {
  const client = new HttpClient({});
  onTestFinished(() => client.close());
  return new WebSession({
    client,
    link,
    headers: [],
    auth: null,
    cookies: null,
    proxy: 'direct',
    idleMs: 5000,
    limits: [],
    ...options,
  });
}

async function origin(): Promise<Origin> {
  const started = await startOrigin();
  onTestFinished(() => started.close());
  return started;
}

const ask = (url: string) => ({ url, atMost: 1_000_000, signal: never });

test('what a site wants to be sent goes with every request, behind what the user says, and never tells who asks', async () => {
  const home = await origin();
  home.serve('/list', { size: 10 });
  const web = session(home.url('/list'), { headers: [{ name: 'user-agent', value: 'mine' }] });
  web.introduce([
    { name: 'User-Agent', value: 'a player' },
    { name: 'Referer', value: 'https://page.test/player' },
    { name: 'Cookie', value: 'who=me' },
    { name: 'X-Token', value: 't' },
  ]);
  await web.get(ask(home.url('/list')));
  await web.get({ ...ask(home.url('/list')), referer: 'https://page.test/frame' });
  const [first, second] = home.requests.map(({ headers }) => headers);
  expect(first).toMatchObject({ 'user-agent': 'mine', referer: 'https://page.test/player' });
  expect(second).toMatchObject({ 'user-agent': 'mine', referer: 'https://page.test/frame' });
  for (const name of ['cookie', 'x-token']) expect(first).not.toHaveProperty(name);
});

test('user, password and own fields stay with the origin of the link, harmless ones go everywhere', async () => {
  const home = await origin();
  const other = await origin();
  home.serve('/list', { size: 10 });
  other.serve('/segment', { size: 10 });
  home.serve('/away', { redirect: { to: other.url('/segment') } });
  const web = session(home.url('/list'), {
    headers: [
      { name: 'X-Token', value: 't' },
      { name: 'User-Agent', value: 'mine' },
      { name: 'Origin', value: 'https://page.test' },
      { name: 'Accept-Language', value: 'ru' },
      { name: 'Accept-Encoding', value: 'gzip' },
    ],
    auth: { user: 'u', password: 'p' },
  });
  for (const url of [home.url('/list'), other.url('/segment'), home.url('/away')]) await web.get(ask(url));
  const basic = `Basic ${Buffer.from('u:p').toString('base64')}`;
  const own = { authorization: basic, 'x-token': 't', 'user-agent': 'mine' };
  expect(home.requests.map(({ headers }) => headers)).toMatchObject([own, own]);
  expect(other.requests).toHaveLength(2);
  for (const { headers } of other.requests) {
    expect(headers).toMatchObject({ 'user-agent': 'mine', origin: 'https://page.test', 'accept-language': 'ru' });
    expect(headers).toMatchObject({ 'accept-encoding': 'identity' });
    expect(headers).not.toHaveProperty('authorization');
    expect(headers).not.toHaveProperty('x-token');
  }
});

test("the user's cookies go where they belong, what a server sets goes back to it", async () => {
  const home = await origin();
  const otherPort = await origin();
  await using proxy = await startHttpProxy({ resolve: () => home.port });
  home.serve('/list', { size: 1, headers: { 'set-cookie': 'seen=1; Path=/' } });
  home.serve('/segment', { size: 1 });
  otherPort.serve('/segment', { size: 1 });
  const cookies = [
    '127.0.0.1\tFALSE\t/\tFALSE\t0\tlogin\tsecret',
    '.cdn.test\tTRUE\t/\tFALSE\t0\tcdn\tc',
    '.elsewhere.test\tTRUE\t/\tFALSE\t0\tother\to',
  ].join('\n');
  const web = session(home.url('/list'), { cookies });
  await web.get(ask(home.url('/list')));
  await web.get(ask(home.url('/segment')));
  await web.get(ask(otherPort.url('/segment')));
  expect(home.requests.map(({ headers }) => headers['cookie'])).toEqual(['login=secret', 'login=secret; seen=1']);
  // A browser would give the cookie to any port of the host; another program may listen there.
  expect(otherPort.requests[0]?.headers['cookie']).toBe('seen=1');
  const far = session('http://site.test/list', { cookies, proxy: proxy.url });
  await far.get(ask('http://site.test/list'));
  await far.get(ask('http://a.cdn.test/segment'));
  expect(proxy.requests.map(({ headers }) => headers['cookie'])).toEqual([undefined, 'cdn=c']);
});

test('an anonymous request says nothing about who asks, and what it is given is forgotten', async () => {
  const home = await origin();
  home.serve('/list', { size: 10 });
  home.serve('/script', { size: 10, headers: { 'set-cookie': 'tracker=1' } });
  const cookies = ['127.0.0.1', 'FALSE', '/', 'FALSE', '0', 'sid', 'secret'].join('\t');
  const headers = [
    { name: 'X-Token', value: 't' },
    { name: 'User-Agent', value: 'mine' },
  ];
  const web = session(home.url('/list'), { headers, cookies, auth: { user: 'u', password: 'p' } });
  await web.get({ ...ask(home.url('/script')), referer: 'https://page.test/', anonymous: true });
  await web.get(ask(home.url('/list')));
  const [script, list] = home.requests.map((request) => request.headers);
  expect(script).toMatchObject({ 'user-agent': 'mine', referer: 'https://page.test/' });
  for (const field of ['authorization', 'cookie', 'x-token']) expect(script).not.toHaveProperty(field);
  expect(list).toMatchObject({ cookie: 'sid=secret', 'x-token': 't' });
});

test('a referer is sent as it is told, without fragment and password, unless the user has one', async () => {
  const home = await origin();
  home.serve('/a', { size: 1 });
  const referer = 'https://u:p@page.test/watch?v=1#t=5';
  await session(home.url('/a')).get({ ...ask(home.url('/a')), referer });
  await session(home.url('/a'), { userReferer: 'https://mine.test/' }).get({ ...ask(home.url('/a')), referer });
  const headers = [{ name: 'Referer', value: 'https://header.test/' }];
  await session('http://127.0.0.1:1/', { headers }).get({ ...ask(home.url('/a')), referer });
  expect(home.requests.map((request) => request.headers['referer'])).toEqual([
    'https://page.test/watch?v=1',
    'https://mine.test/',
    'https://header.test/',
  ]);
});

test.each(['direct', 'redirect'])('what a public server leads to never reaches this machine (%s)', async (way) => {
  const home = await origin();
  const here = await origin();
  // A server behind a proxy under a name is what a public server looks like.
  await using proxy = await startHttpProxy({ resolve: () => home.port });
  home.serve('/list', { size: 10 });
  home.serve('/away', { redirect: { to: here.url('/secret') } });
  here.serve('/secret', { size: 10 });
  const web = session('http://public.test/list', { proxy: proxy.url });
  await web.get(ask('http://public.test/list'));
  const url = way === 'direct' ? here.url('/secret') : 'http://public.test/away';
  await expect(web.get(ask(url))).rejects.toMatchObject({ code: 'forbidden', retryable: false });
  await expect(
    web.stream(
      { url, signal: never },
      () => {},
      () => {},
    ),
  ).rejects.toMatchObject({ code: 'forbidden', retryable: false });
  expect(here.requests).toEqual([]);
  expect(here.connections()).toBe(0);
});

test('before the link has been answered, nothing else may lead to this machine', async () => {
  const here = await origin();
  here.serve('/a', { size: 10 });
  const web = session('http://public.test/list');
  await expect(web.get(ask(here.url('/a')))).rejects.toMatchObject({ code: 'forbidden' });
  expect(here.connections()).toBe(0);
});

test('a link on this machine may lead to others there', async () => {
  const home = await origin();
  const here = await origin();
  here.serve('/a', { size: 10 });
  expect((await session(home.url('/list')).get(ask(here.url('/a')))).body).toHaveLength(10);
});

test.each([
  'file:///etc/passwd',
  'data:text/plain,x',
  'concat:a|b',
  'subfile,,start,0,end,9,,:/etc/passwd',
  'ftp://x/y',
])('%s is refused, also as the target of a redirect', async (url) => {
  const home = await origin();
  home.serve('/away', { redirect: { to: url } });
  const web = session(home.url('/list'));
  await expect(web.get(ask(url))).rejects.toMatchObject({ retryable: false });
  // What has no scheme of its own is a path on the server, which has nothing there.
  const code = URL.canParse(url) ? 'forbidden' : 'not-found';
  await expect(web.get(ask(home.url('/away')))).rejects.toMatchObject({ code, retryable: false });
});

test('redirects have an end, and the last address is told', async () => {
  const home = await origin();
  home.serve('/loop', { redirect: { to: '/loop' } });
  home.serve('/one', { redirect: { to: 'two', status: 307 } });
  home.serve('/two', { size: 3 });
  const web = session(home.url('/one'));
  expect((await web.get(ask(home.url('/one#x')))).url).toBe(home.url('/two'));
  await expect(web.get(ask(home.url('/loop')))).rejects.toMatchObject({ code: 'source-unavailable', retryable: false });
});

test('parts: from servers that know them, and from those that send everything', async () => {
  const home = await origin();
  home.serve('/parts', { size: 500_000, seed: 3 });
  home.serve('/whole', { size: 500_000, seed: 3, ranges: 'ignored' });
  home.serve('/chunked', { size: 500_000, seed: 3, ranges: 'ignored', length: 'chunked' });
  home.serve('/packed', { size: 500_000, seed: 3, gzip: true });
  const web = session(home.url('/'));
  for (const path of ['/parts', '/whole', '/chunked', '/packed']) {
    for (const [start, end] of [
      [0, 1],
      [100_000, 300_001],
      [499_999, 500_000],
    ] as const) {
      const { body } = await web.get({ ...ask(home.url(path)), range: { start, length: end - start } });
      expect(Buffer.from(body).equals(bytes(3, start, end))).toBe(true);
    }
  }
  expect(home.requests[1]?.headers['range']).toBe('bytes=100000-300000');
});

test('another part than the one that was asked for is not taken', async () => {
  const home = await origin();
  const range = { start: 1000, length: 500 };
  const answers = {
    shifted: { contentRange: () => 'bytes 1001-1500/9000' },
    shorter: { contentRange: () => 'bytes 1000-1400/9000' },
    unsaid: { contentRange: () => null },
    odd: { contentRange: () => 'bytes one-two/three' },
    behind: { size: 1200, ranges: 'ignored' },
  } as const;
  const web = session(home.url('/'));
  for (const [name, behaviour] of Object.entries(answers)) {
    home.serve(`/${name}`, { size: 9000, ...behaviour });
    await expect(web.get({ ...ask(home.url(`/${name}`)), range }), name).rejects.toMatchObject({ code: 'network' });
  }
});

test('a body that ends too early, and one that is too large', async () => {
  const home = await origin();
  home.serve('/cut', { size: 100_000, cut: { after: 'half', how: 'end' } });
  home.serve('/chunked', { size: 100_000, length: 'chunked', cut: { after: 'half', how: 'end' } });
  home.serve('/large', { size: 100_001 });
  home.serve('/endless', { size: 50_000_000, length: 'chunked' });
  home.serve('/bomb', { content: Buffer.alloc(1_000_000), gzip: true });
  home.serve('/right', { size: 100_000 });
  const web = session(home.url('/'));
  const get = (path: string) => web.get({ ...ask(home.url(path)), atMost: 100_000 });
  for (const path of ['/cut', '/chunked']) await expect(get(path), path).rejects.toMatchObject({ code: 'network' });
  for (const path of ['/large', '/endless', '/bomb']) {
    await expect(get(path), path).rejects.toMatchObject({ code: 'corrupt-media' });
  }
  expect((await get('/right')).body).toHaveLength(100_000);
});

test.each([
  [401, 'auth-required'],
  [403, 'forbidden'],
  [404, 'not-found'],
  [410, 'not-found'],
  [429, 'rate-limited'],
  [500, 'source-unavailable'],
  [503, 'source-unavailable'],
  [408, 'timeout'],
  [204, 'source-unavailable'],
])('status %i is %s', async (status, code) => {
  const home = await origin();
  home.serve('/a', { fail: { status, retryAfter: '7' } });
  await expect(session(home.url('/a')).get(ask(home.url('/a')))).rejects.toMatchObject({ code });
});

test('packed text is unpacked, and only asked for where it is worth it', async () => {
  const text = Buffer.from('#EXTM3U\n'.repeat(1000));
  const packed: Record<string, Buffer> = {
    gzip: gzipSync(text),
    deflate: deflateSync(text),
    'Deflate, identity': deflateRawSync(text),
    br: brotliCompressSync(text),
    'gzip, br': brotliCompressSync(gzipSync(text)),
  };
  const home = await origin();
  const web = session(home.url('/'));
  for (const [coding, content] of Object.entries(packed)) {
    home.serve('/a', { content, headers: { 'content-encoding': coding } });
    const { body } = await web.get({ ...ask(home.url('/a')), compressible: true });
    expect(Buffer.from(body).equals(text), coding).toBe(true);
  }
  expect(home.requests.at(-1)?.headers['accept-encoding']).toBe('gzip, deflate, br');
  home.serve('/a', { content: gzipSync(text).subarray(0, 40), headers: { 'content-encoding': 'gzip' } });
  await expect(web.get(ask(home.url('/a')))).rejects.toMatchObject({ code: 'network' });
  expect(home.requests.at(-1)?.headers['accept-encoding']).toBe('identity');
  home.serve('/a', { content: text, headers: { 'content-encoding': 'snappy' } });
  await expect(web.get(ask(home.url('/a')))).rejects.toMatchObject({ code: 'unsupported' });
});

test('connections serve again, also after a part of a whole and a refused body', async () => {
  const home = await origin();
  home.serve('/a', { size: 5000 });
  home.serve('/whole', { size: 5000, ranges: 'ignored' });
  const web = session(home.url('/'));
  home.serve('/damaged', { size: 5000, headers: { 'content-encoding': 'gzip' } });
  for (let i = 0; i < 5; i += 1) await web.get(ask(home.url('/a')));
  await expect(web.get(ask(home.url('/damaged')))).rejects.toMatchObject({ code: 'network' });
  await web.get({ ...ask(home.url('/whole')), range: { start: 4000, length: 1000 } });
  await web.get({ ...ask(home.url('/a')), range: { start: 10, length: 20 } });
  expect(new Set(home.requests.map(({ connection }) => connection)).size).toBe(1);
});

test('the limits hold', async () => {
  const home = await origin();
  home.serve('/a', { size: 30_000 });
  let now = 0;
  const limit = new RateLimit(1_000_000, () => now);
  const web = session(home.url('/'), { limits: [limit] });
  const whole = web.get(ask(home.url('/a')));
  expect((await whole).body).toHaveLength(30_000);
  // The bucket was empty at the start and its clock stands still: everything that came is owed.
  expect(limit.take(0)).toBeCloseTo(30, 5);
  now = 30;
  expect(limit.take(0)).toBe(0);
});

test('a stream is handed on as it comes, in order, no faster than it is taken', async () => {
  const home = await origin();
  home.serve('/live', { size: 3_000_000, seed: 9, length: 'chunked' });
  const web = session(home.url('/live'));
  const got: Uint8Array[] = [];
  let busy = 0;
  let type: string | undefined;
  await web.stream(
    { url: home.url('/live'), signal: never },
    ({ headers }) => {
      type = headers.first('content-type');
    },
    async (part) => {
      busy += 1;
      expect(busy).toBe(1);
      await new Promise(setImmediate);
      got.push(part);
      busy -= 1;
    },
  );
  expect(type).toBe('application/octet-stream');
  expect(Buffer.concat(got).equals(bytes(9, 0, 3_000_000))).toBe(true);
});

test('a receiver that fails ends the stream with its own failure, a cut one with network', async () => {
  const home = await origin();
  home.serve('/live', { size: 3_000_000 });
  home.serve('/cut', { size: 3_000_000, cut: { after: 'half', how: 'reset' } });
  const web = session(home.url('/live'));
  const stream = (path: string, take: () => void | Promise<void>) =>
    web.stream({ url: home.url(path), signal: never }, () => {}, take);
  const full = () => {
    throw new Error('full');
  };
  await expect(stream('/live', full)).rejects.toThrow('full');
  await expect(stream('/live', async () => full())).rejects.toThrow('full');
  await expect(stream('/cut', () => {})).rejects.toMatchObject({ code: 'network' });
  await expect(stream('/nothing', () => {})).rejects.toMatchObject({ code: 'not-found' });
});

test('a radio that says ICY is heard', async () => {
  const home = await origin();
  home.serve('/radio', { raw: Buffer.concat([Buffer.from('ICY 200 OK\r\nicy-name: x\r\n\r\n'), bytes(4, 0, 9999)]) });
  const web = session(home.url('/radio'));
  const got: Uint8Array[] = [];
  let name: string | undefined;
  await web.stream(
    { url: home.url('/radio'), signal: never },
    ({ headers }) => {
      name = headers.first('icy-name');
    },
    (part) => void got.push(part),
  );
  expect(name).toBe('x');
  expect(Buffer.concat(got).equals(bytes(4, 0, 9999))).toBe(true);
});

test('an aborted request ends with the reason', async () => {
  const server = createServer(() => {}).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise((listening) => server.once('listening', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const stop = new AbortController();
  const asked = session(url).get({ url, atMost: 1, signal: stop.signal });
  server.once('request', () => stop.abort(new Error('no more')));
  await expect(asked).rejects.toThrow('no more');
});
