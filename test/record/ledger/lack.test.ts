import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lackBehind } from '../../../engine/record/ledger/lack.ts';
import type { StoredSegment } from '../../../engine/record/stored.ts';
import { type Special, stored } from './segments.ts';

const wrap = 2 ** 33;
/** Where the first of two segments begins, seconds; the wrap of MPEG-TS is at 95443.7 s. */
const begins = fc.oneof(fc.constant(0), fc.double({ min: 95_436, max: 95_444, noNaN: true }));
const kinds = fc.constantFrom<NonNullable<Special['kind']>>('video', 'audio', 'both');
const durations = fc.double({ min: 1, max: 12, noNaN: true });

/** A segment whose timestamps wrap as those of MPEG-TS do, from segment to segment. */
function segment(sequence: number, special: Special): StoredSegment {
  const made = stored(sequence, special);
  const clock = (special.at ?? 0) * 90_000 >= wrap ? wrap : 0;
  const streams = made.media.streams.map((one) => ({ ...one, first: one.first - clock, end: one.end - clock }));
  return { ...made, media: { ...made.media, streams } };
}

test('where the next segment goes straight on nothing is missing, whatever the playlist says', () => {
  fc.assert(
    fc.property(begins, kinds, durations, fc.double({ min: 0, max: 60, noNaN: true }), (at, kind, length, said) => {
      const before = segment(0, { at, kind, length, said });
      expect(lackBehind(before, segment(1, { at: at + length, kind }))).toBe(0);
      // nor where timestamps jitter by some frames, or go back
      for (const jitter of [-0.3, -0.04, 0.04, 0.1]) {
        expect(lackBehind(before, segment(1, { at: at + length + jitter, kind }))).toBe(0);
      }
    }),
  );
});

test('what was cut is missing to where the next segment begins', () => {
  fc.assert(
    fc.property(begins, kinds, durations, fc.double({ min: 0.05, max: 0.85, noNaN: true }), (at, kind, said, share) => {
      const length = said * share;
      fc.pre(said - length > 0.2 && length > 0.1);
      const before = segment(0, { at, kind, length, said });
      expect(lackBehind(before, segment(1, { at: at + said, kind }))).toBeCloseTo(said - length, 3);
    }),
  );
});

test.each<[string, Special, Special & { readonly sequence?: number }]>([
  ['a segment that is missing between them', {}, { sequence: 2 }],
  ['a server that counts anew', {}, { epoch: 1 }],
  ['an announced break', {}, { discontinuity: 1 }],
  ['timestamps that do not wrap alike', {}, { wrap: null }],
  ['no timestamps', { timed: false }, { timed: false }],
  ['streams of other kinds', { kind: 'video' }, { kind: 'audio' }],
  ['other ticks', {}, { timescale: 1000 }],
  ['a jump further than the playlist knows of', {}, { at: 40 }],
  ['a single picture', { length: 0.04 }, {}],
])('nothing tells behind %s', (_, one, other) => {
  const before = stored(0, { length: 1, said: 4, ...one });
  expect(lackBehind(before, stored(other.sequence ?? 1, { at: 4, ...other }))).toBe(0);
});

test('where sound goes straight on, pictures that stop are the stream as it is', () => {
  const [pictures] = stored(0, { length: 1, said: 4, kind: 'video' }).media.streams;
  const both = stored(0, { length: 4, said: 5, kind: 'both' });
  const [, sound] = both.media.streams;
  if (pictures === undefined || sound === undefined) throw new Error('no streams');
  const before = { ...both, media: { ...both.media, streams: [pictures, sound] } };
  expect(lackBehind(before, stored(1, { at: 4, kind: 'both' }))).toBe(0);
});

test('a camera that sends a picture now and then has nothing missing between them', () => {
  const before = stored(0, { length: 4, said: 8, frame: 1.5 });
  expect(lackBehind(before, stored(1, { at: 8, frame: 1.5 }))).toBe(0);
});
