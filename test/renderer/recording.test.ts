import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FragmentEntry, GapEntry } from '../../contract/recording.ts';
import { grown } from '../../renderer/recording/grown.ts';
import { fragmentAt, momentAt, storedAt, watchedGaps } from '../../renderer/recording/player/positions.ts';
import { gapMarks, leastMark } from '../../renderer/recording/strip/gap-marks.ts';
import { placeAt, placesFrom, placesOf } from '../../renderer/recording/strip/places.ts';
import { runsOf } from '../../renderer/recording/strip/runs.ts';
import { nextStop } from '../../renderer/recording/strip/stops.ts';
import { ticksOf } from '../../renderer/recording/strip/ticks.ts';
import { summarise } from '../../renderer/recording/summary.ts';
import { liveOf, timelineOf } from './page/recordings.ts';

const gapAt = (at: number, length: number, track = 'main'): GapEntry => ({
  ...{ at, length, cause: 'network', segments: 1, track, detail: null },
});

/** A timeline of stretches, each a fragment or a gap, one behind the other. */
const stretches = fc.array(fc.record({ length: fc.integer({ min: 1, max: 600 }), missing: fc.boolean() }), {
  minLength: 1,
  maxLength: 400,
});
function laidOut(parts: readonly { length: number; missing: boolean }[]) {
  const fragments: FragmentEntry[] = [];
  const gaps: GapEntry[] = [];
  let at = 0;
  for (const { length, missing } of parts) {
    if (missing) gaps.push(gapAt(at, length));
    else {
      const part = fragments.length + 1;
      fragments.push({ part, at, length, state: 'published', path: `/${part}`, size: 1, tooLong: false });
    }
    at += length;
  }
  return { fragments, gaps, length: at };
}

describe('what is drawn', () => {
  test('covers every fragment once, and is bounded by pixels and gaps', () => {
    fc.assert(
      fc.property(stretches, fc.integer({ min: 300, max: 1200 }), (parts, pixels) => {
        const { fragments, gaps, length } = laidOut(parts);
        const scale = pixels / length;
        const runs = runsOf(fragments, scale);
        expect(
          runs.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, i) => first + i)),
        ).toEqual(fragments.map(({ part }) => part));
        expect(runs.length).toBeLessThanOrEqual(pixels / 5 + gaps.length + 1);
        for (const { from, first } of runs) expect(from).toBe(fragments[first - 1]?.at);
      }),
    );
  });

  test('a day of ten-second fragments is one piece, three fragments are three', () => {
    const day = laidOut(Array.from({ length: 8640 }, () => ({ length: 10, missing: false })));
    expect(runsOf(day.fragments, 860 / day.length)).toHaveLength(1);
    const three = laidOut(Array.from({ length: 3 }, () => ({ length: 10, missing: false })));
    expect(runsOf(three.fragments, 860 / three.length)).toHaveLength(3);
  });

  test('no gap is left out, however short, and marks do not lie over each other', () => {
    fc.assert(
      fc.property(stretches, fc.integer({ min: 300, max: 1200 }), (parts, pixels) => {
        const { gaps, length } = laidOut(parts);
        const scale = pixels / length;
        const marks = gapMarks(gaps, scale);
        expect(marks.reduce((sum, { count }) => sum + count, 0)).toBe(gaps.length);
        expect(marks.length).toBeLessThanOrEqual(pixels / leastMark + 1);
        for (const gap of gaps) {
          expect(marks.some(({ from, to }) => from <= gap.at && gap.at + gap.length <= to)).toBe(true);
        }
        for (const [index, mark] of marks.entries()) {
          const next = marks[index + 1];
          if (next) expect((next.from - mark.from) * scale).toBeGreaterThanOrEqual(leastMark);
        }
      }),
    );
  });

  test('times on the axis are round and have room', () => {
    expect(ticksOf(30, 860, 84)).toEqual([0, 5, 10, 15, 20, 25, 30]);
    expect(ticksOf(86_400, 860, 84)).toHaveLength(9);
    expect(ticksOf(0, 860, 84)).toEqual([0]);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e7, noNaN: true }), fc.integer({ min: 100, max: 2000 }), (span, pixels) => {
        const ticks = ticksOf(span, pixels, 84);
        expect(ticks.length).toBeLessThanOrEqual(pixels / 84 + 1);
        expect(ticks.at(-1)).toBeLessThanOrEqual(span + 1e-3);
      }),
    );
  });
});

