import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { HttpClient } from '../../engine/net/client.ts';
import { type FetchOptions, FetchSession } from '../../engine/net/fetch.ts';
import { startHttpProxy } from '../servers/http-proxy.ts';

interface Seen {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

type Answer = (seen: Seen, response: ServerResponse, request: IncomingMessage) => void;

/** A site that any name leads to through its proxy, for addresses of this machine are refused. */
async function site(answer: Answer, options: Partial<FetchOptions> = {}) {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    const one = { method, host: headers.host ?? '', path: url, headers, body: await text(request) };
    seen.push(one);
    answer(one, response, request);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const proxy = await startHttpProxy({ resolve: () => port });
  const client = new HttpClient({});
  onTestFinished(async () => {
    client.close();
    await proxy.close();
    server.closeAllConnections();
    server.close();
  });
  const session = new FetchSession({
    client,
    site: new URL('http://site.test/'),
    headers: [],
    cookies: null,
    proxy: proxy.url,
    idleMs: 5000,
    limits: [],
    atMost: 100_000,
    ...options,
  });
  const signal = AbortSignal.timeout(30_000);
  return {
    seen,
    session,
    fetch: session.fetch({ signal, anonymous: false }),
    anonymous: session.fetch({ signal, anonymous: true }),
  };
}

const plain: Answer = (_, response) => void response.end('{"ok":true}');

test('posts a body with its length, and gives back status, fields and JSON', async () => {
  const { fetch, seen } = await site((_, response) => {
    response.writeHead(418, { 'X-One': '1', 'Content-Type': 'application/json' }).end('{"ok":true}');
  });
  const response = await fetch('http://site.test/api?x=1#part', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'User-Agent': 'client/1' },
    body: '{"q":"é"}',
  });
  const { status, ok, url } = response;
  expect({ status, ok, url }).toEqual({ status: 418, ok: false, url: 'http://site.test/api?x=1' });
  expect(response.headers.get('x-one')).toBe('1');
  expect(await response.json()).toEqual({ ok: true });
  expect(seen).toMatchObject([
    {
      method: 'POST',
      path: '/api?x=1',
      body: '{"q":"é"}',
      headers: { 'content-length': '10', 'content-type': 'application/json', 'user-agent': 'client/1' },
    },
  ]);
});

test('a POST without a body says so, and one that is a Request is sent as it is', async () => {
  const { fetch, seen } = await site(plain);
  await fetch(new URL('http://site.test/a'), { method: 'POST' });
  await fetch(new Request('http://site.test/b', { method: 'POST', body: 'first' }), { body: 'second' });
  await fetch('http://site.test/c');
  expect(seen.map(({ path, body, headers }) => [path, body, headers['content-length']])).toEqual([
    ['/a', '', '0'],
    ['/b', 'second', '6'],
    ['/c', '', undefined],
  ]);
});

test('many at once each get their own answer, also over connections that are kept', async () => {
  const { fetch } = await site(({ body }, response) => void response.end(body.repeat(3)));
  for (let round = 0; round < 3; round += 1) {
    const bodies = Array.from({ length: 12 }, (_, at) => `${round}-${at};`);
    const answers = await Promise.all(
      bodies.map(async (body) => (await fetch('http://site.test/', { method: 'POST', body })).text()),
    );
    expect(answers).toEqual(bodies.map((body) => body.repeat(3)));
  }
});

test.each([
  ['gzip', gzipSync],
  ['br', brotliCompressSync],
])('unpacks %s, and what is said of the packed body is gone', async (coding, pack) => {
  const { fetch, seen } = await site((_, response) => {
    response.writeHead(200, { 'Content-Encoding': coding }).end(pack('text '.repeat(1000)));
  });
  const response = await fetch('http://site.test/');
  expect(await response.text()).toBe('text '.repeat(1000));
  expect(response.headers.has('content-encoding')).toBe(false);
  expect(seen[0]?.headers['accept-encoding']).toBe('gzip, deflate, br');
});

test.each<[string, Answer]>([
  ['announced', (_, response) => void response.writeHead(200, { 'Content-Length': '100001' }).write('x')],
  ['streamed', (_, response) => void response.end(Buffer.alloc(200_000))],
  [
    'packed',
    (_, response) => void response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(Buffer.alloc(200_000))),
  ],
])('refuses a body that is too large: %s', async (_how, answer) => {
  const { fetch } = await site(answer);
  await expect(fetch('http://site.test/')).rejects.toMatchObject({ code: 'corrupt-media' });
});

