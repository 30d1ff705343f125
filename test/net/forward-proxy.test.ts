import { execFile } from 'node:child_process';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { HttpClient } from '../../engine/net/client.ts';
import { ForwardProxy } from '../../engine/net/forward-proxy.ts';
import { startHttpProxy } from '../servers/http-proxy.ts';
import { startSocksProxy } from '../servers/socks-proxy.ts';

const run = promisify(execFile);
const asked: string[] = [];
const server = createServer((request, response) => {
  asked.push(`${request.method} ${request.headers.host}${request.url} ${request.headers['proxy-authorization'] ?? ''}`);
  if (request.url === '/slow') return void response.write('begun');
  void text(request).then((body) => response.end(`answer to ${request.headers['x-mine'] ?? ''}${body}`));
});
let origin = '';
const port = (): number => (server.address() as AddressInfo).port;

beforeAll(async () => {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  origin = `127.0.0.1:${port()}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  asked.length = 0;
});

function open(proxy = 'direct', client = new HttpClient({})): Promise<ForwardProxy> {
  return ForwardProxy.open({ client, proxy });
}

/** What curl gets through a proxy, with the status of a proxy that lets nothing through before it. */
async function curl(proxy: string, ...args: string[]): Promise<string> {
  const options = ['-sS', '--max-time', '20', '-w', ' %{http_code} %{http_connect}', '-x', proxy];
  const { stdout } = await run('curl', [...options, ...args], { env: { PATH: process.env['PATH'] } }).catch(
    (error: { stdout: string }) => error,
  );
  return stdout;
}

test('passes requests and tunnels on for who knows the secret', async () => {
  await using proxy = await open();
  expect(await curl(proxy.url, '-H', 'X-Mine: me', `http://${origin}/a?b`)).toBe('answer to me 200 000');
  expect(await curl(proxy.url, '-d', 'a body', `http://${origin}/c`)).toBe('answer to a body 200 000');
  expect(await curl(proxy.url, '-p', `http://${origin}/d`)).toBe('answer to  200 200');
  expect(asked).toEqual([`GET ${origin}/a?b `, `POST ${origin}/c `, `GET ${origin}/d `]);
  expect(proxy.refused).toBeUndefined();
});

test('and for nobody else', async () => {
  await using proxy = await open();
  await using other = await open();
  const wrong = [proxy.address, proxy.url.replace(/:[^:@]*@/u, ':@'), proxy.url.replace(proxy.secret, other.secret)];
  for (const url of wrong) {
    expect(await curl(url, `http://${origin}/`)).toBe(' 407 000');
    expect(await curl(url, '-p', `http://${origin}/`)).toBe(' 000 407');
  }
  expect(proxy.secret).not.toBe(other.secret);
  expect(asked).toEqual([]);
});

test('an answer that is none is refused, and ends nothing else', async () => {
  await using proxy = await open();
  for (const status of ['000 x', '099 x', '101 x\r\nConnection: upgrade\r\nUpgrade: x']) {
    const bad = createTcpServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.write(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`));
    });
    await new Promise<void>((resolve) => {
      bad.listen(0, '127.0.0.1', resolve);
    });
    expect(await curl(proxy.url, `http://127.0.0.1:${(bad.address() as AddressInfo).port}/`)).toBe(' 502 000');
    bad.close();
  }
  expect(await curl(proxy.url, `http://${origin}/`)).toBe('answer to  200 000');
});

test('nothing but http and tunnels', async () => {
  await using proxy = await open();
  const credentials = Buffer.from(`sluice:${proxy.secret}`).toString('base64');
  const bad = [
    'GET ftp://a/b',
    'GET /path',
    `GET http://u:p@${origin}/`,
    'GET file:///etc/passwd',
    'CONNECT a',
    'CONNECT a@b:1',
    'CONNECT a/b:1',
  ];
  for (const line of bad) {
    const socket = connect(Number(new URL(proxy.address).port), '127.0.0.1');
    const answer = text(socket);
    socket.write(
      `${line} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nProxy-Authorization: Basic ${credentials}\r\n\r\n`,
    );
    expect((await answer).slice(0, 12), line).toBe('HTTP/1.1 400');
  }
  expect(asked).toEqual([]);
});

test("goes out by the user's own proxy", async () => {
  const auth = { user: 'me', password: 'sword fish' };
  await using http = await startHttpProxy({ auth, resolve: port });
  await using socks = await startSocksProxy({ resolve: port });
  const own = http.url.replace('//', '//me:sword%20fish@');
  await using overHttp = await open(own);
  await using overSocks = await open(socks.url);
  for (const proxy of [overHttp, overSocks]) {
    expect(await curl(proxy.url, 'http://site.example/a')).toBe('answer to  200 000');
    expect(await curl(proxy.url, '-p', 'http://site.example/b')).toBe('answer to  200 200');
  }
  expect(http.requests.map(({ method, target }) => `${method} ${target}`)).toEqual([
    ...['GET http://site.example/a', 'CONNECT site.example:80'],
  ]);
  expect(socks.requests.map(({ host }) => host)).toEqual(['site.example', 'site.example']);
  await using refused = await open(http.url);
  expect(await curl(refused.url, '-p', 'http://site.example/')).toBe(' 000 407');
});

test('what its client does not reach is refused, and why is kept', async () => {
  await using proxy = await open('direct', new HttpClient({}, 'public'));
  expect(await curl(proxy.url, `http://${origin}/`)).toBe(' 403 000');
  for (const host of ['127.1', 'localhost', '[::1]', '2130706433', '0x7f.1', 'nas.local'])
    expect(await curl(proxy.url, '-p', `http://${host}:${port()}/`), host).toBe(' 000 403');
  expect(proxy.refused).toMatchObject({ code: 'private-address', detail: expect.stringContaining('127.0.0.1') });
  expect(asked).toEqual([]);
});

test('ends with all its connections', async () => {
  const proxy = await open();
  const { address } = proxy;
  const slow: Promise<string>[] = [];
  const over: Promise<unknown>[] = [];
  for (const form of [['-p'], []]) {
    const begun = new Promise<IncomingMessage>((resolve) => {
      server.once('request', resolve);
    });
    slow.push(curl(proxy.url, '-N', ...form, `http://${origin}/slow`));
    const { socket } = await begun;
    over.push(new Promise((resolve) => socket.once('close', resolve)));
  }
  await proxy[Symbol.asyncDispose]();
  await Promise.all(over);
  const [tunnel, plain] = await Promise.all(slow);
  expect(tunnel).toMatch(/ 200$/u);
  expect(plain).toMatch(/ 000$/u);
  expect(await curl(address, `http://${origin}/`)).toBe(' 000 000');
});
