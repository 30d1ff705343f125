import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Agent, type IncomingHttpHeaders, get as plainGet, type RequestOptions } from 'node:http';
import { get as tlsGet } from 'node:https';
import { connect } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { expect, onTestFinished, test, vi } from 'vitest';
import { bytes } from './body.ts';
import { type Origin, startOrigin } from './faulty-server.ts';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** the error that ended it, or `null` when it ended as announced */
  readonly broken: string | null;
}

function fetched(url: string, options: RequestOptions & { ca?: string } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const get = url.startsWith('https:') ? tlsGet : plainGet;
    // A connection that is reset in the body is an error of the request, too.
    let broke = (error: NodeJS.ErrnoException) => reject(error);
    const request = get(url, options);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      const done = (broken: string | null) =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks), broken });
      broke = (error) => done(error.code ?? error.message);
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => done(null));
      response.on('error', (error) => broke(error));
    });
    request.on('error', (error) => broke(error));
  });
}

async function origin(options: Parameters<typeof startOrigin>[0] = {}): Promise<Origin> {
  const started = await startOrigin(options);
  onTestFinished(() => started.close());
  return started;
}

const size = 1_000_000;
const range = { headers: { range: 'bytes=1000-1999' } };

test('a healthy path: the body, a range, the end, what does not exist', async () => {
  const server = await origin();
  server.serve('/a', { size, seed: 4, etag: '"one"', lastModified: 'Wed, 21 Oct 2015 07:28:00 GMT' });
  const whole = await fetched(server.url('/a?query'));
  expect(whole.status).toBe(200);
  expect(whole.headers).toMatchObject({ 'content-length': `${size}`, 'accept-ranges': 'bytes', etag: '"one"' });
  expect(whole.body.equals(bytes(4, 0, size))).toBe(true);
  const part = await fetched(server.url('/a'), range);
  expect(part.status).toBe(206);
  expect(part.headers['content-range']).toBe(`bytes 1000-1999/${size}`);
  expect(part.body.equals(bytes(4, 1000, 2000))).toBe(true);
  expect(
    (await fetched(server.url('/a'), { headers: { range: 'bytes=-10' } })).body.equals(bytes(4, size - 10, size)),
  ).toBe(true);
  expect((await fetched(server.url('/a'), { headers: { range: `bytes=${size}-` } })).headers['content-range']).toBe(
    `bytes */${size}`,
  );
  expect((await fetched(server.url('/b'))).status).toBe(404);
  expect(server.requests).toMatchObject([
    { method: 'GET', path: '/a?query', status: 200, sent: size, ended: true },
    { headers: { range: 'bytes=1000-1999' }, status: 206, sent: 1000 },
    { status: 206, sent: 10 },
    { status: 416, sent: 0 },
    { path: '/b', status: 404 },
  ]);
});

test('ranges beyond 2^32 of a body that takes no memory', async () => {
  const server = await origin();
  server.serve('/big', { size: 5 * 2 ** 30 });
  const start = 2 ** 32 + 12_345;
  const part = await fetched(server.url('/big'), { headers: { range: `bytes=${start}-${start + 99}` } });
  expect(part.headers['content-range']).toBe(`bytes ${start}-${start + 99}/${5 * 2 ** 30}`);
  expect(part.body.equals(bytes(1, start, start + 100))).toBe(true);
});

test('If-Range: a strong match gives the range, all else the whole, unless it is ignored', async () => {
  const server = await origin();
  const ask = async (tag: string) =>
    (await fetched(server.url('/a'), { headers: { ...range.headers, 'if-range': tag } })).status;
  server.serve('/a', { size, etag: '"two"' });
  expect([await ask('"two"'), await ask('"one"')]).toEqual([206, 200]);
  server.serve('/a', { size, etag: 'W/"two"' });
  expect(await ask('W/"two"')).toBe(200);
  server.serve('/a', { size, etag: '"two"', ifRange: 'ignored' });
  expect(await ask('"one"')).toBe(206);
});