test('follows redirects as browsers do, and leaves what signs in behind', async () => {
  const { fetch, seen } = await site(({ path }, response) => {
    const to = { '/302': '/end', '/307': '/end', '/away': 'http://other.test/end' }[path];
    if (to === undefined) response.end('there');
    else response.writeHead(path === '/307' ? 307 : 302, { Location: to }).end();
  });
  const post = { method: 'POST', body: 'x', headers: { Authorization: 'SAPISIDHASH 1', 'X-Other': 'o' } };
  for (const path of ['/302', '/307', '/away']) await (await fetch(`http://site.test${path}`, post)).text();
  const ends = seen.filter(({ path }) => path === '/end');
  expect(ends.map(({ method, body, host }) => [method, body, host])).toEqual([
    ['GET', '', 'site.test'],
    ['POST', 'x', 'site.test'],
    ['GET', '', 'other.test'],
  ]);
  expect(ends.map(({ headers }) => headers.authorization)).toEqual(['SAPISIDHASH 1', 'SAPISIDHASH 1', undefined]);
  expect(ends.map(({ headers }) => headers['x-other'])).toEqual(['o', 'o', 'o']);
  const manual = await fetch('http://site.test/302', { redirect: 'manual' });
  expect([manual.status, manual.headers.get('location')]).toEqual([302, '/end']);
});

test('a redirect without end is a failure', async () => {
  const { fetch } = await site((_, response) => void response.writeHead(302, { Location: '/' }).end());
  await expect(fetch('http://site.test/')).rejects.toMatchObject({ code: 'source-unavailable' });
});

test("the user's cookies go to their domain, what a server sets comes back, and an anonymous one has neither", async () => {
  const cookies = ['.site.test\tTRUE\t/\tFALSE\t0\tSAPISID\tsecret', '.else.test\tTRUE\t/\tFALSE\t0\tno\tno'].join(
    '\n',
  );
  const headers = [
    { name: 'X-Token', value: 't' },
    { name: 'Accept-Language', value: 'ru' },
    { name: 'User-Agent', value: 'mine' },
  ];
  const answer: Answer = (_, response) => void response.setHeader('Set-Cookie', 'visitor=1; Path=/').end('ok');
  const { fetch, anonymous, session, seen } = await site(answer, { cookies, headers });
  expect(await session.cookie(new URL('http://www.site.test/'))).toBe('SAPISID=secret');
  await anonymous('http://site.test/0');
  await fetch('http://site.test/1', { headers: { Cookie: 'theirs=1', 'User-Agent': 'client/1' } });
  await fetch('http://site.test/2');
  await fetch('http://third.test/3');
  const read = (name: string) => seen.map((one) => one.headers[name]);
  expect(read('cookie')).toEqual([undefined, 'SAPISID=secret', 'SAPISID=secret; visitor=1', undefined]);
  expect(read('x-token')).toEqual([undefined, 't', 't', undefined]);
  expect(read('user-agent')).toEqual(['mine', 'client/1', 'mine', 'mine']);
  expect(read('accept-language')).toEqual(['ru', 'ru', 'ru', 'ru']);
});

test('an address of this machine is never asked', async () => {
  const { seen } = await site(plain);
  const direct = await site(plain, { proxy: 'direct' });
  for (const host of ['127.0.0.1:9', 'localhost:9', '[::1]:9', '10.0.0.1']) {
    await expect(direct.fetch(`http://${host}/`)).rejects.toMatchObject({ code: 'forbidden' });
  }
  const leading = await site((_, response) => void response.writeHead(302, { Location: 'http://127.0.0.1:9/' }).end());
  await expect(leading.fetch('http://site.test/')).rejects.toMatchObject({ code: 'forbidden' });
  expect(seen).toEqual([]);
});

test('other methods and schemes are refused', async () => {
  const { fetch } = await site(plain);
  await expect(fetch('http://site.test/', { method: 'DELETE' })).rejects.toMatchObject({ code: 'unsupported' });
  await expect(fetch('file:///etc/passwd')).rejects.toMatchObject({ code: 'unsupported' });
});

test('ends with the reason of either signal', async () => {
  const { session, fetch } = await site(() => {});
  const mine = new AbortController();
  const asked = session.fetch({ signal: mine.signal, anonymous: false })('http://site.test/');
  mine.abort(new Error('stopped'));
  await expect(asked).rejects.toThrow('stopped');
  const theirs = new AbortController();
  const other = fetch('http://site.test/', { signal: theirs.signal });
  theirs.abort(new Error('given up'));
  await expect(other).rejects.toThrow('given up');
});
