import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fastify } from 'fastify';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { operationsOf } from '../../../server/app.ts';
import { operation } from '../../../server/operation/operation.ts';
import { registerOperations } from '../../../server/operation/register.ts';
import { openTestServer, type TestServer, testToken } from '../open-server.ts';
import { exchange, openSocket, send } from '../send.ts';

let server: TestServer;
let port: string;
let page: string;
beforeAll(async () => {
  page = mkdtempSync(join(tmpdir(), 'sluice-page-'));
  writeFileSync(join(page, 'index.html'), '<!doctype html><title>Sluice</title>');
  server = await openTestServer({
    engine: { only: 'none' },
    serve: { page, names: ['films.example', 'tunnel.example:9000'] },
  });
  port = new URL(server.address).port;
});
afterAll(async () => {
  await server.close();
  rmSync(page, { recursive: true });
});

const root = '/api/v1';
const bearer = { authorization: `Bearer ${testToken}` };
const json = { 'content-type': 'application/json' };
const to = (path: string): string => `${server.address}${root}${path}`;
const tasks = async (): Promise<unknown> => (await server.engine.call('tasks.list', {})) as unknown;

describe('another name (DNS rebinding)', () => {
  test.each([
    'evil.example',
    'evil.example:PORT',
    'localhost.evil.example:PORT',
    '127.0.0.1.evil.example:PORT',
    'localhost',
    'localhost:1',
    '127.0.0.1:80',
    'tunnel.example:PORT',
    'films.example.:x',
    'user@localhost:PORT',
  ])('%s is refused, whoever asks and whatever for', async (name) => {
    const host = name.replace('PORT', port);
    for (const path of [`${root}/tasks`, `${root}/session`, '/', '/nothing']) {
      const answer = await send(`${server.address}${path}`, { headers: { ...bearer, host } });
      expect(answer).toMatchObject({ status: 403 });
      expect(JSON.parse(answer.text)).toMatchObject({ code: 'not-from-here' });
    }
  });

  test.each([
    'localhost:PORT',
    'LOCALHOST.:PORT',
    '127.0.0.1:PORT',
    '192.168.7.7:PORT',
    '[::1]:PORT',
    `${hostname()}:PORT`,
    'films.example',
    'films.example:443',
    'tunnel.example:9000',
  ])('%s is one of its own', async (name) => {
    const host = name.replace('PORT', port);
    expect(await send(to('/tasks'), { headers: { ...bearer, host } })).toMatchObject({ status: 200 });
  });

  test('one name, in one place', async () => {
    const ends = `Connection: close\r\nAuthorization: Bearer ${testToken}\r\n\r\n`;
    const own = `Host: localhost:${port}\r\n`;
    const ask = (head: string) => exchange(server.address, `${head}${ends}`);
    const path = `${root}/session`;
    expect(await ask(`GET ${path} HTTP/1.1\r\n${own}`)).toMatch(/^HTTP\/1.1 200 /);
    expect(await ask(`GET ${path} HTTP/1.1\r\n${own}Host: evil.example\r\n`)).toMatch(/^HTTP\/1.1 400 /);
    expect(await ask(`GET ${path} HTTP/1.1\r\nHost: \r\n`)).toMatch(/^HTTP\/1.1 403 /);
    expect(await ask(`GET ${path} HTTP/1.1\r\n`)).toMatch(/^HTTP\/1.1 400 /);
    expect(await ask(`GET ${path} HTTP/1.0\r\n`)).toMatch(/^HTTP\/1.1 400 /);
    expect(await ask(`GET http://evil.example${path} HTTP/1.1\r\n${own}`)).toMatch(/^HTTP\/1.1 400 /);
  });
});

