import fc from 'fast-check';
import { expect, test } from 'vitest';
import { advance, beginAttempt, completed } from '../../engine/queue/progress.ts';

const report = fc.record({
  done: fc.integer({ min: 0, max: 2_000 }),
  total: fc.option(fc.integer({ min: 0, max: 1_000 })),
  phase: fc.constantFrom('transfer', 'verify', 'publish' as const),
});

test('in an attempt the progress never falls and is never the whole before completion', () => {
  fc.assert(
    fc.property(fc.array(report, { minLength: 1 }), (reports) => {
      let progress = beginAttempt({ fraction: null, done: 0, total: null });
      for (const { phase, ...figures } of reports) {
        const next = advance(progress, figures, phase);
        expect(next.fraction ?? 0).toBeGreaterThanOrEqual(progress.fraction ?? 0);
        expect(next.fraction ?? 0).toBeLessThan(1);
        expect(next.fraction === null && progress.fraction !== null).toBe(false);
        progress = next;
      }
    }),
  );
});

test('what the bar shows', () => {
  const start = beginAttempt({ fraction: null, done: 500, total: 1000 });
  expect(start.fraction).toBeCloseTo(0.485);
  expect(beginAttempt({ fraction: null, done: 500, total: null }).fraction).toBeNull();
  expect(beginAttempt({ fraction: null, done: 0, total: 0 }).fraction).toBe(0.97);
  expect(advance(start, { done: 1000, total: 1000 }, 'verify').fraction).toBe(0.98);
  expect(advance(start, { done: 1000, total: 1000 }, 'publish').fraction).toBe(0.99);
  expect(completed(7)).toEqual({ fraction: 1, done: 7, total: 7 });
});