test('ranges that are ignored, refused, wrong or shifted', async () => {
  const server = await origin();
  const ask = () => fetched(server.url('/a'), range);
  server.serve('/a', { size, ranges: 'ignored' });
  expect(await ask()).toMatchObject({ status: 200, headers: { 'content-length': `${size}` } });
  server.serve('/a', { size, ranges: 'refused' });
  expect((await ask()).status).toBe(416);
  server.serve('/a', { size, contentRange: ({ start, end }) => `bytes ${start + 1}-${end}/77` });
  expect((await ask()).headers['content-range']).toBe('bytes 1001-2000/77');
  server.serve('/a', { size, contentRange: () => null });
  expect((await ask()).headers).not.toHaveProperty('content-range');
  server.serve('/a', { size, shift: 5 });
  const shifted = await ask();
  expect(shifted.headers['content-range']).toBe(`bytes 1000-1999/${size}`);
  expect(shifted.body.equals(bytes(1, 1005, 2005))).toBe(true);
});

test.each(['chunked', 'close'] as const)('no length: %s', async (length) => {
  const server = await origin();
  server.serve('/a', { size, length });
  const { headers, body, broken } = await fetched(server.url('/a'));
  expect(headers).not.toHaveProperty('content-length');
  expect(headers['transfer-encoding']).toBe(length === 'chunked' ? 'chunked' : undefined);
  expect(body.equals(bytes(1, 0, size))).toBe(true);
  expect(broken).toBeNull();
});

test('gzip in spite of identity, and nothing at all', async () => {
  const server = await origin();
  server.serve('/a', { size, gzip: true });
  const { status, headers, body } = await fetched(server.url('/a'), {
    headers: { ...range.headers, 'accept-encoding': 'identity' },
  });
  expect([status, headers['content-encoding']]).toEqual([200, 'gzip']);
  expect(gunzipSync(body).equals(bytes(1, 0, size))).toBe(true);
  server.serve('/a', {});
  expect(await fetched(server.url('/a'))).toMatchObject({
    status: 200,
    headers: { 'content-length': '0' },
    broken: null,
  });
});

test('parts of a gzip body, and parts that are smaller than asked', async () => {
  const server = await origin();
  server.serve('/a', { size, gzip: 'parts' });
  const whole = await fetched(server.url('/a'));
  const part = await fetched(server.url('/a'), { headers: { range: 'bytes=100-199' } });
  expect(part.headers).toMatchObject({
    'content-encoding': 'gzip',
    'content-range': `bytes 100-199/${whole.body.length}`,
  });
  expect(part.body.equals(whole.body.subarray(100, 200))).toBe(true);
  server.serve('/a', { size, most: 40 });
  const less = await fetched(server.url('/a'), { headers: { range: 'bytes=100-199' } });
  expect(less.headers).toMatchObject({ 'content-length': '40', 'content-range': `bytes 100-139/${size}` });
  expect(less.body.equals(bytes(1, 100, 140))).toBe(true);
});

test.each(['end', 'reset'] as const)('a body cut by %s, once', async (how) => {
  const server = await origin();
  server.serve('/a', { size, cut: { after: 'half', how, times: 1 } });
  const cut = await fetched(server.url('/a'));
  expect(cut.broken).toBe('ECONNRESET');
  expect(cut.body.length).toBeLessThanOrEqual(size / 2);
  expect(server.requests[0]?.sent).toBe(size / 2);
  expect((await fetched(server.url('/a'))).broken).toBeNull();
});

test('errors that pass, with the time to wait', async () => {
  const server = await origin();
  server.serve('/a', { size, fail: { status: 503, times: 2, retryAfter: '3' } });
  const answers = [await fetched(server.url('/a')), await fetched(server.url('/a')), await fetched(server.url('/a'))];
  expect(answers.map(({ status, headers }) => [status, headers['retry-after']])).toEqual([
    [503, '3'],
    [503, '3'],
    [200, undefined],
  ]);
});

test('basic authentication, cookies, redirects', async () => {
  const server = await origin();
  server.serve('/a', { size, auth: { user: 'u', password: 'p:p' } });
  const refused = await fetched(server.url('/a'));
  expect([refused.status, refused.headers['www-authenticate']]).toEqual([401, 'Basic realm="test"']);
  expect((await fetched(server.url('/a'), { auth: 'u:p:p' })).status).toBe(200);
  server.serve('/a', { size, cookie: 'a=b' });
  expect((await fetched(server.url('/a'), { headers: { cookie: 'x=y' } })).status).toBe(403);
  expect((await fetched(server.url('/a'), { headers: { cookie: 'x=y; a=b' } })).status).toBe(200);
  server.serve('/a', { redirect: { to: 'file:///etc/passwd', status: 307 } });
  expect(await fetched(server.url('/a'))).toMatchObject({ status: 307, headers: { location: 'file:///etc/passwd' } });
});

