import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CutRules } from '../../../engine/record/cut/cutter.ts';
import { type Passed, passedBy, Recorder } from './cutting.ts';
import { type Incident, makeSource, type Recipe, type Source } from './synthetic.ts';

const incident: fc.Arbitrary<Incident> = fc.oneof(
  fc.record({ what: fc.constant('gap' as const), segments: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ what: fc.constant('announced' as const), jump: fc.double({ min: -500, max: 5000, noNaN: true }) }),
  fc.record({ what: fc.constant('seamless' as const) }),
  fc.record({ what: fc.constant('format' as const) }),
  fc.record({ what: fc.constant('jump' as const), jump: fc.constantFrom(-700, -3, 4, 5000) }),
  fc.record({ what: fc.constant('reset' as const), jump: fc.constantFrom(-900, 1200) }),
);

const clock = fc.constantFrom(
  // MPEG-TS of 25, 29.97 and 10 pictures a second, some of them shortly before their timestamps wrap
  { timescale: 90_000, frame: 3600, begin: 126_000, wrap: 2 ** 33 },
  { timescale: 90_000, frame: 3003, begin: 2 ** 33 - 500_000, wrap: 2 ** 33 },
  { timescale: 90_000, frame: 9000, begin: 2 ** 33 - 90_000, wrap: 2 ** 33 },
  // fragmented MP4
  { timescale: 12_800, frame: 512, begin: 1_000_000_000, wrap: null },
  { timescale: 30_000, frame: 1001, begin: 0, wrap: null },
);

const recipe: fc.Arbitrary<Recipe> = fc
  .record({
    clock,
    groups: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 4 }),
    sizes: fc.oneof(fc.constant([0]), fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 3 })),
    segments: fc.integer({ min: 1, max: 30 }),
    incidents: fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), incident), { maxLength: 4 }),
    lag: fc.double({ min: -0.6, max: 0.6, noNaN: true }),
    apart: fc.option(
      fc.record({
        sizes: fc.array(fc.integer({ min: 5, max: 90 }), { minLength: 1, maxLength: 3 }),
        timescale: fc.constantFrom(90_000, 48_000),
      }),
    ),
  })
  .map(({ clock: { timescale, frame, begin, wrap }, incidents, ...rest }) => ({
    ...rest,
    timescale,
    frame,
    begin,
    wrap,
    incidents: new Map(incidents),
  }));

const rules: fc.Arbitrary<CutRules> = fc.record({
  fragment: fc.option(fc.oneof(fc.constantFrom(1, 2.5, 4.1), fc.double({ min: 0.2, max: 12, noNaN: true }))),
  duration: fc.option(fc.double({ min: 0.5, max: 20, noNaN: true })),
  onGap: fc.constantFrom('new-fragment', 'go-on'),
  onDiscontinuity: fc.constantFrom('new-fragment', 'go-on'),
});

function record(source: Source, how: CutRules, every = 1): Recorder {
  return new Recorder(how).take(source.entries, every).end();
}

/** Ids of units in the order in which their segments were stored. */
function storedIds(source: Source, kind: 'video' | 'audio'): string[] {
  return [...source.units.values()]
    .flat()
    .filter((unit) => unit.kind === kind)
    .map(({ id }) => id);
}

function passed(source: Source, recorder: Recorder): Passed[][] {
  return recorder.plans().map((plan) => passedBy(plan, source.units));
}

const whole = { duration: null } as const;

test('every stored picture is in exactly one fragment, in order, but for what comes before a first keyframe', () => {
  fc.assert(
    fc.property(recipe, rules, (made, how) => {
      const source = makeSource(made);
      const recorder = record(source, { ...how, ...whole });
      const ids = passed(source, recorder)
        .flat()
        .filter(({ kind }) => kind === 'video')
        .map(({ id }) => id);
      const once = new Set(ids);
      expect(once.size).toBe(ids.length);
      const stored = storedIds(source, 'video');
      expect(ids).toEqual(stored.filter((id) => once.has(id)));
      const told = recorder.ledger.timeline({ url: '' }).leading ?? [];
      // Pictures of one segment are shared out by time, and some are decoded in another order.
      const off = Math.abs(told.reduce((sum, { units }) => sum + units, 0) - (stored.length - ids.length));
      expect(off).toBeLessThanOrEqual(3 * told.length);
    }),
    { numRuns: 150 },
  );
});

test('every frame of sound stored with pictures is in exactly one fragment, but for segments without a first keyframe', () => {
  fc.assert(
    fc.property(recipe, rules, (made, how) => {
      const source = makeSource({ ...made, apart: null });
      const recorder = record(source, { ...how, ...whole });
      const fragments = passed(source, recorder).flat();
      const ids = fragments.filter(({ kind }) => kind === 'audio').map(({ id }) => id);
      const once = new Set(ids);
      expect(once.size).toBe(ids.length);
      const shown = new Set(fragments.map(({ id }) => id));
      for (const units of source.units.values()) {
        const isShown = units.some(({ id, kind }) => kind === 'video' && shown.has(id));
        if (isShown)
          for (const { id, kind } of units) if (kind === 'audio') expect([id, once.has(id)]).toEqual([id, true]);
      }
    }),
    { numRuns: 150 },
  );
});