describe('keys', () => {
  const { fragments, gaps, breaks, length } = timelineOf({ fragments: 30, gap: true });
  const places = placesOf({ fragments, gaps, breaks });

  test('lead to everything on the timeline, forth and back', () => {
    const walk = (key: string, from: number) => {
      const seen = [from];
      for (let at = from, next = nextStop(key, at, places, length); next !== null && next !== at; ) {
        seen.push(next);
        at = next;
        next = nextStop(key, at, places, length);
      }
      return seen;
    };
    const forth = walk('ArrowRight', 0);
    expect(forth).toEqual([...new Set([...places.map(({ at }) => at), length])]);
    expect(walk('ArrowLeft', length)).toEqual(forth.toReversed());
  });

  test('leap, and go to the ends', () => {
    expect(nextStop('End', 5, places, length)).toBe(length);
    expect(nextStop('Home', 5, places, length)).toBe(0);
    expect(nextStop('PageUp', 0, places, length)).toBe(places.filter(({ kind }) => kind !== 'break')[10]?.at);
    expect(nextStop('PageUp', length, places, length)).toBe(length);
    expect(nextStop('PageDown', length, places, length)).toBeLessThan(length - 80);
    expect(nextStop('x', 5, places, length)).toBeNull();
  });
});

describe('a moment', () => {
  test('is told by its gap before its break before its fragment', () => {
    const { fragments, gaps } = timelineOf({ fragments: 3, gap: true });
    const breaks = [{ at: 10, cause: 'announced', detail: null }] as const;
    const places = placesOf({ fragments, gaps, breaks: [...breaks] });
    expect(places.map(({ at }) => at)).toEqual(places.map(({ at }) => at).toSorted((a, b) => a - b));
    const [gap] = gaps;
    if (!gap) throw new Error('no gap');
    expect(placeAt(places, gap.at + 1, 0.1)?.kind).toBe('gap');
    expect(placeAt(places, 10.05, 0.1)?.kind).toBe('break');
    expect(placeAt(places, 3, 0.1)?.kind).toBe('fragment');
    expect(placeAt(places, 9999, 0.1)).toBeNull();
    expect(placesFrom(places, 10).map(({ kind }) => kind)).toEqual(['break', 'fragment']);
    expect(placesFrom(places, gap.at + gap.length).map(({ kind }) => kind)).toEqual(['fragment']);
    expect(placesFrom(places, 4).map(({ kind }) => kind)).toEqual(['fragment']);
  });

  test('and its place in what is stored lead to each other', () => {
    fc.assert(
      fc.property(stretches, fc.double({ min: 0, max: 1, noNaN: true }), (parts, where) => {
        const { gaps, length, fragments } = laidOut(parts);
        const stored = fragments.reduce((sum, one) => sum + one.length, 0);
        expect(storedAt(length, gaps)).toBeCloseTo(stored);
        const moment = momentAt(where * stored, gaps);
        expect(storedAt(moment, gaps)).toBeCloseTo(where * stored, 5);
        expect(gaps.some((gap) => gap.at <= moment && moment < gap.at + gap.length - 1e-6)).toBe(false);
      }),
    );
  });

  test('of a gap is played from the next finished fragment on', () => {
    const { fragments } = laidOut([10, 5, 10].map((length, index) => ({ length, missing: index === 1 })));
    expect(fragmentAt(fragments, 3)?.part).toBe(1);
    expect(fragmentAt(fragments, 12)?.part).toBe(2);
    expect(fragmentAt(fragments, 25)).toBeNull();
  });

  test('is found by the gaps of the picture alone', () => {
    const gaps = [gapAt(9, 1, 'audio'), gapAt(20, 1), gapAt(3, 1)];
    expect(watchedGaps(gaps, 'main').map(({ at }) => at)).toEqual([3, 20]);
    expect(watchedGaps(gaps, undefined).map(({ at }) => at)).toEqual([3, 20]);
  });
});

test('between two readings of the ledger the open fragment grows with the recording', () => {
  const timeline = timelineOf({ fragments: 3, gap: false, open: true });
  const longer = grown(timeline, liveOf({ length: timeline.length + 5 }));
  expect(longer.length).toBe(timeline.length + 5);
  const [before, after] = [timeline.fragments.at(-1), longer.fragments.at(-1)];
  expect((after?.length ?? 0) - (before?.length ?? 0)).toBeCloseTo(5);
  expect(grown(timeline, liveOf({ length: 1 }))).toBe(timeline);
  expect(grown(timeline, null)).toBe(timeline);
});

test('what two tracks miss at the same time is missing once', () => {
  const gaps = [gapAt(10, 6), gapAt(12, 8, 'audio'), gapAt(40, 1)];
  expect(summarise({ fragments: [], length: 60, gaps })).toEqual({ fragments: 0, length: 60, gaps: 3, missing: 11 });
});
