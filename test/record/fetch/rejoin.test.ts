import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Rejoin } from '../../../engine/record/fetch/rejoin.ts';

const source = randomBytes(600_000);
/** Bytes by which an answer is known, and bytes that are remembered at least. */
const [sought, remembered] = [4096, 256 * 1024];

/** Gives an answer piece by piece. @returns what came of it */
function give(rejoin: Rejoin, bytes: Uint8Array, size: number): Buffer {
  const taken: Uint8Array[] = [];
  rejoin.again();
  for (let at = 0; at < bytes.length; at += size) taken.push(...rejoin.push(bytes.subarray(at, at + size)));
  return Buffer.concat([...taken, ...rejoin.over()]);
}

test('an answer that begins in what is remembered is gone on with, any other is another one', () => {
  const offset = fc.integer({ min: 0, max: source.length });
  const size = fc.integer({ min: 500, max: 70_000 });
  const left = fc.integer({ min: 0, max: 400 });
  fc.assert(
    fc.property(offset, offset, offset, size, left, (end, begin, until, size, left) => {
      const rejoin = new Rejoin();
      give(rejoin, source.subarray(0, end), size);
      const rest = source.subarray(Math.max(0, end - left), end);
      rejoin.leave(rest);
      const answer = source.subarray(begin, until);
      const got = give(rejoin, answer, size);
      const known = begin + sought <= end && begin >= end - remembered && answer.length >= sought;
      const isFar = begin + remembered < end - size;
      if (known && until <= end) expect([got.length, rejoin.state]).toEqual([0, 'unknown']);
      else if (known) {
        expect(rejoin.state).toBe('joined');
        expect(got.equals(source.subarray(end - rest.length, until))).toBe(true);
      } else if (begin + sought > end || isFar) expect(got.equals(answer)).toBe(true);
    }),
    { numRuns: 100 },
  );
});

test('an answer in which nothing was new leaves everything as it was', () => {
  const rejoin = new Rejoin();
  give(rejoin, source.subarray(0, 50_000), 9000);
  rejoin.leave(source.subarray(49_900, 50_000));
  expect(give(rejoin, source.subarray(20_000, 45_000), 9000)).toHaveLength(0);
  expect(give(rejoin, source.subarray(20_000, 50_000), 9000)).toHaveLength(0);
  expect(give(rejoin, source.subarray(30_000, 60_000), 9000)).toEqual(source.subarray(49_900, 60_000));
});

test('in silence, and where a stream cannot be gone on with in the middle, every answer is another one', () => {
  const silence = new Rejoin();
  give(silence, Buffer.alloc(50_000), 9000);
  silence.leave(new Uint8Array());
  expect(give(silence, Buffer.alloc(20_000), 9000)).toHaveLength(20_000);
  const container = new Rejoin();
  give(container, source.subarray(0, 50_000), 9000);
  container.leave(null);
  expect(give(container, source.subarray(30_000, 60_000), 9000)).toEqual(source.subarray(30_000, 60_000));
});

test('what only begins like something that is known is another one', () => {
  const rejoin = new Rejoin();
  give(rejoin, source.subarray(0, 50_000), 9000);
  rejoin.leave(new Uint8Array());
  const other = Buffer.concat([source.subarray(30_000, 40_000), source.subarray(100_000, 120_000)]);
  expect(give(rejoin, other, 9000)).toEqual(other);
});
