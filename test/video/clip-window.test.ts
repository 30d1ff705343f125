import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clipWindow } from '../../engine/video/clip-window.ts';

const references = [4, 5, 6, 5].map((duration, at) => ({
  index: false,
  start: 1000 + at * 100,
  length: 100,
  duration,
}));
const index = { earliest: 0, references };

test.each([
  [0, 4, 1000, 1100],
  [0, 3.9, 1000, 1100],
  [3.9, 4.1, 1000, 1200],
  [4, 9, 1100, 1200],
  [10, null, 1200, 1400],
  [19, 100, 1300, 1400],
  // Behind the end there is only the end.
  [50, 60, 1300, 1400],
])('%d to %s', (start, end, from, to) => {
  expect(clipWindow(index, { start, end })).toEqual({ start: from, end: to });
});

test('what the index does not tell', () => {
  expect(clipWindow({ earliest: 0, references: [] }, { start: 0, end: 1 })).toBeNull();
  const further = { index: true, start: 0, length: 1, duration: 1 };
  expect(clipWindow({ earliest: 0, references: [further] }, { start: 0, end: 1 })).toBeNull();
});

test('whatever the segments: the window holds the clip, and no segment that is not needed', () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(lengths, fc.nat(500), fc.integer({ min: 1, max: 100 }), (durations, start, length) => {
      let [at, time] = [0, 0];
      const segments = durations.map((duration) => {
        const segment = { index: false, start: at, length: 10, duration, time };
        at += 10;
        time += duration;
        return segment;
      });
      const window = clipWindow({ earliest: 0, references: segments }, { start, end: start + length });
      const chosen = segments.filter((one) => window !== null && one.start >= window.start && one.start < window.end);
      const needed = segments.filter((one) => one.time < start + length && one.time + one.duration > start);
      expect(chosen.length).toBeGreaterThan(0);
      if (start < time) expect(chosen).toEqual(needed);
    }),
  );
});
