import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { feedOrigin } from '../../../../engine/record/feed.ts';
import { cut, keysOf, type Stored, store } from '../cutting.ts';
import { makeMp4, media, type Piece, split } from './making.ts';
import { type ReadSample, samplesIn } from './samples.ts';

const streams: Piece[][] = [];

beforeAll(async () => {
  streams.push(split(await makeMp4(media.reordered, 8, 'empty_moov+default_base_moof+frag_keyframe')));
  streams.push(split(await makeMp4(media.openGroups, 8, 'cmaf+frag_keyframe')));
  // Half a second to a fragment: keyframes lie in every other one, and sound reaches over the ends.
  const parts = ['-frag_duration', '500000'];
  streams.push(split(await makeMp4(media.h264, 8, 'empty_moov+delay_moov+separate_moof', parts)));
});

/** Puts movie fragments together into segments of random lengths. */
function grouped(pieces: readonly Piece[], lengths: readonly number[]): Piece[] {
  const segments: Piece[] = [];
  for (let at = 0, index = 0; at < pieces.length; index++) {
    const taken = pieces.slice(at, at + (lengths[index % lengths.length] ?? 1));
    segments.push({ init: pieces[0]?.init ?? null, data: Buffer.concat(taken.map(({ data }) => data)) });
    at += taken.length;
  }
  return segments;
}

function of(kind: string, samples: readonly ReadSample[]): ReadSample[] {
  return samples.filter((sample) => sample.kind === kind);
}

test('wherever it is cut, each sample is in one fragment, at its own time', () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });
  const choice = fc.tuple(fc.nat(2), lengths, fc.subarray([1, 2, 3, 4, 5, 6, 7]));
  fc.assert(
    fc.property(choice, ([which, groups, places]) => {
      const stored: Stored[] = store(grouped(streams[which] ?? [], groups));
      const { times, timescale } = keysOf(stored);
      const cuts = [0, ...places].map((place) => times[place] ?? Number.NaN);
      const source = stored.flatMap(({ data, init }) => samplesIn(data, init));
      const found = cut(stored, cuts, timescale).flatMap(({ bytes }, index) => {
        const samples = samplesIn(bytes, null);
        expect(of('video', samples)[0]).toMatchObject({ key: true, pts: feedOrigin * timescale });
        const begin = (cuts[index] ?? 0) / timescale;
        return samples.map((sample) => ({ ...sample, seconds: sample.pts / sample.timescale - feedOrigin + begin }));
      });
      for (const kind of ['video', 'audio']) {
        const expected = of(kind, source);
        const got = found.filter((sample) => sample.kind === kind);
        expect(got.map(({ hash }) => hash)).toEqual(expected.map(({ hash }) => hash));
        for (const [index, { pts, timescale: ticks }] of expected.entries()) {
          // Sound may be off by half a tick: the shift comes in ticks of the video.
          expect(Math.abs((got[index]?.seconds ?? Number.NaN) - pts / ticks)).toBeLessThanOrEqual(0.51 / ticks);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('pictures are never shown before they are decoded', () => {
  for (const pieces of streams) {
    const stored = store(pieces);
    const { times, timescale } = keysOf(stored);
    for (const { bytes } of cut(stored, times, timescale)) {
      for (const { pts, dts } of samplesIn(bytes, null)) expect(pts).toBeGreaterThanOrEqual(dts);
    }
  }
});

test('without a cut before it, a fragment takes the sound before its first keyframe too', () => {
  const [first, ...rest] = store(grouped(streams[2] ?? [], [1]));
  const stored = first === undefined ? [] : [first, ...rest];
  const { times, timescale } = keysOf(stored);
  const [fragment] = cut(stored, [times[2] ?? 0], timescale);
  const source = stored.flatMap(({ data, init }) => samplesIn(data, init));
  const found = samplesIn(fragment?.bytes ?? Buffer.alloc(0), null);
  expect(of('audio', found)).toHaveLength(of('audio', source).length);
});
