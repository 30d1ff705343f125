import fc from 'fast-check';
import { expect, test } from 'vitest';
import { breakCause, gapCause, liveFigures, timeline } from '../../../contract/recording.ts';
import { Cutter } from '../../../engine/record/cut/cutter.ts';
import { isReady, planFragment } from '../../../engine/record/cut/plan.ts';
import type { JournalEntry } from '../../../engine/record/journal-entry.ts';
import { Ledger } from '../../../engine/record/ledger/ledger.ts';
import { stored } from './segments.ts';

const track = fc.constantFrom('main', 'main', 'main', 'audio', 'subtitles-en');
const number = fc.nat(40);
const seconds = fc.oneof(fc.integer({ min: 0, max: 80 }), fc.double({ min: -10, max: 100_000, noNaN: true }));

/** What is stored has a number of its own in its track. */
function numbered(entries: readonly JournalEntry[]): JournalEntry[] {
  return entries.map((one, sequence) =>
    one.type === 'stored' ? { ...one, segment: { ...one.segment, sequence } } : one,
  );
}

/** Whatever servers may send, however little sense it makes. */
const entry: fc.Arbitrary<JournalEntry> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .record({
        track,
        sequence: number,
        at: seconds,
        length: fc.constantFrom(0, 0.04, 2, 2, 2, 30),
        said: fc.constantFrom(0, 2, 2, 9),
        epoch: fc.nat(2),
        discontinuity: fc.nat(2),
        date: fc.option(fc.integer({ min: 0, max: 2_000_000_000_000 })),
        kind: fc.constantFrom('video', 'audio', 'both', 'text'),
        keys: fc.constantFrom([0], [], [0, 1], [1.5]),
        shown: fc.constantFrom('160×120', '320×240', ''),
        timescale: fc.constantFrom(90_000, 48_000, 1000),
        timed: fc.boolean(),
        wrap: fc.constantFrom(2 ** 33, null),
      })
      .map(({ sequence, ...given }) => {
        // Only what a reader may say: keyframes lie in their segment, and pictures have timestamps.
        const keys = given.keys.filter((key) => key < Math.max(given.length, 0.01));
        const timed = given.timed || given.kind !== 'audio';
        const format = given.shown === '' ? '' : `h264 ${given.shown}`;
        const segment = stored(sequence, { ...given, keys, timed, format });
        return { type: 'stored' as const, at: 1000 * sequence, segment };
      }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('missing' as const),
      at: fc.nat(),
      track,
      epoch: fc.nat(2),
      sequence: number,
      count: fc.nat(3),
      duration: fc.double({ min: 0, max: 50, noNaN: true }),
      cause: fc.constantFrom(...gapCause.options),
      detail: fc.option(fc.string()),
    }),
  },
  fc.record({
    type: fc.constant('epoch' as const),
    at: fc.nat(),
    track,
    epoch: fc.nat(2),
    cause: fc.constantFrom(...breakCause.options),
    detail: fc.option(fc.string()),
  }),
  fc.record({ type: fc.constant('stopped' as const), at: fc.nat(), cause: fc.constantFrom(...gapCause.options) }),
  fc.record({ type: fc.constant('attempt' as const), at: fc.nat(), title: fc.string() }),
);

const rules = fc.record({
  fragment: fc.option(fc.double({ min: 0.1, max: 30, noNaN: true })),
  duration: fc.option(fc.double({ min: 0.1, max: 200, noNaN: true })),
  onGap: fc.constantFrom('new-fragment', 'go-on'),
  onDiscontinuity: fc.constantFrom('new-fragment', 'go-on'),
});

test('whatever is in a journal, what is told has the form of the contract, and fragments follow one another', () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 60 }), rules, fc.boolean(), (entries, how, publish) => {
      const ledger = new Ledger(how.duration);
      const cutter = new Cutter(how, null);
      let revision = 0;
      const close = (closings: ReturnType<Cutter['end']>): void => {
        for (const { cut, tooLong, at, length } of closings) {
          const part = ledger.nextPart;
          ledger.apply({ type: 'closed', at: 0, part, cut, tooLong });
          isReady(ledger, part, how, { ended: false, patience: 10 });
          const plan = planFragment(ledger, part, how);
          const reach = ledger.sides.get('audio')?.reach ?? 0;
          expect(plan).toMatchObject({ part, at, length });
          expect(plan?.tracks[0]?.pieces.length).toBeGreaterThan(0);
          for (const { pieces, to } of plan?.tracks ?? [])
            for (const { ticks } of [...pieces.map(({ shift }) => shift), ...(to == null ? [] : [to])])
              expect(Number.isSafeInteger(ticks)).toBe(true);
          const to = at + length;
          const without = to > reach ? [{ track: 'audio', from: reach, to, detail: null }] : [];
          if (publish) ledger.apply({ type: 'published', at: 0, part, path: '/a', size: 1, without });
          if (publish) ledger.release(5);
        }
      };
      for (const one of numbered(entries)) {
        ledger.apply(one);
        close(cutter.take(ledger.main));
        expect(ledger.revision).toBeGreaterThanOrEqual(revision);
        revision = ledger.revision;
        liveFigures.omit({ behind: true, outage: true, asked: true }).parse(ledger.figures());
      }
      close(cutter.end());
      const unended = [{ track: 'audio', detail: null }];
      ledger.apply({ type: 'ended', at: 0, why: cutter.complete ? 'duration' : 'stream', unended });
      const shown = timeline.parse(ledger.timeline({ url: '' }));
      let end = 0;
      for (const { at, length, part } of shown.fragments) {
        expect(at).toBeGreaterThanOrEqual(end - 0.3);
        end = at + length;
        expect(part).toBeGreaterThan(0);
      }
      expect(shown.recorded).toBeLessThanOrEqual(shown.length + 2);
      for (const { at, length } of shown.gaps) expect(at + length).toBeLessThanOrEqual(shown.length + 1e-5);
      const { expected, stored: there, missing } = shown.segments;
      expect(expected).toBe(there + missing);
      const inGaps = shown.gaps.reduce((sum, { segments }) => sum + segments, 0);
      if (entries.every((one) => one.type !== 'missing' || one.count > 0)) expect(inGaps).toBeLessThanOrEqual(missing);
    }),
    { numRuns: 400 },
  );
});
