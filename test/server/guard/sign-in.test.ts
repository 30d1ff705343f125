import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Log, LogFields } from '../../../engine/host.ts';
import { operationsOf } from '../../../server/app.ts';
import { openServer } from '../../../server/index.ts';
import type { ServeOptions } from '../../../server/serve-options.ts';
import { openTestServer, type TestServer, testToken } from '../open-server.ts';
import { type Sent, send } from '../send.ts';

const lines: string[] = [];
const write = (message: string, fields?: LogFields) => void lines.push(JSON.stringify([message, fields]));
const log: Log = { debug: write, info: write, warn: write, error: write };

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer({
    engine: { only: 'none' },
    serve: { log, behindProxy: true, names: ['films.example'] },
  });
});
afterAll(() => server.close());

const root = '/api/v1';
const json = { 'content-type': 'application/json' };
let visitors = 0;
/** Fields by which the proxy says that somebody new asks. */
const somebody = () => ({ 'x-forwarded-for': `198.51.100.${++visitors}` });

interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
}

const ask = (path: string, { method = 'GET', headers = {}, json: body }: Asking = {}, address = server.address) =>
  send(`${address.replace(/\/$/, '')}${root}${path}`, {
    method,
    headers: body === undefined ? headers : { ...headers, ...json },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const signIn = (body: unknown, headers: Record<string, string> = somebody(), address = server.address) =>
  ask('/session', { method: 'POST', json: body, headers }, address);
/** The cookie of an answer as a browser sends it back. */
const cookieOf = ({ headers }: Sent): string => headers['set-cookie']?.[0]?.split(';')[0] ?? '';
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const options = (): ServeOptions => ({
  ...{ engine: server.engine, log, data: server.folder, tokenFile: join(server.folder, 'another', 'token') },
  ...{ host: '127.0.0.1', port: 0, behindProxy: false, names: [], page: join(server.folder, 'page'), version: '1.2.3' },
});

test('without the token nothing opens but what says so, and nothing tells what there is', async () => {
  const open = new Set<string>();
  for (const { method, path, isOpen } of operationsOf(options())) {
    const answer = await send(`${server.address.replace(/\/$/, '')}${path.replaceAll(/\{\w+\}/g, '1')}`, {
      method,
      headers: somebody(),
    });
    if (isOpen === true) open.add(`${method} ${path}`);
    else {
      expect(answer).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer realm="Sluice"' } });
      expect(answer.text).toBe((await ask('/nothing-at-all', { headers: somebody() })).text);
    }
  }
  // whoever opens another one has to think of it here
  const meant = ['GET /api/v1/session', 'POST /api/v1/session', 'GET /api/v1/health', 'GET /api/v1/ready'];
  expect([...open].filter((place) => !meant.includes(place))).toEqual([]);
  expect((await ask('/session', { headers: somebody() })).text).toBe('{"signedIn":false,"version":"0.0.0"}');
  expect((await ask('/session', { headers: { ...somebody(), ...bearer(testToken) } })).text).toContain(
    '"signedIn":true',
  );
});

test('who guesses has to wait, also with the right token; who is signed in does not', async () => {
  const guesser = somebody();
  const cookie = cookieOf(await signIn({ token: testToken }, guesser));
  const guesses = [
    () => ask('/session', { headers: { ...guesser, ...bearer('wrong') } }),
    () => ask('/tasks', { headers: { ...guesser, ...bearer(testToken.slice(1)) } }),
    () => signIn({ token: `${testToken}x` }, guesser),
    () => signIn({ code: 'wrong' }, guesser),
    () => signIn({ token: testToken.toUpperCase() }, guesser),
  ];
  for (const guess of [...guesses, ...guesses]) expect(await guess()).toMatchObject({ status: 401 });
  const link = new URL(server.server.link()).hash.slice('#code='.length);
  const right = [
    () => ask('/tasks', { headers: { ...guesser, ...bearer(testToken) } }),
    () => signIn({ token: testToken }, guesser),
    () => signIn({ code: link }, guesser),
  ];
  for (const again of right) {
    const answer = await again();
    expect(answer).toMatchObject({ status: 429 });
    expect(JSON.parse(answer.text)).toMatchObject({ code: 'too-many-requests' });
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(60);
  }
  expect(await ask('/tasks', { headers: { ...guesser, cookie } })).toMatchObject({ status: 200 });
  expect(await ask('/tasks', { headers: { ...somebody(), ...bearer(testToken) } })).toMatchObject({ status: 200 });
  // the refusal has not used the code up
  expect(await signIn({ code: link })).toMatchObject({ status: 204 });
});

test('who only asks has to wait as well, in the end', async () => {
  const curious = somebody();
  for (let count = 0; count < 120; count++) expect((await ask('/tasks', { headers: curious })).status).toBe(401);
  expect(await ask('/tasks', { headers: curious })).toMatchObject({ status: 429 });
  expect(await ask('/session', { headers: curious })).toMatchObject({ status: 429 });
  expect(await ask('/tasks', { headers: { ...curious, ...bearer(testToken) } })).toMatchObject({ status: 200 });
});

test('a code is good once, whoever is faster', async () => {
  const link = new URL(server.server.link());
  expect(link.search).toBe('');
  const code = link.hash.slice('#code='.length);
  expect(Buffer.from(code, 'base64url').length).toBeGreaterThanOrEqual(16);
  const answers = await Promise.all([signIn({ code }), signIn({ code }), signIn({ code })]);
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 401, 401]);
  const winner = answers.find(({ status }) => status === 204);
  expect(winner && (await ask('/tasks', { headers: { cookie: cookieOf(winner), ...somebody() } }))).toMatchObject({
    status: 200,
  });
});

