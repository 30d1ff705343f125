import { expect, test } from 'vitest';
import type { Ledger } from '../../../engine/record/ledger/ledger.ts';
import { secondsOf } from '../../../engine/record/ledger/line.ts';
import { firstOf } from '../../../engine/record/ledger/placed.ts';
import { ledgerOf, meta, missing, stored } from './segments.ts';

/** Where the segments of the main track begin, seconds. */
function places(ledger: Ledger): number[] {
  return ledger.main.map((placed) => Math.round(secondsOf(firstOf(placed)) * 1e6) / 1e6);
}

test('two segments that are missing are a gap as long as the timestamps say, whatever the playlist said', () => {
  const ledger = ledgerOf(stored(0), stored(1), missing(2, { count: 2, duration: 4.4 }), stored(4), stored(5));
  expect(places(ledger)).toEqual([0, 2, 8, 10]);
  const { gaps, breaks, length, recorded, segments } = ledger.timeline(meta);
  expect(gaps).toEqual([{ at: 4, length: 4, cause: 'not-found', segments: 2, track: 'main', detail: 'HTTP 404' }]);
  expect(breaks).toEqual([]);
  expect({ length, recorded }).toEqual({ length: 12, recorded: 8 });
  expect(segments).toEqual({ expected: 6, stored: 4, missing: 2, duplicates: 0 });
  expect(ledger.figures()).toMatchObject({ length: 12, missing: 4, gaps: 1, fragments: 0 });
});

test('until the stream goes on, a gap is as long as the playlist said', () => {
  const ledger = ledgerOf(stored(0), missing(1, { count: 2, duration: 4.4 }));
  expect(ledger.timeline(meta)).toMatchObject({ length: 6.4, recorded: 2, gaps: [{ at: 2, length: 4.4 }] });
});

test('gaps side by side are one when their cause is one', () => {
  const ledger = ledgerOf(
    stored(0),
    missing(1, { detail: null }),
    missing(2, { detail: 'HTTP 410' }),
    missing(3, { cause: 'outage', count: 0, duration: 4 }),
    missing(3, { cause: 'outage', count: 3, duration: 6 }),
    stored(6, { at: 15 }),
  );
  // 14 s were said to be missing, and 13 are.
  const scale = 13 / 14;
  const gaps = ledger
    .timeline(meta)
    .gaps.map(({ at, length, cause, segments, detail }) => [at, length, cause, segments, detail]);
  expect(gaps).toEqual([
    [2, expect.closeTo(4 * scale, 5), 'not-found', 2, 'HTTP 410'],
    [expect.closeTo(2 + 4 * scale, 5), expect.closeTo(10 * scale, 5), 'outage', 0, 'HTTP 404'],
  ]);
});

test('what is missing before anything is stored is the beginning of the recording', () => {
  const ledger = ledgerOf(missing(0, { count: 1, duration: 2 }), stored(1, { keys: [0.5] }), stored(2));
  expect(places(ledger)).toEqual([2, 4]);
  expect(ledger.timeline(meta)).toMatchObject({
    length: 6,
    gaps: [{ at: 0, length: 2 }],
    fragments: [{ at: 2.5, length: 3.5 }],
    leading: [{ at: 2, length: 0.5, units: 13 }],
  });
});

test('the recording begins at its first keyframe; what comes before is told', () => {
  const ledger = ledgerOf(stored(0, { keys: [] }));
  expect(ledger.timeline(meta)).toMatchObject({ length: 0, recorded: 0, fragments: [] });
  for (const segment of [stored(1, { keys: [1.25] }), stored(2)]) ledger.apply({ type: 'stored', at: 0, segment });
  expect(places(ledger)).toEqual([-3.25, -1.25, 0.75]);
  expect(ledger.timeline(meta)).toMatchObject({
    length: 2.75,
    recorded: 2.75,
    fragments: [{ part: 1, at: 0, length: 2.75, state: 'open' }],
    leading: [{ at: 0, length: 3.25, units: 81 }],
  });
});