test('a slow connection keeps its pace, more connections bring more', async () => {
  const server = await origin();
  server.serve('/a', { size, rate: 1000 });
  const request = plainGet(server.url('/a'), (response) => response.resume());
  request.on('error', () => undefined);
  await vi.waitUntil(() => (server.requests[0]?.sent ?? 0) >= 100, { timeout: 20_000 });
  // Far from what an unhindered connection would have got by now.
  expect(server.requests[0]?.sent).toBeLessThan(size / 10);
  request.destroy();
  await vi.waitUntil(() => server.requests[0]?.ended, { timeout: 20_000 });
});

test('too many requests at once are turned away', async () => {
  const server = await origin();
  server.serve('/a', { size, maxConnections: 1, hang: { after: 10, times: 1 } });
  const first = plainGet(server.url('/a'), (response) => response.resume());
  first.on('error', () => undefined);
  await vi.waitUntil(() => server.requests[0]?.sent === 10, { timeout: 20_000 });
  expect((await fetched(server.url('/a'))).status).toBe(503);
  first.destroy();
  await vi.waitUntil(() => server.requests[0]?.ended, { timeout: 20_000 });
  expect((await fetched(server.url('/a'))).status).toBe(200);
});

test('silence before the headers ends with the server', async () => {
  const server = await startOrigin();
  server.serve('/a', { size, hang: { after: 'nothing' } });
  const answer = fetched(server.url('/a'));
  await vi.waitUntil(() => server.requests.length === 1, { timeout: 20_000 });
  expect(server.requests[0]).toMatchObject({ status: 0, ended: false });
  await Promise.all([expect(answer).rejects.toMatchObject({ code: 'ECONNRESET' }), server.close()]);
});

/** What a server sends to a bare request, at least so many bytes of it or all. */
function received(port: number, path: string, enough = Number.POSITIVE_INFINITY): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`));
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      if (Buffer.concat(chunks).length >= enough) socket.destroy();
    });
    socket.on('close', () => resolve(Buffer.concat(chunks)));
    socket.on('error', reject);
  });
}

test('raw bytes and a header that never ends', async () => {
  const server = await origin();
  const raw = 'HTTP/1.1 200 OK\r\nContent-Disposition: attachment; filename="a\0b"\r\n\r\nx';
  server.serve('/raw', { raw });
  expect((await received(server.port, '/raw')).toString('latin1')).toBe(raw);
  server.serve('/endless', { endlessHeader: true });
  const head = (await received(server.port, '/endless', 1_000_000)).toString('latin1');
  expect(head).toMatch(/^HTTP\/1\.1 200 OK\r\nX-Pad: a+\r\n/u);
  expect(head).not.toContain('\r\n\r\n');
});

test('digests, right and wrong', async () => {
  const server = await origin();
  server.serve('/a', { size, digests: { 'repr-digest': 'right', digest: 'wrong', 'content-md5': 'right' } });
  const { headers, body } = await fetched(server.url('/a'));
  const sha = createHash('sha256').update(body).digest('base64');
  expect(headers['repr-digest']).toBe(`sha-256=:${sha}:`);
  expect(headers['digest']).toMatch(/^SHA-256=[\w+/]{43}=$/u);
  expect(headers['digest']).not.toBe(`SHA-256=${sha}`);
  expect(headers['content-md5']).toBe(createHash('md5').update(body).digest('base64'));
});

test('TLS that nobody trusts until told to, or never', async () => {
  const server = await origin({ tls: 'self-signed' });
  server.serve('/a', { size });
  await expect(fetched(server.url('/a'))).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  const ca = await readFile(server.certificate ?? '', 'utf8');
  expect((await fetched(server.url('/a'), { ca })).body.length).toBe(size);
  const other = await origin({ tls: 'wrong-host' });
  other.serve('/a', { size });
  const wrong = fetched(other.url('/a'), { ca: await readFile(other.certificate ?? '', 'utf8') });
  await expect(wrong).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
});

test('connections are numbered, kept alive, and dropped on demand', async () => {
  const server = await origin();
  server.serve('/a', { size: 10 });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  await fetched(server.url('/a'), { agent });
  await fetched(server.url('/a'), { agent });
  await fetched(server.url('/a'));
  expect(server.requests.map(({ connection }) => connection)).toEqual([1, 1, 2]);
  server.dropConnections();
  await vi.waitUntil(() => server.connections() === 0, { timeout: 20_000 });
});
