import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseProcess } from '../../engine/workers/choose.ts';
import { splitRate } from '../../engine/workers/split-rate.ts';
import { startTime } from '../../engine/workers/start-time.ts';

test('a new process is started only when those that run have enough to do', () => {
  const process = (jobs: number, more: { usable?: boolean; alone?: boolean } = {}) => ({
    jobs: { size: jobs },
    usable: true,
    alone: false,
    ...more,
  });
  const [idle, busy, full] = [process(0), process(5), process(8)];
  expect(chooseProcess([], 2)).toBeUndefined();
  expect(chooseProcess([busy, idle], 2)).toBe(idle);
  expect(chooseProcess([busy], 2)).toBe(busy);
  expect(chooseProcess([full], 2)).toBeUndefined();
  expect(chooseProcess([full], 1)).toBe(full);
  expect(chooseProcess([process(9), full], 2)).toBe(full);
  expect(chooseProcess([process(0, { usable: false }), process(0, { alone: true })], 2)).toBeUndefined();
});

test('a rate is shared by jobs and never exceeded by those that have some', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 100, max: 1e12 }),
      fc.array(fc.integer({ min: 1, max: 50 }), { maxLength: 4 }),
      (rate, jobs) => {
        const shares = splitRate(rate, jobs).map((share) => share ?? Number.NaN);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeLessThanOrEqual(Math.max(rate, jobs.length));
        for (const share of shares) expect(share).toBeGreaterThanOrEqual(1);
      },
    ),
  );
  expect(splitRate(null, [1, 2])).toEqual([null, null]);
  expect(splitRate(900, [1, 2])).toEqual([300, 600]);
});

test('a process is known by its start, another of the same number is not it', async () => {
  const own = await startTime(process.pid);
  expect(own).toBeTruthy();
  expect(await startTime(process.pid)).toBe(own);
  expect(await startTime(2 ** 22 + 1)).toBeUndefined();
});