test('a wrap of the 33-bit clock is nothing', () => {
  const begin = 2 ** 33 / 90_000 - 5;
  const wrapped = (at: number): number => (at * 90_000 >= 2 ** 33 ? at - 2 ** 33 / 90_000 : at);
  const ledger = ledgerOf(...[0, 1, 2, 3, 4, 5].map((number) => stored(number, { at: wrapped(begin + 2 * number) })));
  expect(places(ledger)).toEqual([0, 2, 4, 6, 8, 10]);
  expect(ledger.timeline(meta)).toMatchObject({ length: 12, breaks: [] });
  // Over a gap as well.
  const gap = ledgerOf(
    stored(0, { at: begin }),
    missing(1, { count: 3, duration: 6 }),
    stored(4, { at: wrapped(begin + 8) }),
  );
  expect(places(gap)).toEqual([0, 8]);
  expect(gap.timeline(meta).breaks).toEqual([]);
});

test('a discontinuity whose timestamps go on keeps its exact place', () => {
  const ledger = ledgerOf(stored(0), stored(1, { discontinuity: 1, said: 3 }), stored(2, { discontinuity: 2 }));
  expect(places(ledger)).toEqual([0, 2, 4]);
  expect(ledger.timeline(meta).breaks).toEqual([
    { at: 2, cause: 'announced', detail: null },
    { at: 4, cause: 'announced', detail: null },
  ]);
});

test('behind a discontinuity with other timestamps the stream goes on where it ended', () => {
  const ledger = ledgerOf(
    stored(0),
    stored(1),
    stored(2, { discontinuity: 1, at: 7000 }),
    stored(3, { discontinuity: 1, at: 7002 }),
  );
  expect(places(ledger)).toEqual([0, 2, 4, 6]);
  const { breaks } = ledger.timeline(meta);
  expect(breaks).toEqual([{ at: 4, cause: 'announced', detail: 'timestamps +6996.000 s' }]);
});

test('no kind of stream overlaps itself behind a discontinuity', () => {
  // Sound that ends a second after the pictures, and begins with them again.
  const ledger = ledgerOf(
    stored(0, { kind: 'both', lag: -1 }),
    stored(1, { kind: 'both', lag: 0, discontinuity: 1, at: 900 }),
    stored(2, { kind: 'both', lag: 0.2, discontinuity: 2, at: 50 }),
  );
  expect(places(ledger)).toEqual([0, 3, 5.2]);
});

test('dates tell how long nothing was sent, when that time has passed', () => {
  const date = 1_700_000_000_000;
  const restarted = stored(2, { discontinuity: 1, at: 500, date: date + 24_000 });
  const ledger = ledgerOf(stored(0, { date }), stored(1, { date: date + 2000 }));
  ledger.apply({ type: 'stored', at: 1_000_000 + 24_000, segment: restarted });
  expect(places(ledger)).toEqual([0, 2, 24]);
  // The same in a moment: these dates are wrong.
  const wrong = ledgerOf(stored(0, { date }), stored(1, { date: date + 2000 }), restarted);
  expect(places(wrong)).toEqual([0, 2, 4]);
  for (const other of [0, date - 90_000, date + 86_400_000]) {
    const ad = stored(2, { discontinuity: 1, at: 500, date: other });
    expect(places(ledgerOf(stored(0, { date }), stored(1, { date: date + 2000 }), ad))).toEqual([0, 2, 4]);
  }
  // Half a second is how dates are written, not a hole.
  const rounded = stored(2, { discontinuity: 1, at: 500, date: date + 4600 });
  expect(places(ledgerOf(stored(0, { date }), stored(1, { date: date + 2000 }), rounded))).toEqual([0, 2, 4]);
});

test('dates put right how much a gap took, when timestamps cannot', () => {
  const date = 1_700_000_000_000;
  const ledger = ledgerOf(
    stored(0, { date }),
    missing(1, { cause: 'outage', count: 5, duration: 10 }),
    stored(6, { at: 700, date: date + 14_500, discontinuity: 1 }),
  );
  expect(places(ledger)).toEqual([0, 14.5]);
  expect(ledger.timeline(meta).gaps).toMatchObject([{ at: 2, length: 12.5, segments: 5 }]);
});

