import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { bytes } from './body.ts';
import { startNginx } from './nginx.ts';

async function root(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-root-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'a.bin'), bytes(1, 0, 100_000));
  return folder;
}

test('it serves files and ranges, remembers them, and is gone after', async () => {
  const nginx = await startNginx({ root: await root() });
  const whole = await fetch(nginx.url('/a.bin'));
  expect(Buffer.from(await whole.arrayBuffer()).equals(bytes(1, 0, 100_000))).toBe(true);
  const part = await fetch(nginx.url('/a.bin'), { headers: { range: 'bytes=10-19' } });
  expect(Buffer.from(await part.arrayBuffer()).equals(bytes(1, 10, 20))).toBe(true);
  await vi.waitUntil(async () => (await nginx.requests()).length === 2, { timeout: 20_000 });
  expect(await nginx.requests()).toMatchObject([
    { method: 'GET', path: '/a.bin', range: '-', status: 200, sent: 100_000 },
    { path: '/a.bin', range: 'bytes=10-19', status: 206, sent: 10 },
  ]);
  await nginx.close();
  const [error] = await once(connect(nginx.port, '127.0.0.1'), 'error');
  expect(error).toMatchObject({ code: 'ECONNREFUSED' });
});

test('without ranges, and with a password', async () => {
  await using nginx = await startNginx({ root: await root(), ranges: false, auth: { user: 'u', password: 'p' } });
  expect((await fetch(nginx.url('/a.bin'))).status).toBe(401);
  const headers = { authorization: `Basic ${btoa('u:p')}`, range: 'bytes=10-19' };
  const answer = await fetch(nginx.url('/a.bin'), { headers });
  expect([answer.status, (await answer.arrayBuffer()).byteLength]).toEqual([200, 100_000]);
});

test('a limited connection does not get everything at once', async () => {
  await using nginx = await startNginx({ root: await root(), limitRate: 5000 });
  const stop = new AbortController();
  const answer = await fetch(nginx.url('/a.bin'), { signal: stop.signal });
  await answer.body?.getReader().read();
  stop.abort();
  await vi.waitUntil(async () => (await nginx.requests()).length === 1, { timeout: 20_000 });
  expect((await nginx.requests())[0]?.sent).toBeLessThan(100_000);
});

test('what nginx does not accept is told', async () => {
  await expect(startNginx({ root: await root(), limitRate: -1 })).rejects.toThrow(/limit_rate/u);
});
