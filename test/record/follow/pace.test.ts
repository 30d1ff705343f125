import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gaveUp, type Movement, outageOf, reloadDelay, retryDelay } from '../../../engine/record/follow/pace.ts';

const usual = { targetDuration: 6, window: 36, changed: true, blocking: false, reloadAfter: null };

test('a reload after the target duration, after half of it when nothing was new, at once when the server waits', () => {
  expect(reloadDelay(usual)).toBe(6);
  expect(reloadDelay({ ...usual, changed: false })).toBe(3);
  expect(reloadDelay({ ...usual, blocking: true })).toBe(0);
  // A server that does not hold its answer back, whatever it says.
  expect(reloadDelay({ ...usual, blocking: true, changed: false })).toBe(3);
  expect(reloadDelay({ ...usual, targetDuration: 0 })).toBeGreaterThan(0);
});

test('what a manifest asks for counts, within what its window allows', () => {
  expect(reloadDelay({ ...usual, reloadAfter: 8 })).toBe(8);
  expect(reloadDelay({ ...usual, reloadAfter: 3600 })).toBe(12);
  expect(reloadDelay({ ...usual, reloadAfter: 0 })).toBe(3);
});

test('failed reloads come further and further apart, never further than a segment or 5 s', () => {
  const at = (failures: number, targetDuration: number, random: number) =>
    retryDelay({ failures, targetDuration, retryAfterMs: null, random });
  expect([1, 2, 3, 4, 5, 50].map((failures) => at(failures, 10, 1))).toEqual([0.5, 1, 2, 4, 5, 5]);
  expect([1, 2, 3, 4].map((failures) => at(failures, 2, 1))).toEqual([0.5, 1, 2, 2]);
  expect(at(4, 10, 0)).toBe(2);
  fc.assert(
    fc.property(
      fc.nat(1000),
      fc.double({ min: 0, max: 60, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (n, t, r) => {
        const wait = at(n + 1, t, r);
        expect(wait).toBeGreaterThan(0);
        expect(wait).toBeLessThanOrEqual(Math.max(0.1, Math.min(5, t)));
      },
    ),
  );
});

test('what may never be there is asked for less and less often', () => {
  const at = (failures: number) =>
    retryDelay({ failures, targetDuration: 2, retryAfterMs: null, random: 1, doubtful: true });
  expect([1, 2, 3, 4, 5, 6, 7, 8, 900].map(at)).toEqual([0.5, 1, 2, 2, 4, 8, 16, 32, 32]);
});

test('a server may ask to wait, but not for longer than a live stream can', () => {
  const asked = (retryAfterMs: number) => retryDelay({ failures: 1, targetDuration: 2, retryAfterMs, random: 1 });
  expect(asked(7000)).toBe(7);
  expect(asked(10)).toBe(0.5);
  expect(asked(3_600_000)).toBe(30);
});

test('an outage is a playlist that cannot be read, or that stands still', () => {
  const fine: Movement = { failingSince: null, movedAt: 100_000, ended: false, targetDuration: 2 };
  expect(outageOf(fine, 109_000)).toBeNull();
  expect(outageOf(fine, 110_001)).toEqual({ since: 100_000, kind: 'frozen' });
  expect(outageOf({ ...fine, targetDuration: 10 }, 129_000)).toBeNull();
  expect(outageOf({ ...fine, targetDuration: 10 }, 130_001)).toEqual({ since: 100_000, kind: 'frozen' });
  expect(outageOf({ ...fine, ended: true }, 900_000)).toBeNull();
  expect(outageOf({ ...fine, failingSince: 103_000 }, 104_000)).toEqual({ since: 103_000, kind: 'failing' });
  expect(outageOf({ ...fine, failingSince: 103_000 }, 150_000)).toEqual({ since: 100_000, kind: 'failing' });
  expect(gaveUp(100_000, 700_000, 600)).toBe(false);
  expect(gaveUp(100_000, 700_001, 600)).toBe(true);
});
