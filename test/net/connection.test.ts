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
