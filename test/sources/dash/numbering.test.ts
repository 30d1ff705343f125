import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Numbering, type PeriodRun } from '../../../engine/sources/dash/numbering.ts';
import type { DashSegment } from '../../../engine/sources/dash/segment.ts';

interface Made extends DashSegment {
  readonly period: string;
  /** what it really is: the place in the whole stream */
  readonly index: number;
}

/** A stream of periods, some of whose manifests count, from any number, and some do not. */
const streams = fc
  .array(
    fc.record({
      count: fc.integer({ min: 1, max: 12 }),
      counts: fc.boolean(),
      from: fc.integer({ min: 0, max: 1000 }),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((periods) => {
    const segments: Made[] = [];
    for (const [at, { count, counts, from }] of periods.entries()) {
      for (let inside = 0; inside < count; inside += 1) {
        const index = segments.length;
        segments.push({
          index,
          period: `period ${at}`,
          key: counts ? `number ${from + inside}` : `time ${index * 4}`,
          number: counts ? from + inside : null,
          hint: null,
          start: 5000 + index * 4,
          duration: 4,
          url: `https://x/${index}`,
          range: null,
          map: null,
        });
      }
    }
    return segments;
  });

function runsOf(segments: readonly Made[]): PeriodRun[] {
  const byPeriod = Map.groupBy(segments, (segment) => segment.period);
  return [...byPeriod].map(([period, list]) => ({ period, segments: list }));
}

/** The places of all segments of a window, by what they really are. */
function read(numbering: Numbering, window: readonly Made[]): Map<number, number> {
  const runs = runsOf(window);
  const places = numbering.assign(runs, 0, () => 4);
  const found = new Map<number, number>();
  for (const [at, run] of runs.entries()) {
    const place = places[at] ?? null;
    if (place === null) continue;
    for (const [inside, segment] of (run.segments as readonly Made[]).entries())
      found.set(segment.index, place + inside);
  }
  return found;
}

test('places are the order of the stream, whatever windows of it are seen and however long nobody looks', () => {
  fc.assert(
    fc.property(
      streams,
      fc.array(fc.tuple(fc.nat({ max: 15 }), fc.integer({ min: 1, max: 12 })), { minLength: 1, maxLength: 12 }),
      (stream, looks) => {
        const numbering = new Numbering();
        const seen = new Map<number, number>();
        let from = 0;
        let shift: number | null = null;
        for (const [moved, size] of looks) {
          from = Math.min(from + moved, stream.length - 1);
          for (const [index, place] of read(numbering, stream.slice(from, from + size))) {
            expect(seen.get(index) ?? place).toBe(place);
            seen.set(index, place);
            // No holes and no overlaps: all are as far from one another as in the stream.
            shift ??= place - index;
            expect(place - index).toBe(shift);
          }
        }
      },
    ),
    { numRuns: 500 },
  );
});

test('a window that lags behind, as from a cache, changes nothing', () => {
  fc.assert(
    fc.property(streams, fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 20 }), (stream, moves) => {
      const numbering = new Numbering();
      let from = 0;
      let shift: number | null = null;
      for (const move of [0, ...moves]) {
        from = Math.max(0, Math.min(from + move, stream.length - 1));
        for (const [index, place] of read(numbering, stream.slice(from, from + 6))) {
          shift ??= place - index;
          expect(place - index).toBe(shift);
        }
      }
    }),
  );
});

test('what a manifest counts keeps its number, and the next period goes on from there', () => {
  const numbering = new Numbering();
  const run = (period: string, from: number, start: number, count = 3): PeriodRun => ({
    period,
    segments: Array.from({ length: count }, (_, at) => ({
      key: `number ${from + at}`,
      number: from + at,
      hint: null,
      start: start + at * 4,
      duration: 4,
      url: '',
      range: null,
      map: null,
    })),
  });
  expect(numbering.assign([run('a', 70, 0)], 0, () => 4)).toEqual([70]);
  expect(numbering.assign([run('a', 71, 4), run('b', 1, 16)], 0, () => 4)).toEqual([71, 74]);
  expect(numbering.assign([run('b', 2, 20)], 0, () => 4)).toEqual([75]);
  // A hundred seconds nobody saw.
  expect(numbering.assign([run('c', 500, 132)], 0, () => 4)).toEqual([103]);
  // The server begins to count anew in the same period, and then goes on.
  expect(numbering.assign([run('c', 1, 184)], 0, () => 4)).toEqual([116]);
  expect(numbering.assign([run('c', 2, 188)], 0, () => 4)).toEqual([117]);
  expect(numbering.assign([{ period: 'd', segments: [] }], 0, () => 4)).toEqual([null]);
  expect(numbering.assign([], 0, () => 4)).toEqual([]);
});

test('a server that was started anew is followed by the time of day, whether it counts or not', () => {
  for (const counts of [true, false]) {
    const numbering = new Numbering();
    const run = (from: number): PeriodRun[] => [
      {
        period: 'p',
        segments: Array.from({ length: 3 }, (_, at) => ({
          key: counts ? `number ${from + at}` : `time ${from + at}`,
          number: counts ? from + at : null,
          hint: null,
          start: (from + at) * 4,
          duration: 4,
          url: '',
          range: null,
          map: null,
        })),
      },
    ];
    const [first] = numbering.assign(run(0), 1000, () => 4);
    if (first === null || first === undefined) throw new Error('no place');
    // Five segments later it counts from 0 again.
    expect(numbering.assign(run(0), 1020, () => 4)).toEqual([first + 5]);
    expect(numbering.assign(run(1), 1020, () => 4)).toEqual([first + 6]);
    expect(numbering.assign(run(9), 1020.7, () => 4)).toEqual([first + 14]);
  }
});

test('without numbers the first place follows from the time, the same for every beginning', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 400_000_000 }),
      fc.constantFrom(1, 2, 2.002, 3.84, 10),
      fc.nat({ max: 100_000 }),
      (first, length, later) => {
        const at = (index: number): number => {
          const start = index * length;
          const segment = {
            key: `time ${index}`,
            number: null,
            hint: null,
            start,
            duration: length,
            url: '',
            range: null,
            map: null,
          };
          return new Numbering().assign([{ period: 'p', segments: [segment] }], 0, () => length)[0] ?? Number.NaN;
        };
        expect(at(first + later) - at(first)).toBe(later);
      },
    ),
  );
});

test('whoever begins later counts as who began sooner, whenever the stream itself began', () => {
  // Sound has no whole seconds: 43 frames of it, and now and then 44.
  const from = (index: number): PeriodRun => ({
    period: 'a',
    segments: [0, 1, 2, 3].map((at) => ({
      ...{ key: `time ${index + at}`, number: null, hint: null, duration: 0.998, url: '', range: null, map: null },
      start: (index + at) * 1.0012,
    })),
  });
  for (let epoch = 1_795_870_577; epoch < 1_795_870_578; epoch += 0.001) {
    const [sooner] = new Numbering().assign([from(1)], epoch, () => null);
    const [later] = new Numbering().assign([from(17)], epoch, () => null);
    expect((later ?? 0) - (sooner ?? 0)).toBe(16);
  }
});