test('sound of a track of its own is in at most one fragment, in step with the pictures, and lost only where no picture is', () => {
  fc.assert(
    fc.property(
      recipe.filter(({ apart }) => apart !== null),
      rules,
      (made, how) => {
        const source = makeSource(made);
        const recorder = record(source, { ...how, ...whole });
        const fragments = passed(source, recorder);
        const ids = fragments
          .flat()
          .filter(({ kind }) => kind === 'audio')
          .map(({ id }) => id);
        const once = new Set(ids);
        expect(once.size).toBe(ids.length);
        for (const units of fragments) {
          const first = units.find(({ key, kind }) => key && kind === 'video');
          if (first === undefined) throw new Error('no picture');
          // Until something happens, the clock of the pictures is that of the fragment.
          const changes = [...source.changes].filter((moment) => moment > first.moment);
          const until = Math.min(...changes, Number.POSITIVE_INFINITY);
          const before = Math.max(
            ...[...source.changes].filter((moment) => moment <= first.moment),
            Number.NEGATIVE_INFINITY,
          );
          for (const { kind, moment, time } of units)
            if (kind === 'audio' && moment < until && moment >= before)
              expect(Math.abs(time - (moment - first.moment))).toBeLessThan(0.001);
        }
        const pictures = fragments.map((units) =>
          units.filter(({ kind }) => kind === 'video').map(({ moment }) => moment),
        );
        const spans = pictures.map((moments) => [
          Math.min(...moments),
          Math.max(...moments) + made.frame / made.timescale,
        ]);
        for (const { id, kind, moment } of [...source.units.values()].flat()) {
          if (kind !== 'audio' || once.has(id)) continue;
          const inside = spans.some(([from = 0, to = 0]) => moment > from + 0.03 && moment < to - 0.03);
          const near = [...source.changes].some((change) => Math.abs(change - moment) < 6);
          if (!near) expect([id, moment, inside, spans]).toEqual([id, moment, false, spans]);
        }
      },
    ),
    { numRuns: 150 },
  );
});

test('each fragment begins with a keyframe at its 0, and none is longer than the limit unless a single group of pictures is', () => {
  fc.assert(
    fc.property(recipe, rules, (made, how) => {
      const source = makeSource(made);
      const recorder = record(source, how);
      for (const [index, plan] of recorder.plans().entries()) {
        const pictures = passedBy(plan, source.units).filter(({ kind }) => kind === 'video');
        const [first] = pictures;
        expect(first?.key).toBe(true);
        expect(first?.time).toBeCloseTo(0, 9);
        const end = Math.max(...pictures.map(({ time }) => time)) + made.frame / made.timescale;
        const picture = made.frame / made.timescale;
        // How long the picture of a segment lasts that has no other, is a guess.
        if (made.sizes.includes(1) || made.groups.includes(1)) expect(plan.length).toBeGreaterThan(end - picture);
        // Pictures may be missing in front of the next keyframe, or overlap it a little.
        else if (made.incidents.size > 0) expect(plan.length).toBeGreaterThan(end - 0.26);
        else expect(plan.length).toBeCloseTo(end, 3);
        if (how.fragment === null) expect(plan.tooLong).toBe(false);
        else if (plan.tooLong) {
          expect(plan.length).toBeGreaterThan(how.fragment);
          expect(pictures.filter(({ key }) => key)).toHaveLength(1);
        } else expect(plan.length).toBeLessThanOrEqual(how.fragment + 1e-7);
        expect(recorder.closings[index]).toMatchObject({ at: plan.at, length: plan.length, tooLong: plan.tooLong });
      }
    }),
    { numRuns: 300 },
  );
});

test('however many segments come at a time, the same is decided', () => {
  fc.assert(
    fc.property(recipe, rules, fc.integer({ min: 2, max: 1000 }), (made, how, every) => {
      const source = makeSource(made);
      const one = record(source, how);
      const other = record(source, how, every);
      expect(other.closings).toEqual(one.closings);
      expect(other.complete).toBe(one.complete);
      expect(other.plans()).toEqual(one.plans());
    }),
    { numRuns: 80 },
  );
});

test('after a crash at any moment, the same is decided and told', () => {
  fc.assert(
    fc.property(recipe, rules, fc.double({ min: 0, max: 1, noNaN: true }), (made, how, where) => {
      const source = makeSource(made);
      const whole = record(source, how);
      const at = Math.floor(source.entries.length * where);
      const before = new Recorder(how).take(source.entries.slice(0, at));
      // The last decision may not have reached the journal.
      const lost = before.journal.at(-1)?.type === 'closed' ? 1 : 0;
      const journal = before.journal.slice(0, before.journal.length - lost);
      const closings = before.closings.slice(0, before.closings.length - lost);
      const after = Recorder.resume(how, journal, closings).take(source.entries.slice(at)).end();
      expect(after.closings).toEqual(whole.closings);
      expect(after.plans()).toEqual(whole.plans());
      const meta = { url: 'https://example.org/' };
      expect(after.ledger.timeline(meta)).toEqual(whole.ledger.timeline(meta));
      expect(after.ledger.figures()).toEqual(whole.ledger.figures());
    }),
    { numRuns: 80 },
  );
});

test('a recording of a set length ends with the group of pictures that reaches it, or at the hole that swallows its end', () => {
  fc.assert(
    fc.property(recipe, rules, fc.double({ min: 0.5, max: 20, noNaN: true }), (made, how, duration) => {
      const source = makeSource(made);
      const recorder = record(source, { ...how, duration });
      const last = recorder.plans().at(-1);
      const { length } = recorder.ledger.timeline({ url: '' });
      if (!recorder.complete || last === undefined) return;
      const end = last.at + last.length;
      expect(end).toBeLessThanOrEqual(length + 1e-6);
      if (last.to !== null) {
        expect(end).toBeGreaterThanOrEqual(duration - 1e-5);
        const keys = passedBy(last, source.units).filter(({ kind, key }) => kind === 'video' && key);
        // No keyframe but the end has reached it.
        for (const { time } of keys) expect(last.at + time).toBeLessThan(duration);
      }
    }),
    { numRuns: 80 },
  );
});
