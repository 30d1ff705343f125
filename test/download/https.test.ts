import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { firstDifference } from '../servers/body.ts';
import { startOrigin } from '../servers/faulty-server.ts';
import { startHttpProxy } from '../servers/http-proxy.ts';
import { startSocksProxy } from '../servers/socks-proxy.ts';

const MiB = 1024 * 1024;
const program = join(import.meta.dirname, '..', '..', 'cli', 'index.ts');

/** Certificates to trust are read when a process starts, so the whole program is run. */
async function get(url: string, certificate: string | undefined, args: readonly string[] = []) {
  const home = await mkdtemp(join(tmpdir(), 'sluice-https-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const env = {
    ...process.env,
    SLUICE_HOME: home,
    ...(certificate === undefined ? {} : { NODE_EXTRA_CA_CERTS: certificate }),
  };
  await promisify(execFile)(process.execPath, [program, 'get', '-x', '4', '-d', home, ...args, url], { env });
  return join(home, 'file.bin');
}

async function secureOrigin(tls: 'self-signed' | 'wrong-host' = 'self-signed') {
  const origin = await startOrigin({ tls });
  onTestFinished(() => origin.close());
  origin.serve('/file.bin', { size: 8 * MiB, seed: 9, etag: '"nine"' });
  return origin;
}

test('over TLS, on several connections', async () => {
  const origin = await secureOrigin();
  const path = await get(origin.url('/file.bin'), origin.certificate);
  expect(await firstDifference(path, 9, 8 * MiB)).toBeNull();
  expect(new Set(origin.requests.map(({ connection }) => connection)).size).toBeGreaterThan(1);
});

test.each(['http', 'socks5'] as const)('over TLS through a %s proxy', async (kind) => {
  const origin = await secureOrigin();
  const proxy = kind === 'http' ? await startHttpProxy() : await startSocksProxy();
  onTestFinished(() => proxy.close());
  const path = await get(origin.url('/file.bin'), origin.certificate, ['--proxy', `${kind}://127.0.0.1:${proxy.port}`]);
  expect(await firstDifference(path, 9, 8 * MiB)).toBeNull();
  expect(proxy.requests.length).toBeGreaterThan(0);
});

test('a certificate for another name is refused, also when its maker is trusted', async () => {
  const origin = await secureOrigin('wrong-host');
  await expect(get(origin.url('/file.bin'), origin.certificate)).rejects.toMatchObject({
    stderr: expect.stringContaining('could not prove who it is'),
  });
  expect(origin.requests).toEqual([]);
});
