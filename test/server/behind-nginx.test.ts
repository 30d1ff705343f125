import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addOne, reaches, until } from '../engine/home.ts';
import { type Certificate, selfSigned } from '../servers/certificate.ts';
import { aroundHttp, runNginx } from '../servers/nginx.ts';
import { openTestServer, type TestServer } from './open-server.ts';

const name = 'video.example.org';
const origin = `https://${name}`;

let sluice: TestServer;
let certificate: Certificate;
let nginx: Awaited<ReturnType<typeof runNginx>>;

/** The configuration that comes with Sluice, with the places of this test instead of its own. */
async function shipped(folder: string, port: number): Promise<string> {
  const path = join(import.meta.dirname, '..', '..', 'deploy', 'nginx.conf');
  const changes: readonly (readonly [RegExp, string])[] = [
    [/^ *listen \[::\].*\n/gm, ''],
    [/listen 80;/, `listen unix:${join(folder, 'plain.sock')};`],
    [/listen 443 ssl/, `listen 127.0.0.1:${port} ssl`],
    [/(ssl_certificate) .*;/, `$1 ${certificate.path};`],
    [/(ssl_certificate_key) .*;/, `$1 ${join(folder, 'key.pem')};`],
    [/proxy_pass .*;/, `proxy_pass ${sluice.address};`],
  ];
  let lines = readFileSync(path, 'utf8');
  for (const [what, instead] of changes) {
    expect(lines).toMatch(what);
    lines = lines.replace(what, instead);
  }
  return aroundHttp(folder, `access_log off;\n${lines}`);
}

beforeAll(async () => {
  sluice = await openTestServer({ serve: { behindProxy: true, names: [name] } });
  certificate = await selfSigned(sluice.folder, [`DNS:${name}`]);
  nginx = await runNginx(sluice.folder, (port) => shipped(sluice.folder, port));
});

afterAll(async () => {
  nginx.child.kill('SIGTERM');
  await once(nginx.child, 'exit');
  await sluice.close();
});

interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
}

/** Asks through the proxy as a browser does that knows it by its name; the answer, whose body may still come. */
async function open(path: string, { method = 'GET', headers = {}, json }: Sent = {}) {
  const body = json === undefined ? undefined : JSON.stringify(json);
  const asked = request({
    ...{ host: '127.0.0.1', port: nginx.port, servername: name, ca: certificate.cert, path, method },
    headers: { host: name, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
  });
  asked.end(body);
  const [response] = await once(asked, 'response');
  return response;
}

async function ask(
  path: string,
  sent: Sent = {},
): Promise<{ status: number; headers: IncomingHttpHeaders; body: string }> {
  const response = await open(path, sent);
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

const withToken = (): Record<string, string> => ({ authorization: `Bearer ${sluice.token}` });

/** Signs in through the proxy; the cookie as it is sent back. */
async function signIn(headers: Readonly<Record<string, string>> = {}): Promise<string> {
  const code = new URLSearchParams(new URL(sluice.server.link()).hash.slice(1)).get('code');
  const { status, headers: got } = await ask('/api/v1/session', {
    method: 'POST',
    headers: { origin, ...headers },
    json: { code },
  });
  expect(status).toBe(204);
  const [cookie = ''] = got['set-cookie'] ?? [];
  expect(cookie).toMatch(/^__Host-sluice_session=/);
  expect(cookie).toContain('; Secure');
  expect(cookie).toContain('; HttpOnly');
  return cookie.split(';')[0] ?? '';
}

test('a browser signs in over TLS and gets a cookie for TLS alone', async () => {
  const cookie = await signIn();
  const { status, headers } = await ask('/api/v1/tasks', { headers: { cookie } });
  expect(status).toBe(200);
  expect(headers['strict-transport-security']).toBe('max-age=31536000');
  expect((await ask('/api/v1/tasks')).status).toBe(401);
});

test('names and pages that are none of this Sluice are refused, and what a caller says of himself does not get through', async () => {
  const cookie = await signIn({
    'x-forwarded-proto': 'http',
    'x-forwarded-host': 'evil.example',
    forwarded: 'proto=http',
  });
  expect((await ask('/api/v1/tasks', { headers: { cookie, 'x-forwarded-host': 'evil.example' } })).status).toBe(200);
  const refused = [
    await ask('/api/v1/tasks', { headers: { cookie, host: 'evil.example' } }),
    await ask('/api/v1/tasks/pause', {
      ...{ method: 'POST', json: { ids: ['0000000000'] } },
      headers: { cookie, origin: 'https://evil.example' },
    }),
  ];
  expect(refused.map(({ body }) => JSON.parse(body).code)).toEqual(['not-from-here', 'not-from-here']);
});

test('events come as they happen, not when the answer ends', async () => {
  const response = await open('/api/v1/events', { headers: { ...withToken(), accept: 'text/event-stream' } });
  let heard = '';
  response.setEncoding('utf8').on('data', (part: string) => {
    heard += part;
  });
  response.on('error', () => undefined);
  const { id } = await addOne(sluice.engine, 'http://fixture/ok/told.bin', { start: 'paused' });
  await until(() => (heard.includes(id) ? true : undefined), 'the event');
  response.destroy();
});

test('a part of a file is a part of it behind the proxy too, on the same conditions', async () => {
  const { id } = await addOne(sluice.engine, 'http://fixture/ok/film.txt');
  await reaches(sluice.engine, id, 'completed');
  const path = `/api/v1/tasks/${id}/artifacts/1`;
  const whole = await ask(path, { headers: withToken() });
  expect(whole.status).toBe(200);
  const part = await ask(path, { headers: { ...withToken(), range: 'bytes=1-3' } });
  expect([part.status, part.headers['content-range'], part.body]).toEqual([
    206,
    `bytes 1-3/${Buffer.byteLength(whole.body)}`,
    whole.body.slice(1, 4),
  ]);
  const same = await ask(path, { headers: { ...withToken(), 'if-none-match': whole.headers.etag ?? '' } });
  expect(same.status).toBe(304);
});
