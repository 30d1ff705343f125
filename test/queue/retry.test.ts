import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countCrash, countFailure, delayBeforeRetry, delayBeforeStart } from '../../engine/queue/retry.ts';

const usual = { failures: 1, retries: 8, retryable: true, retryAfter: null, random: 0 };

test('waits double, are spread, and have an end', () => {
  const delays = Array.from({ length: 8 }, (_, i) => delayBeforeRetry({ ...usual, failures: i + 1 }));
  expect(delays).toEqual([1000, 2000, 4000, 8000, 16000, 32000, 64000, 128000]);
  expect(delayBeforeRetry({ ...usual, random: 0.999 })).toBe(1999);
  expect(delayBeforeRetry({ ...usual, failures: 99, retries: 100, random: 1 })).toBe(300_000);
  expect(delayBeforeRetry({ ...usual, failures: 9 })).toBeUndefined();
  expect(delayBeforeRetry({ ...usual, retryable: false })).toBeUndefined();
  expect(delayBeforeRetry({ ...usual, retries: 0 })).toBeUndefined();
});

test('never sooner than the server asks, up to a day', () => {
  expect(delayBeforeRetry({ ...usual, retryAfter: 7000 })).toBe(7000);
  expect(delayBeforeRetry({ ...usual, retryAfter: 1e12 })).toBe(24 * 3600_000);
  expect(delayBeforeRetry({ ...usual, retryAfter: -5 })).toBe(1000);
});

test('a recording is tried until its time is over, and once more at its end', () => {
  const start = { failures: 1, retryable: true, retryAfter: null, random: 0, left: 60_000 };
  const delays = Array.from({ length: 5 }, (_, i) => delayBeforeStart({ ...start, failures: i + 1 }));
  expect(delays).toEqual([1000, 2000, 4000, 5000, 5000]);
  expect(delayBeforeStart({ ...start, failures: 99, random: 1 })).toBe(10_000);
  expect(delayBeforeStart({ ...start, left: 300 })).toBe(300);
  expect(delayBeforeStart({ ...start, left: 0 })).toBeUndefined();
  expect(delayBeforeStart({ ...start, retryAfter: 7000 })).toBe(7000);
  // Before the server wants to be asked again, the time is over.
  expect(delayBeforeStart({ ...start, retryAfter: 61_000 })).toBeUndefined();
  expect(delayBeforeStart({ ...start, retryable: false })).toBeUndefined();
});

test('a download that gets on is not given up, one that does not is', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 300 }), (stored) => {
      let count = { failures: 0, farthest: 0 };
      let inVain = 0;
      for (const done of stored) {
        inVain = done > count.farthest ? 1 : inVain + 1;
        count = countFailure(count, done);
        expect(count.failures).toBe(inVain);
        expect(count.farthest).toBeGreaterThanOrEqual(done);
      }
    }),
  );
});

test('a row of crashes ends with a long attempt, and its third has to be in vain', () => {
  const attempts = fc.record({ done: fc.integer({ min: 0, max: 100 }), lasted: fc.constantFrom(0, 599_999, 600_000) });
  fc.assert(
    fc.property(fc.array(attempts, { maxLength: 300 }), (row) => {
      let count = { crashes: 0, farthest: 0 };
      for (const attempt of row) {
        const before = count;
        count = countCrash(before, attempt);
        expect(count.farthest).toBe(Math.max(before.farthest, attempt.done));
        if (attempt.lasted >= 600_000) expect(count.crashes).toBe(1);
        else if (attempt.done <= before.farthest) expect(count.crashes).toBe(before.crashes + 1);
        else expect(count.crashes).toBe(before.crashes === 0 ? 1 : 2);
      }
    }),
  );
});