describe('another page', () => {
  const url = 'https://files.example/of-another-page.bin';

  test.each([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://localhost:1' },
    { origin: 'https://localhost:PORT' },
    { origin: 'http://127.0.0.1:PORT' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
    { 'sec-fetch-site': 'something new' },
    { origin: 'http://localhost:PORT', 'sec-fetch-site': 'cross-site' },
  ])('%j is refused for every method', async (from) => {
    const before = await tasks();
    const host = `localhost:${port}`;
    const fields = Object.fromEntries(Object.entries(from).map(([name, value]) => [name, value.replace('PORT', port)]));
    for (const method of ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE', 'PUT', 'OPTIONS']) {
      const body = JSON.stringify({ url, start: 'paused' });
      const wanted = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' };
      const answer = await send(to('/tasks'), {
        method,
        headers: { ...bearer, ...json, ...wanted, host, ...fields },
        ...(/^P/.test(method) ? { body } : {}),
      });
      expect(answer).toMatchObject({ status: 403 });
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
    expect(await tasks()).toEqual(before);
  });

  test.each([
    { origin: 'http://localhost:PORT' },
    { origin: 'http://localhost:PORT', 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
    {},
  ])('%j is its own, or none', async (from) => {
    const fields = Object.fromEntries(Object.entries(from).map(([name, value]) => [name, value.replace('PORT', port)]));
    const headers = { ...bearer, host: `localhost:${port}`, ...fields };
    expect(await send(to('/tasks'), { headers })).toMatchObject({ status: 200 });
    const preflight = await send(to('/tasks'), { method: 'OPTIONS', headers });
    expect(preflight.status).toBe(405);
    expect(Object.keys(preflight.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  test('a link to the page may stand anywhere, but not in a frame', async () => {
    const visit = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    expect((await send(`${server.address}/`, { headers: visit })).status).toBe(200);
    expect((await send(`${server.address}/`, { headers: { ...visit, 'sec-fetch-dest': 'iframe' } })).status).toBe(403);
    expect((await send(`${server.address}/`, { method: 'POST', headers: visit })).status).toBe(403);
  });

  test('a form that holds JSON is no JSON', async () => {
    const before = await tasks();
    const body = JSON.stringify({ url, start: 'paused', a: '=' });
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=b', '']) {
      const headers = { ...bearer, ...(type === '' ? {} : { 'content-type': type }) };
      expect(await send(to('/tasks'), { method: 'POST', headers, body })).toMatchObject({ status: 415 });
    }
    expect(await tasks()).toEqual(before);
  });
});

test('what only reads changes nothing, whatever stands in its address or fields', async () => {
  await server.engine.call('tasks.add', { tasks: [{ url: 'https://files.example/kept.bin' }], start: 'paused' });
  const state = async () => {
    const [list, settings, groups, hooks] = await Promise.all([
      server.engine.call('tasks.list', {}),
      server.engine.call('settings.get', {}),
      server.engine.call('groups.list', {}),
      server.engine.call('webhooks.list', {}),
    ]);
    return { list, settings, groups, hooks };
  };
  const before = await state();
  const id = before.list.ok ? (before.list.value.tasks[0]?.id ?? '') : '';
  expect(id).not.toBe('');
  const places = operationsOf({
    ...{ engine: server.engine, log: { debug() {}, info() {}, warn() {}, error() {} }, data: server.folder },
    ...{ tokenFile: '', host: '', port: 0, behindProxy: false, names: [], page: '', version: '' },
  }).filter(({ path }) => !/doctor|events|live/.test(path));
  expect(places.length).toBeGreaterThan(10);
  const override = { 'x-http-method-override': 'DELETE', 'x-method-override': 'DELETE', 'x-http-method': 'DELETE' };
  for (const { path } of places) {
    const place = `${server.address}${path.replace('{id}', id).replaceAll(/\{\w+\}/g, '1')}`;
    for (const search of ['', '?_method=DELETE', '?method=delete']) {
      const answer = await send(`${place}${search}`, { headers: { ...bearer, ...override } });
      expect([200, 206, 303, 304, 400, 404, 405, 409, 410]).toContain(answer.status);
    }
    expect((await send(place, { method: 'HEAD', headers: bearer })).text).toBe('');
  }
  expect(await state()).toEqual(before);
});

describe('bytes that mean two things', () => {
  const head = (...lines: string[]): string =>
    `POST ${root}/links HTTP/1.1\r\nHost: localhost:${port}\r\n${lines.join('\r\n')}\r\n\r\n`;
  /** Would be answered with 200. */
  const hidden = (): string => `GET ${root}/session HTTP/1.1\r\nHost: localhost:${port}\r\n\r\n`;

  test.each([
    ['length and chunks', ['Content-Length: 5', 'Transfer-Encoding: chunked'], '0\r\n\r\n'],
    ['chunks and length', ['Transfer-Encoding: chunked', 'Content-Length: 5'], '0\r\n\r\n'],
    ['two lengths', ['Content-Length: 0', 'Content-Length: 5'], ''],
    ['two lengths in one', ['Content-Length: 0, 5'], ''],
    ['a length with a sign', ['Content-Length: +0'], ''],
    ['chunks that are not last', ['Transfer-Encoding: chunked, identity'], '0\r\n\r\n'],
    ['a coding of another name', ['Transfer-Encoding: xchunked'], '0\r\n\r\n'],
    ['a blank before the colon', ['Content-Length : 0'], ''],
    ['a folded line', ['X-A: b', ' Content-Length: 5'], ''],
    ['a chunk of no size', ['Transfer-Encoding: chunked'], 'zz\r\n\r\n'],
    ['a chunk longer than it says', ['Transfer-Encoding: chunked'], '1\r\nabc\r\n0\r\n\r\n'],
    ['a bare line feed', ['X-A: b\nContent-Length: 5'], ''],
    ['no HTTP at all', ['\0'], ''],
  ])('%s: refused, and the connection with it', async (_name, lines, body) => {
    const answer = await exchange(server.address, `${head(...lines)}${body}${hidden()}`);
    expect(answer).toMatch(/^HTTP\/1.1 4\d\d /);
    expect(answer).not.toContain('HTTP/1.1 200');
    expect(answer).toMatch(/^connection: close/im);
    expect(answer).toMatch(/^x-content-type-options: nosniff/im);
  });

  test('what is refused does not get into the answer before it', async () => {
    const listening = `GET ${root}/events HTTP/1.1\r\nHost: localhost:${port}\r\nAuthorization: Bearer ${testToken}\r\n\r\n`;
    const socket = await openSocket(server.address);
    let text = '';
    socket.setEncoding('utf8').write(listening);
    for await (const part of socket.on('error', () => {})) {
      text += String(part);
      if (text.includes('retry: ')) socket.write('\0');
    }
    expect(text).toMatch(/^HTTP\/1.1 200 /);
    expect(text).not.toContain('HTTP/1.1 4');
  });

  test('a head that is too large', async () => {
    const fields = Array.from({ length: 40 }, (_, count) => `X-${count}: ${'a'.repeat(1000)}`);
    expect(await exchange(server.address, head(...fields))).toMatch(/^HTTP\/1.1 431 /);
  });

  test('requests one behind the other are answered one after the other', async () => {
    const get = (path: string, more = '') => `GET ${path} HTTP/1.1\r\nHost: localhost:${port}\r\n${more}\r\n`;
    const answer = await exchange(
      server.address,
      get(`${root}/session`) + get(`${root}/tasks`, 'Connection: close\r\n'),
    );
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 401']);
  });
});

test('a body that is too large is refused before it is there', async () => {
  const ask = async (fields: string, body: string) => {
    const socket = await openSocket(server.address);
    const head = `POST ${root}/tasks HTTP/1.1\r\nHost: localhost:${port}\r\nAuthorization: Bearer ${testToken}\r\n`;
    socket.write(`${head}Content-Type: application/json\r\n${fields}\r\n\r\n${body}`);
    // no more is ever sent, so what answers has not waited for the rest
    for await (const answer of socket.setEncoding('utf8')) return String(answer);
    return '';
  };
  expect(await ask(`Content-Length: ${10 * 1024 * 1024}`, '')).toMatch(/^HTTP\/1.1 413 /);
  const chunk = `${(65_536).toString(16)}\r\n${'x'.repeat(65_536)}\r\n`;
  expect(await ask('Transfer-Encoding: chunked', chunk.repeat(17))).toMatch(/^HTTP\/1.1 413 /);
});

test('no value can write a field of an answer', async () => {
  const app = fastify();
  onTestFinished(() => app.close());
  const echo = z.object({ value: z.string() });
  registerOperations(app, [
    operation({
      ...{ id: 'echo', method: 'GET', path: '/echo', tag: 'service', summary: '', answers: {}, problems: [] },
      query: echo,
      handle: async ({ query }) => ({ status: 204, headers: { Location: query.value } }),
    }),
  ]);
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const ask = (value: string) =>
    exchange(address, `GET /echo?value=${value} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
  expect(await ask('/there')).toMatch(/^HTTP\/1.1 204 .*\r\nlocation: \/there\r\n/is);
  for (const end of ['%0d%0a', '%0a', '%0d', '%00']) {
    const answer = await ask(`/there${end}Set-Cookie:%20sluice_session=x`);
    expect(answer).toMatch(/^HTTP\/1.1 500 /);
    expect(answer.split('\r\n\r\n')[0]).not.toMatch(/set-cookie|sluice_session/i);
  }
});

test('every answer says what a browser may do with it, and not what answered', async () => {
  const asked = [
    [to('/session'), 200],
    [to('/tasks'), 401],
    [to('/nothing'), 401],
    [to('/%zz'), 400],
    [`${server.address}/nothing`, 404],
  ] as const;
  for (const [address, status] of asked) {
    const { headers, ...answer } = await send(address);
    expect(answer.status).toBe(status);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
    });
    expect(headers['cache-control']).toBe('no-store');
    expect(headers).not.toHaveProperty('server');
    expect(headers).not.toHaveProperty('x-powered-by');
  }
  const { status, headers } = await send(`${server.address}/`);
  expect(status).toBe(200);
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    // not `no-referrer`, under which browsers may hide the origin of the page's own requests
    'referrer-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'content-security-policy': expect.stringMatching(/default-src 'none'.*frame-ancestors 'none'/),
  });
  expect(headers['set-cookie']).toBeUndefined();
});