test('a running server gives links to who has the token', async () => {
  const asking = { method: 'POST', headers: { ...somebody(), ...bearer(testToken) } };
  const answer = await ask('/session/links', asking);
  expect(answer.status).toBe(201);
  const { link } = JSON.parse(answer.text) as { link: string };
  expect(link).toMatch(new RegExp(`^${server.address}/?#code=`));
  expect(await signIn({ code: new URL(link).hash.slice('#code='.length) })).toMatchObject({ status: 204 });
  const outside = { 'x-forwarded-host': 'films.example', 'x-forwarded-proto': 'https' };
  const proxied = await ask('/session/links', { ...asking, headers: { ...asking.headers, ...outside } });
  expect(JSON.parse(proxied.text)).toMatchObject({ link: expect.stringMatching(/^https:\/\/films\.example\/#code=/) });
});

test('the cookie is for this page only, and over https for nothing else', async () => {
  const plain = (await signIn({ token: testToken })).headers['set-cookie'];
  expect(plain).toHaveLength(1);
  expect(plain?.[0]?.split('; ').slice(1).sort()).toEqual(['HttpOnly', 'Max-Age=2592000', 'Path=/', 'SameSite=Strict']);
  expect(plain?.[0]).toMatch(/^sluice_session=[\w.-]+;/);
  const https = { ...somebody(), 'x-forwarded-proto': 'https', 'x-forwarded-host': 'films.example' };
  const safe = await signIn({ token: testToken }, { ...https, origin: 'https://films.example' });
  expect(safe.headers['set-cookie']?.[0]).toMatch(/^__Host-sluice_session=[^;]+;.*Path=\/;.* Secure/);
  expect(safe.headers['set-cookie']?.[0]).not.toContain('Domain');
  expect(await ask('/tasks', { headers: { ...https, cookie: cookieOf(safe) } })).toMatchObject({ status: 200 });
  // what another page of the host may have set does not count over https
  const weak = cookieOf(safe).replace('__Host-', '');
  expect(await ask('/tasks', { headers: { ...https, cookie: weak } })).toMatchObject({ status: 401 });
});

test('who signs out is out, on every copy of the cookie, also after a new start', async () => {
  const cookie = cookieOf(await signIn({ token: testToken }));
  const other = cookieOf(await signIn({ token: testToken }));
  const out = await ask('/session', { method: 'DELETE', headers: { cookie } });
  expect(out).toMatchObject({ status: 204, headers: { 'set-cookie': [expect.stringMatching(/Max-Age=0/)] } });
  const here = { data: join(server.folder, 'data'), tokenFile: join(server.folder, 'data', 'api-token') };
  const second = await openServer({ ...options(), ...here });
  onTestFinished(() => second.close());
  for (const address of [server.address, second.address]) {
    expect((await ask('/tasks', { headers: { cookie, ...somebody() } }, address)).status).toBe(401);
    expect((await ask('/tasks', { headers: { cookie: other, ...somebody() } }, address)).status).toBe(200);
  }
});

test('who listened hears no more once he is out', async () => {
  const listen = async (headers: Record<string, string>, address: string) => {
    const asking = request(new URL(`${root}/events`, address), { headers, agent: false }).end();
    const [answer] = (await once(asking, 'response')) as [IncomingMessage];
    expect(answer.statusCode).toBe(200);
    const over = new Promise<void>((resolve) => answer.on('error', () => {}).on('close', resolve));
    answer.resume();
    return { answer, over };
  };
  const cookie = cookieOf(await signIn({ token: testToken }));
  const [mine, other] = [await listen({ cookie }, server.address), await listen(bearer(testToken), server.address)];
  await ask('/session', { method: 'DELETE', headers: { cookie } });
  await mine.over;
  expect(other.answer.closed).toBe(false);
  other.answer.destroy();

  const tokenFile = join(server.folder, 'changing');
  const opened = await openServer({ ...options(), tokenFile });
  onTestFinished(() => opened.close());
  const old = await listen(bearer(readFileSync(tokenFile, 'utf8').trim()), opened.address);
  writeFileSync(tokenFile, 'a-new-token-that-is-as-long-as-it-should-be');
  await ask('/session', { headers: { cookie } }, opened.address);
  await old.over;
});

test('what the proxy says is believed only where there is one', async () => {
  const direct = await openServer(options());
  onTestFinished(() => direct.close());
  const said = { 'x-forwarded-host': 'films.example', 'x-forwarded-proto': 'https', 'x-forwarded-for': '198.51.100.1' };
  const token = readFileSync(options().tokenFile, 'utf8').trim();
  const answer = await signIn({ token }, { ...said, origin: new URL(direct.address).origin }, direct.address);
  expect(answer.headers['set-cookie']?.[0]).not.toContain('Secure');
  for (let count = 0; count < 10; count++) {
    const headers = { ...bearer('wrong'), 'x-forwarded-for': `198.51.100.${count}` };
    expect((await ask('/tasks', { headers }, direct.address)).status).toBe(401);
  }
  const another = { ...bearer('wrong'), 'x-forwarded-for': '198.51.100.99' };
  expect((await ask('/tasks', { headers: another }, direct.address)).status).toBe(429);
  // a page under a name that leads here can say what a proxy says, but not what the browser says
  const evil = { ...bearer(testToken), host: 'evil.example', 'x-forwarded-host': 'films.example' };
  expect((await ask('/tasks', { headers: evil })).status).toBe(403);
  const strange = { ...bearer(testToken), 'x-forwarded-host': 'evil.example' };
  expect((await ask('/tasks', { headers: strange })).status).toBe(403);
});

test('the token is made where there is none, and a new one ends what the old one opened', async () => {
  const data = mkdtempSync(join(tmpdir(), 'sluice-token-'));
  onTestFinished(() => rmSync(data, { recursive: true }));
  const tokenFile = join(data, 'deep', 'api-token');
  const opened = await openServer({ ...options(), data, tokenFile });
  onTestFinished(() => opened.close());
  expect(statSync(tokenFile).mode & 0o777).toBe(0o600);
  const token = readFileSync(tokenFile, 'utf8').trim();
  expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  const again = await openServer({ ...options(), data, tokenFile });
  await again.close();
  expect(readFileSync(tokenFile, 'utf8').trim()).toBe(token);

  const cookie = cookieOf(await signIn({ token }, {}, opened.address));
  const status = async (headers: Record<string, string>) => (await ask('/tasks', { headers }, opened.address)).status;
  expect([await status({ cookie }), await status(bearer(token))]).toEqual([200, 200]);
  const next = 'a-new-token-that-is-as-long-as-it-should-be';
  writeFileSync(tokenFile, next);
  expect([await status({ cookie }), await status(bearer(token)), await status(bearer(next))]).toEqual([401, 401, 200]);
  rmSync(tokenFile);
  expect([await status(bearer(next)), await status(bearer(''))]).toEqual([401, 401]);
  expect(existsSync(tokenFile)).toBe(false);
});

test('a token that can be guessed or read by others', async () => {
  const tokenFile = join(server.folder, 'weak');
  for (const weak of [
    '',
    'short',
    'a'.repeat(64),
    '0123456789abcdef0123456789abcde',
    '12345678'.repeat(4),
    'with a blank in it, but long',
  ]) {
    writeFileSync(tokenFile, weak, { mode: 0o600 });
    await expect(openServer({ ...options(), tokenFile })).rejects.toMatchObject({ code: 'invalid-input' });
    expect(readFileSync(tokenFile, 'utf8')).toBe(weak);
  }
  writeFileSync(tokenFile, '0123456789abcdef0123456789abcdef\n');
  chmodSync(tokenFile, 0o644);
  await (await openServer({ ...options(), tokenFile })).close();
  expect(statSync(tokenFile).mode & 0o777).toBe(0o600);
  expect(lines.join()).toContain('could be read by others');
});

test('the log has every request, and no secret', async () => {
  const code = new URL(server.server.link()).hash.slice('#code='.length);
  const cookie = cookieOf(await signIn({ code }));
  await ask(`/tasks?text=a-secret-search`, { headers: { ...somebody(), cookie } });
  await ask('/tasks', { headers: { ...somebody(), ...bearer('a-guess-of-somebody') } });
  const all = lines.join('\n');
  expect(all).toContain('"path":"/api/v1/session"');
  for (const secret of [testToken, code, cookie.split('=')[1] ?? '', 'a-secret-search', 'a-guess']) {
    expect(secret).not.toBe('');
    expect(all).not.toContain(secret);
  }
});