test('a server that counts anew is a reset; what is missing meanwhile keeps its time', () => {
  const ledger = ledgerOf(
    stored(100, { at: 5000 }),
    missing(101, { cause: 'outage', count: 0, duration: 30 }),
    { type: 'epoch', at: 0, track: 'main', epoch: 1, cause: 'reset', detail: 'numbers began at 0' },
    stored(0, { epoch: 1, at: 0 }),
    stored(1, { epoch: 1 }),
  );
  expect(places(ledger)).toEqual([0, 32, 34]);
  const { breaks, gaps } = ledger.timeline(meta);
  expect(breaks).toEqual([{ at: 32, cause: 'reset', detail: 'numbers began at 0; timestamps −5032.000 s' }]);
  expect(gaps).toMatchObject([{ at: 2, length: 30, cause: 'outage', segments: 0 }]);
});

test('a reset whose timestamps go on keeps the exact time', () => {
  const ledger = ledgerOf(
    stored(9, { at: 18 }),
    missing(10, { cause: 'outage', count: 0, duration: 31 }),
    { type: 'epoch', at: 0, track: 'main', epoch: 1, cause: 'reset', detail: null },
    stored(0, { epoch: 1, at: 49 }),
  );
  expect(places(ledger)).toEqual([0, 31]);
  expect(ledger.timeline(meta)).toMatchObject({ breaks: [{ at: 31, cause: 'reset' }], gaps: [{ at: 2, length: 29 }] });
});

test('timestamps that jump unannounced are a break, and take no time', () => {
  for (const jump of [-3000, -2, 1.5, 40, 90_000]) {
    const ledger = ledgerOf(stored(0), stored(1), stored(2, { at: 4 + jump }), stored(3, { at: 6 + jump }));
    expect(places(ledger)).toEqual([0, 2, 4, 6]);
    expect(ledger.timeline(meta).breaks).toMatchObject([{ at: 4, cause: 'timestamps' }]);
  }
});

test('small steps of timestamps are none, and neither are those the playlist knows of', () => {
  const steps = ledgerOf(stored(0), stored(1, { at: 2.9 }), stored(2, { at: 4.7 }));
  expect(places(steps)).toEqual([0, 2.9, 4.7]);
  // A picture every ten seconds, and segments as long.
  const slow = ledgerOf(
    ...[0, 10, 20].map((at, number) => stored(number, { at, length: 0.04, said: 10, frame: 0.04 })),
  );
  expect(places(slow)).toEqual([0, 10, 20]);
  for (const ledger of [steps, slow]) expect(ledger.timeline(meta).breaks).toEqual([]);
});

test('timestamps that jump in a gap are told apart from the gap', () => {
  const ledger = ledgerOf(stored(0), missing(1, { count: 3, duration: 6 }), stored(4, { at: 400 }));
  expect(places(ledger)).toEqual([0, 8]);
  expect(ledger.timeline(meta)).toMatchObject({
    breaks: [{ at: 8, cause: 'timestamps', detail: 'timestamps +392.000 s' }],
    gaps: [{ at: 2, length: 6 }],
  });
});

test('a change of format is told in words; a format that is not told is none', () => {
  const ledger = ledgerOf(
    stored(0, { shown: '1280×720' }),
    stored(1, { shown: '', format: '', keys: [] }),
    stored(2, { shown: '1280×720' }),
    stored(3, { shown: '640×360' }),
    stored(4, { shown: '640×360', format: 'h264 main' }),
    stored(5, { shown: '640×360', format: 'h264 main', length: 20, at: 10 }),
    stored(6, { shown: '640×360', format: 'h264 main', kind: 'both', at: 30 }),
    stored(7, { shown: '640×360', format: 'h264 main', at: 32 }),
    stored(8, { kind: 'audio', at: 34 }),
  );
  expect(ledger.timeline(meta).breaks.map(({ at, cause, detail }) => [at, cause, detail])).toEqual([
    [6, 'format', '1280×720 → 640×360'],
    [8, 'format', 'h264 640×360: other settings'],
    [30, 'format', '+ 48 kHz stereo'],
    // Sound that falls silent is none; pictures that do are.
    [34, 'format', '640×360, 48 kHz stereo → 48 kHz stereo'],
  ]);
  expect(ledger.main.map(({ join }) => join?.sameFormat ?? true)).toEqual([
    true,
    true,
    true,
    false,
    false,
    true,
    false,
    true,
    false,
  ]);
});

