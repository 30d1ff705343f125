import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { HttpClient } from '../../engine/net/client.ts';
import type { BodySink } from '../../engine/net/connection.ts';
import { bytes } from '../servers/body.ts';
import { startOrigin } from '../servers/faulty-server.ts';
import { startSocksProxy } from '../servers/socks-proxy.ts';

const size = 300_000;

/** Keeps what arrives and asks to stop after every piece, as a sink whose writes are still under way does. */
class SlowSink implements BodySink {
  readonly pieces: Buffer[] = [];
  resume: () => void = () => {};
  #space = Buffer.alloc(0);

  space(): Uint8Array {
    this.#space = Buffer.alloc(64 * 1024);
    return this.#space;
  }

  filled(count: number): boolean {
    this.pieces.push(this.#space.subarray(0, count));
    setImmediate(() => this.resume());
    return false;
  }
}

test.each([
  { length: 'chunked', through: 'direct' },
  { length: 'given', through: 'direct' },
  { length: 'chunked', through: 'socks5' },
  { length: 'given', through: 'socks5' },
] as const)('a connection serves again after a body that was read with pauses: $length, $through', async (how) => {
  const origin = await startOrigin();
  const proxy = await startSocksProxy();
  onTestFinished(async () => {
    await proxy.close();
    await origin.close();
  });
  origin.serve('/a', { size, ranges: 'ignored', length: how.length });
  const client = new HttpClient({});
  onTestFinished(() => client.close());
  for (let round = 0; round < 4; round += 1) {
    const response = await client.get({
      url: new URL(origin.url('/a')),
      headers: [],
      proxy: how.through === 'socks5' ? `socks5://127.0.0.1:${proxy.port}` : 'direct',
      publicOnly: false,
      idleMs: 30_000,
      signal: AbortSignal.timeout(5000),
    });
    const sink = new SlowSink();
    sink.resume = () => response.resume();
    await response.body(sink);
    sink.resume = () => {};
    expect(Buffer.concat(sink.pieces).equals(bytes(1, 0, size))).toBe(true);
  }
  expect(origin.requests).toHaveLength(4);
});

/** A server that sends the beginning of a body and is silent from then on. */
async function silentServer(sent: number): Promise<URL> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n${'x'.repeat(sent)}`));
    onTestFinished(() => void socket.destroy());
  });
  onTestFinished(() => void server.close());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}

async function getFrom(url: URL, idleMs: number) {
  const client = new HttpClient({});
  onTestFinished(() => client.close());
  const signal = AbortSignal.timeout(20_000);
  return client.get({ url, headers: [], proxy: 'direct', publicOnly: false, idleMs, signal });
}

const memory = Buffer.alloc(64 * 1024);

test('silence counts again after a pause of our own that was longer: before the body is taken', async () => {
  const response = await getFrom(await silentServer(1000), 200);
  // However long it takes to see whether there is room on the disk.
  await wait(900);
  const body = response.body({ space: () => memory, filled: () => true });
  await expect(body).rejects.toMatchObject({ code: 'timeout' });
});

test('silence counts again after a pause of our own that was longer: while the body is read', async () => {
  const response = await getFrom(await silentServer(1000), 200);
  let paused = false;
  const body = response.body({
    space: () => memory,
    filled: () => {
      if (!paused) setTimeout(() => response.resume(), 900);
      paused = true;
      return false;
    },
  });
  const began = performance.now();
  await expect(body).rejects.toMatchObject({ code: 'timeout' });
  expect(performance.now() - began).toBeGreaterThan(900);
});
