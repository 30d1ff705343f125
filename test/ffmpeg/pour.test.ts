import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { pour } from '../../engine/ffmpeg/pour.ts';

const sizes = [3, 1 << 20, 70_000, 1, 3 << 20];

/** Pieces of one byte each, spoilt as soon as the next are asked for. */
async function* spoilt(): AsyncGenerator<readonly Uint8Array[]> {
  for (const [index, size] of sizes.entries()) {
    const pieces = [Buffer.alloc(size, index + 1), Buffer.alloc(size, index + 1)];
    yield pieces;
    for (const piece of pieces) piece.fill(0);
  }
}

test('pieces are written when the next are asked for', async () => {
  const child = spawn('cat', { stdio: ['pipe', 'pipe', 'inherit'] });
  const got = buffer(child.stdout);
  await pour(spoilt(), child.stdin, { signal: new AbortController().signal, onProgress: () => {} });
  const wanted = sizes.map((size, index) => Buffer.alloc(2 * size, index + 1));
  expect((await got).equals(Buffer.concat(wanted))).toBe(true);
});

test('once it is given up the source is not asked again', async () => {
  const child = spawn('sleep', ['60'], { stdio: ['pipe', 'ignore', 'inherit'] });
  const given = new AbortController();
  let resumed = false;
  async function* source(): AsyncGenerator<readonly Uint8Array[]> {
    setImmediate(() => given.abort(new Error('given up')));
    yield [Buffer.alloc(1 << 20)];
    resumed = true;
  }
  await pour(source(), child.stdin, { signal: given.signal, onProgress: () => {} });
  expect(resumed).toBe(false);
  child.kill();
  await once(child, 'exit');
});