test('a format that is first told later is compared with the right one', () => {
  const ledger = ledgerOf(
    stored(0, { shown: '', format: '' }),
    stored(1, { shown: '1280×720' }),
    stored(2, { shown: '', format: '', keys: [], discontinuity: 1 }),
    stored(3, { shown: '640×360', discontinuity: 1 }),
  );
  expect(ledger.timeline(meta).breaks).toMatchObject([
    { at: 4, cause: 'announced', detail: null },
    { at: 6, cause: 'format', detail: '1280×720 → 640×360' },
  ]);
  expect(ledger.timeline(meta).tracks).toMatchObject([{ format: '640×360' }]);
});

test('ticks of another length are another line, and seconds go on', () => {
  const mp4 = { container: 'mp4', wrap: null } as const;
  const ledger = ledgerOf(
    stored(0, { ...mp4, timescale: 12_800, at: 1e6 }),
    stored(1, { ...mp4, timescale: 30_000, at: 0, discontinuity: 1 }),
    stored(2, { ...mp4, timescale: 30_000, at: 2, discontinuity: 1 }),
  );
  expect(places(ledger)).toEqual([0, 2, 4]);
});

test('segments without timestamps stand one behind the other', () => {
  const bare = { kind: 'audio', container: 'mp3', timed: false, wrap: null, timescale: 44_100, at: 0 } as const;
  const ledger = ledgerOf(
    stored(0, { ...bare, length: 2.0114 }),
    stored(1, { ...bare, length: 1.9853 }),
    missing(2, { duration: 3 }),
    stored(3, bare),
  );
  expect(places(ledger)).toEqual([0, expect.closeTo(2.0114, 4), expect.closeTo(6.9967, 4)]);
  expect(ledger.timeline(meta).breaks).toEqual([]);
});

test('segments that hold nothing take their time', () => {
  const ledger = ledgerOf(stored(0), stored(1, { kind: 'text' }), stored(2), stored(3));
  expect(places(ledger)).toEqual([0, 4, 6]);
  expect(ledger.timeline(meta)).toMatchObject({ length: 8, breaks: [], gaps: [], segments: { stored: 4 } });
});

test('pictures that are decoded in another order than shown may overlap from segment to segment', () => {
  const ledger = ledgerOf(
    stored(0, { length: 2.4, frame: 0.1 }),
    stored(1, { at: 2, length: 2, keys: [0.5], frame: 0.1 }),
    stored(2, { at: 4, frame: 0.1 }),
  );
  expect(places(ledger)).toEqual([0, 2, 4]);
  expect(ledger.timeline(meta)).toMatchObject({ breaks: [], length: 6 });
});

test('sound that comes a little later than the pictures belongs to them', () => {
  const ledger = ledgerOf(stored(0), stored(1), stored(2, { kind: 'both' }), stored(3, { kind: 'both' }));
  expect(ledger.timeline(meta).breaks).toEqual([]);
});

test('segments of a single picture, in any order, stand where they are shown', () => {
  // I P B B, each in a segment of its own.
  const ledger = ledgerOf(
    ...[0, 3, 1, 2, 4].map((shown, number) =>
      stored(number, { at: shown / 25, length: 0, said: 0.04, keys: number === 0 ? [0] : [] }),
    ),
  );
  expect(places(ledger)).toEqual([0, 0.12, 0.04, 0.08, 0.16]);
  expect(ledger.timeline(meta)).toMatchObject({ length: 0.2, recorded: 0.2, breaks: [] });
});
