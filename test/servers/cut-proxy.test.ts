import { once } from 'node:events';
import { get } from 'node:http';
import { connect } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { bytes } from './body.ts';
import { startCutProxy } from './cut-proxy.ts';
import { startOrigin } from './faulty-server.ts';

const size = 3_000_000;

async function line() {
  const origin = await startOrigin();
  const proxy = await startCutProxy(origin.port);
  onTestFinished(async () => {
    await proxy.close();
    await origin.close();
  });
  origin.serve('/a', { size });
  return { origin, proxy };
}

/** Bytes that arrive, and the error that ended them. */
async function arrived(url: string): Promise<{ body: Buffer; error: string | null }> {
  const chunks: Buffer[] = [];
  return new Promise((resolve) => {
    const done = (error: string | null) => resolve({ body: Buffer.concat(chunks), error });
    const request = get(url, (response) => {
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => done(null));
      response.on('error', (error: NodeJS.ErrnoException) => done(error.code ?? ''));
    });
    request.on('error', (error: NodeJS.ErrnoException) => done(error.code ?? ''));
  });
}

test('it passes everything on, and counts', async () => {
  const { proxy } = await line();
  const { body, error } = await arrived(proxy.url('/a'));
  expect(error).toBeNull();
  expect(body.equals(bytes(1, 0, size))).toBe(true);
  expect(proxy.passed).toBeGreaterThan(size);
  expect(proxy.accepted).toBe(1);
  await vi.waitUntil(() => proxy.connections() === 0, { timeout: 20_000 });
});

test('it cuts once after so many bytes', async () => {
  const { proxy } = await line();
  proxy.cutAfter(1_000_000);
  const cut = await arrived(proxy.url('/a'));
  expect(cut.error).toBe('ECONNRESET');
  expect(cut.body.length).toBeLessThan(size);
  expect((await arrived(proxy.url('/a'))).error).toBeNull();
});

test('a stalled line goes on where it stood', async () => {
  const { origin, proxy } = await line();
  proxy.stall();
  const answer = arrived(proxy.url('/a'));
  await vi.waitUntil(() => proxy.accepted === 1, { timeout: 20_000 });
  expect(origin.requests).toEqual([]);
  proxy.pass();
  expect((await answer).body.length).toBe(size);
});

test('a line that is gone refuses, and comes back on the same port', async () => {
  const { proxy } = await line();
  const open = connect(proxy.port, '127.0.0.1');
  await once(open, 'connect');
  await vi.waitUntil(() => proxy.accepted === 1, { timeout: 20_000 });
  const lost = once(open, 'error');
  await proxy.refuse();
  expect(await lost).toMatchObject([{ code: 'ECONNRESET' }]);
  expect((await arrived(proxy.url('/a'))).error).toBe('ECONNREFUSED');
  await proxy.accept();
  expect((await arrived(proxy.url('/a'))).error).toBeNull();
});
