import fc from 'fast-check';
import { expect, test } from 'vitest';
import { advance, completed, nothing, standing } from '../../engine/queue/progress.ts';

const figures = { done: fc.integer({ min: 0, max: 2_000 }), total: fc.option(fc.integer({ min: 0, max: 1_000 })) };
const report = fc.record({ ...figures, phase: fc.constantFrom('transfer', 'verify', 'publish' as const) });
/** Where it begins or goes on, what it says on the way, where it stops. */
const attempt = fc.record({
  begins: fc.record(figures),
  reports: fc.array(report, { maxLength: 6 }),
  stops: fc.option(fc.record(figures)),
});

test('over all attempts the bar falls only where nothing is stored any more, and is never full before completion', () => {
  fc.assert(
    fc.property(fc.array(attempt, { minLength: 1, maxLength: 8 }), (attempts) => {
      let progress = nothing;
      const see = (next: typeof progress, mayFall: boolean): void => {
        const { fraction } = next;
        if (!mayFall) {
          expect(fraction ?? 0).toBeGreaterThanOrEqual(progress.fraction ?? 0);
          expect(fraction === null && progress.fraction !== null).toBe(false);
        } else if (next.total !== 0) {
          expect(fraction ?? 0).toBe(0);
        }
        expect(fraction ?? 0).toBeLessThan(1);
        progress = next;
      };
      for (const { begins, reports, stops } of attempts) {
        see(standing(progress, begins), begins.done === 0);
        for (const { phase, ...now } of reports) see(advance(progress, now, phase), false);
        if (stops !== null) see(standing(progress, stops), stops.done === 0);
      }
    }),
  );
});

test('what the bar shows', () => {
  const start = standing(nothing, { done: 500, total: 1000 });
  expect(start.fraction).toBeCloseTo(0.485);
  expect(standing(nothing, { done: 500, total: null }).fraction).toBeNull();
  expect(standing(nothing, { done: 0, total: 0 }).fraction).toBe(0.97);
  const verifying = advance(start, { done: 1000, total: 1000 }, 'verify');
  expect(verifying.fraction).toBe(0.98);
  expect(advance(verifying, { done: 1000, total: 1000 }, 'publish').fraction).toBe(0.99);
  expect(completed(7)).toEqual({ fraction: 1, done: 7, total: 7 });
});

test('an attempt that goes on behind the one that died does not lower the bar; one that begins anew does', () => {
  const before = standing(nothing, { done: 500, total: 1000 });
  expect(standing(before, { done: 430, total: 1000 })).toEqual({ ...before, done: 430 });
  const verifying = advance(before, { done: 1000, total: 1000 }, 'verify');
  expect(standing(verifying, { done: 1000, total: 1000 }).fraction).toBe(0.98);
  expect(standing(before, { done: 0, total: 1200 })).toEqual({ fraction: 0, done: 0, total: 1200 });
  expect(standing(before, { done: 0, total: null })).toEqual({ fraction: null, done: 0, total: null });
});
