import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { digestOf } from './body.ts';
import { startOrigin } from './faulty-server.ts';
import { startHttpProxy } from './http-proxy.ts';
import { startSocksProxy } from './socks-proxy.ts';

const auth = { user: 'u', password: 'p:p' };

/** Runs curl, a client that is not ours; status and error number, or the status line of what it got. */
async function curl(...args: string[]): Promise<{ status: string; code: number }> {
  const run = promisify(execFile)('curl', [
    '-s',
    '-o',
    '/dev/null',
    '-w',
    '%{http_code} %{size_download}',
    '--noproxy',
    '',
    ...args,
  ]);
  return run.then(
    ({ stdout }) => ({ status: stdout, code: 0 }),
    (error: { code: number; stdout: string }) => ({ status: error.stdout, code: error.code }),
  );
}

async function origin(options: Parameters<typeof startOrigin>[0] = {}) {
  const started = await startOrigin(options);
  onTestFinished(() => started.close());
  started.serve('/a', { size: 1000 });
  return started;
}

test('plain requests go through an HTTP proxy, whatever the name', async () => {
  const server = await origin();
  await using proxy = await startHttpProxy({ resolve: () => server.port });
  expect(await curl('-x', proxy.url, 'http://example.test/a?b')).toEqual({ status: '200 1000', code: 0 });
  expect(proxy.requests).toMatchObject([{ method: 'GET', target: 'http://example.test/a?b', allowed: true }]);
  expect(server.requests).toMatchObject([{ path: '/a?b', headers: { host: 'example.test' } }]);
});

test('a tunnel carries TLS', async () => {
  const server = await origin({ tls: 'self-signed' });
  await using proxy = await startHttpProxy();
  const answer = await curl('-x', proxy.url, '--cacert', server.certificate ?? '', server.url('/a'));
  expect(answer).toEqual({ status: '200 1000', code: 0 });
  expect(proxy.requests).toMatchObject([{ method: 'CONNECT', target: `127.0.0.1:${server.port}` }]);
});

test('an HTTP proxy with a password', async () => {
  const server = await origin();
  await using proxy = await startHttpProxy({ auth });
  expect((await curl('-x', proxy.url, server.url('/a'))).status).toBe('407 0');
  expect((await curl('-p', '-x', proxy.url, server.url('/a'))).code).not.toBe(0);
  expect((await curl('-x', proxy.url, '-U', 'u:p:p', server.url('/a'))).status).toBe('200 1000');
  expect((await curl('-p', '-x', proxy.url, '-U', 'u:p:p', server.url('/a'))).status).toBe('200 1000');
  expect(proxy.requests.map(({ allowed }) => allowed)).toEqual([false, false, true, true]);
  expect(server.requests.every(({ headers }) => headers['proxy-authorization'] === undefined)).toBe(true);
});

test('SOCKS5 by name and by address, with and without a password', async () => {
  const server = await origin();
  await using open = await startSocksProxy({ resolve: () => server.port });
  const name = open.url.replace('socks5:', 'socks5h:');
  expect((await curl('-x', name, 'http://example.test/a')).status).toBe('200 1000');
  expect((await curl('-x', open.url, server.url('/a'))).status).toBe('200 1000');
  expect((await curl('-x', open.url, 'http://[::1]/a')).status).toBe('200 1000');
  expect(open.requests).toEqual([
    { host: 'example.test', port: 80, user: null },
    { host: '127.0.0.1', port: server.port, user: null },
    { host: '0:0:0:0:0:0:0:1', port: 80, user: null },
  ]);
  await using closed = await startSocksProxy({ auth });
  expect((await curl('-x', closed.url, server.url('/a'))).code).not.toBe(0);
  expect((await curl('-x', closed.url, '-U', 'u:wrong', server.url('/a'))).code).not.toBe(0);
  expect((await curl('-x', closed.url, '-U', 'u:p:p', server.url('/a'))).status).toBe('200 1000');
  expect(closed.requests).toEqual([{ host: '127.0.0.1', port: server.port, user: 'u' }]);
});

test('a host that refuses is told as such', async () => {
  const server = await origin();
  await server.close();
  await using proxy = await startSocksProxy();
  expect((await curl('-x', proxy.url, server.url('/a'))).code).not.toBe(0);
});

test('a body through a proxy is the body', async () => {
  const server = await origin();
  server.serve('/big', { size: 5_000_000 });
  await using proxy = await startHttpProxy();
  const { stdout } = await promisify(execFile)('sh', [
    ...['-c', 'curl -s --noproxy "" -p -x "$1" "$2" | sha256sum', 'sh', proxy.url, server.url('/big')],
  ]);
  expect(stdout.slice(0, 64)).toBe(digestOf(1, 5_000_000));
});
