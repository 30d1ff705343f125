import { createHash } from 'node:crypto';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { bytes, digestOf, firstDifference } from './body.ts';

test('a byte depends on seed and offset alone, however the body is cut', () => {
  const offset = fc.oneof(
    fc.nat(3_000_000),
    fc.nat(3_000_000).map((n) => 2 ** 32 - 1_500_000 + n),
  );
  fc.assert(
    fc.property(offset, fc.nat(20_000), fc.nat(20_000), (start, one, other) => {
      const whole = bytes(3, start, start + one + other);
      const parts = Buffer.concat([bytes(3, start, start + one), bytes(3, start + one, start + one + other)]);
      expect(parts.equals(whole)).toBe(true);
    }),
  );
});

test('another seed, a shift, a period or 2^32 further on are different bytes', () => {
  const here = bytes(1, 10_000, 30_000);
  for (const [seed, shift] of [
    [2, 0],
    [1, 1],
    [1, 4096],
    [1, 1_048_573],
    [1, 1_048_573 * 4096],
    [1, 2 ** 32],
  ] as const) {
    expect(bytes(seed, 10_000 + shift, 30_000 + shift).equals(here)).toBe(false);
  }
});

test('digest and comparison agree with the bytes', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-body-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const size = 5_000_001;
  const body = bytes(9, 0, size);
  const path = join(folder, 'a');
  await writeFile(path, body);
  expect(digestOf(9, size)).toBe(createHash('sha256').update(body).digest('hex'));
  expect(await firstDifference(path, 9, size)).toBeNull();
  expect(await firstDifference(path, 9, size - 1)).toBe(size - 1);
  body.writeUInt8(body.readUInt8(4_500_000) ^ 1, 4_500_000);
  await writeFile(path, body);
  expect(await firstDifference(path, 9, size)).toBe(4_500_000);
  await truncate(path, 1_000_000);
  expect(await firstDifference(path, 9, size)).toBe(1_000_000);
});
