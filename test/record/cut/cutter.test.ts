import { expect, test } from 'vitest';
import { type CutRules, Cutter } from '../../../engine/record/cut/cutter.ts';
import { isReady, planFragment } from '../../../engine/record/cut/plan.ts';
import type { JournalEntry } from '../../../engine/record/journal-entry.ts';
import type { Ledger } from '../../../engine/record/ledger/ledger.ts';
import type { StoredSegment } from '../../../engine/record/stored.ts';
import { ledgerOf, missing, type Special, stored } from '../ledger/segments.ts';
import { Recorder } from './cutting.ts';

function rules(special: Partial<CutRules> = {}): CutRules {
  return { duration: null, fragment: null, onGap: 'new-fragment', onDiscontinuity: 'new-fragment', ...special };
}

/** What is decided of these, with the end of the stream behind them: why, from, length. */
function cut(how: Partial<CutRules>, ...what: readonly (StoredSegment | JournalEntry)[]) {
  const cutter = new Cutter(rules(how), null);
  const closings = [...cutter.take(ledgerOf(...what).main), ...cutter.end()];
  return closings.map(({ why, at, length, tooLong }) => [
    why,
    rounded(at),
    rounded(length),
    ...(tooLong ? ['too long'] : []),
  ]);
}

function rounded(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e6;
}

function run(count: number, special: (sequence: number) => Special = () => ({})): StoredSegment[] {
  return Array.from({ length: count }, (_, sequence) => stored(sequence, special(sequence)));
}

test('groups of two seconds make fragments of exactly ten, and a minute of exactly sixty', () => {
  const closings = cut({ fragment: 10, duration: 60 }, ...run(31));
  expect(closings).toEqual([...[0, 10, 20, 30, 40].map((at) => ['limit', at, 10]), ['duration', 50, 10]]);
});

test('groups of two seconds make fragments of six where seven are allowed', () => {
  expect(cut({ fragment: 7, duration: 20 }, ...run(12)).map(([, , length]) => length)).toEqual([6, 6, 6, 2]);
});

test('several groups in a segment are cut inside it', () => {
  const closings = cut(
    { fragment: 4 },
    ...run(3, (sequence) => ({ at: sequence * 10, length: 10, keys: [0, 2, 4, 6, 8] })),
  );
  expect(closings.map(([, , length]) => length)).toEqual([4, 4, 4, 4, 4, 4, 4, 2]);
});

test('a limit is never exceeded by a tick, nor missed by an error of floating point', () => {
  const tick = 1 / 90_000;
  const longer = run(12, (sequence) => ({ at: sequence * (2 + tick), length: 2 + tick }));
  expect(cut({ fragment: 10 }, ...longer).map(([, , length]) => length)).toEqual([
    rounded(8 + 4 * tick),
    rounded(8 + 4 * tick),
    rounded(8 + 4 * tick),
  ]);
  // 0.1 s has no exact form, and neither has its sum.
  const tenths = run(30, (sequence) => ({ at: 1e6 + sequence / 10, length: 0.1, frame: 0.02 }));
  expect(cut({ fragment: 0.3 }, ...tenths).map(([, , length]) => length)).toEqual(Array(10).fill(0.3));
  expect(
    cut({ fragment: 4.1 }, ...run(5, (one) => ({ at: one * 4.1, length: 4.1 }))).map(([, , length]) => length),
  ).toEqual(Array(5).fill(4.1));
});

test('29.97 pictures a second give groups of 2.002 s', () => {
  const ntsc = run(11, (sequence) => ({ at: (sequence * 60 * 3003) / 90_000, length: (60 * 3003) / 90_000 }));
  expect(cut({ fragment: 10 }, ...ntsc).map(([, , length]) => length)).toEqual([8.008, 8.008, 6.006]);
});

test('only a single group of pictures is longer than the limit', () => {
  const groups = [0, 7, 9, 20].map((at, sequence, all) =>
    stored(sequence, { at, length: (all[sequence + 1] ?? 22) - at }),
  );
  expect(cut({ fragment: 5 }, ...groups)).toEqual([
    ['limit', 0, 7, 'too long'],
    ['limit', 7, 2],
    ['limit', 9, 11, 'too long'],
    ['end', 20, 2],
  ]);
});

test('a gap and a break begin a new fragment, or are gone over', () => {
  const gap = [stored(0), stored(1), missing(2), stored(3), stored(4)];
  expect(cut({ fragment: 60 }, ...gap)).toEqual([
    ['gap', 0, 4],
    ['end', 6, 4],
  ]);
  expect(cut({ fragment: 60, onGap: 'go-on' }, ...gap)).toEqual([['end', 0, 10]]);
  const broken = [
    stored(0),
    stored(1),
    stored(2, { discontinuity: 1, at: 700 }),
    stored(3, { discontinuity: 1, at: 702 }),
  ];
  expect(cut({ fragment: 60 }, ...broken)).toEqual([
    ['break', 0, 4],
    ['end', 4, 4],
  ]);
  expect(cut({ fragment: 60, onDiscontinuity: 'go-on' }, ...broken)).toEqual([['end', 0, 8]]);
});

test('where the format changes there is a new fragment in any case', () => {
  const changed = [stored(0), stored(1, { shown: '320×240' }), stored(2, { shown: '320×240', discontinuity: 1 })];
  expect(cut({ onDiscontinuity: 'go-on', onGap: 'go-on' }, ...changed)).toEqual([
    ['break', 0, 2],
    ['end', 2, 4],
  ]);
});

test('a gap that is gone over counts, and ends the fragment where it would grow too long', () => {
  const go = { onGap: 'go-on', fragment: 10 } as const;
  expect(cut(go, stored(0), missing(1, { count: 2 }), stored(3), stored(4), stored(5), stored(6))).toEqual([
    ['limit', 0, 10],
    ['end', 10, 4],
  ]);
  expect(cut(go, stored(0), stored(1), missing(2, { count: 10 }), stored(12), stored(13))).toEqual([
    ['gap', 0, 4],
    ['end', 24, 4],
  ]);
});

test('a fragment that ends behind a gap after all is followed by the first keyframe there, however early that lies', () => {
  const recorder = new Recorder(rules({ fragment: 1, onGap: 'go-on', onDiscontinuity: 'go-on' }));
  const single = stored(0, { at: 0, length: 0 });
  const behind = stored(1, { at: 0, length: 2, keys: [0, 1.5], discontinuity: 1 });
  const overlapping = [stored(2, { at: 2, length: 0.1 }), missing(3), stored(4, { at: 1.9, keys: [0.05, 1.9] })];
  const entries = [single, behind, ...overlapping].map((one) =>
    'type' in one ? one : ({ type: 'stored', at: 0, segment: one } as const),
  );
  recorder.take(entries).end();
  const planned = recorder.plans().map(({ at, length }) => [at, length]);
  expect(planned).toEqual(recorder.closings.map(({ at, length }) => [at, length]));
  expect(planned.map(([at]) => rounded(at ?? -1))).toEqual([0, 0, 1.5, 1.95, 3.8]);
});

test('what comes before a first keyframe is in no fragment', () => {
  const joined = [
    stored(0, { keys: [] }),
    stored(1, { keys: [1.5] }),
    stored(2),
    missing(3),
    stored(4, { keys: [] }),
    stored(5),
  ];
  expect(cut({ fragment: 60 }, ...joined)).toEqual([
    ['gap', 0, 2.5],
    ['end', 6.5, 2],
  ]);
  expect(cut({ fragment: 60 }, stored(0, { keys: [] }), stored(1, { keys: [] }))).toEqual([]);
});

test('the recording ends with the keyframe at or behind its length', () => {
  expect(cut({ duration: 7 }, ...run(6))).toEqual([['duration', 0, 8]]);
  expect(cut({ duration: 8 }, ...run(6))).toEqual([['duration', 0, 8]]);
  expect(cut({ duration: 8, fragment: 7 }, ...run(6))).toEqual([
    ['limit', 0, 6],
    ['duration', 6, 2],
  ]);
  // Until that keyframe is there, nobody knows.
  const cutter = new Cutter(rules({ duration: 8 }), null);
  expect(cutter.take(ledgerOf(...run(4)).main)).toEqual([]);
  expect(cutter.complete).toBe(false);
});

test('a gap that swallows the end ends the recording', () => {
  const gap = [stored(0), stored(1), missing(2, { count: 4 }), stored(6), stored(7)];
  for (const onGap of ['new-fragment', 'go-on'] as const) {
    const cutter = new Cutter(rules({ duration: 9, onGap }), null);
    expect(cutter.take(ledgerOf(...gap).main)).toMatchObject([{ at: 0, length: 4, cut: { sequence: 1, pts: null } }]);
    expect(cutter.complete).toBe(true);
    expect(cutter.end()).toEqual([]);
  }
});

test('where all that was asked for is stored, the keyframe to end with is not waited for when it does not come', () => {
  const cutter = new Cutter(rules({ duration: 8, fragment: 6 }), null);
  expect(cutter.take(ledgerOf(...run(3)).main)).toEqual([]);
  expect(cutter.halt()).toEqual([]);
  cutter.take(ledgerOf(...run(4)).main);
  expect(cutter.halt()).toMatchObject([
    { at: 0, length: 6, why: 'limit' },
    { at: 6, length: 2, why: 'duration', cut: { sequence: 3, pts: null } },
  ]);
  expect(cutter.complete).toBe(true);
  expect([...cutter.take(ledgerOf(...run(6)).main), ...cutter.end()]).toEqual([]);
});

test('a recording that had enough is complete also when it is taken up again', () => {
  const ledger = ledgerOf(...run(6));
  const cutter = new Cutter(rules({ duration: 8 }), { epoch: 0, sequence: 4, pts: 8 * 90_000 });
  expect(cutter.take(ledger.main)).toEqual([]);
  expect(cutter.complete).toBe(true);
});

test('what was closed because the disk was full is gone on behind', () => {
  const ledger = ledgerOf(...run(3));
  const first = new Cutter(rules({ fragment: 10 }), null);
  first.take(ledger.main);
  const [closing] = first.end();
  if (closing === undefined) throw new Error('nothing was closed');
  ledger.apply({ type: 'closed', at: 0, part: 1, cut: closing.cut });
  for (let sequence = 3; sequence < 10; sequence += 1)
    ledger.apply({ type: 'stored', at: 0, segment: stored(sequence) });
  const second = new Cutter(rules({ fragment: 10 }), ledger.lastCut);
  expect([...second.take(ledger.main), ...second.end()].map(({ at, length }) => [at, length])).toEqual([
    [6, 10],
    [16, 4],
  ]);
});

test('sound alone is cut between frames, as late as the limit allows', () => {
  const frame = 1024 / 48_000;
  const radio = (sequence: number): Special => ({ kind: 'audio', at: sequence * 100 * frame, length: 100 * frame });
  const closings = cut({ fragment: 5 }, ...run(6, radio));
  // 234 frames are 4.992 s.
  expect(closings.slice(0, 2)).toEqual([
    ['limit', 0, 4.992],
    ['limit', 4.992, 4.992],
  ]);
  expect(closings.reduce((sum, [, , length]) => sum + Number(length), 0)).toBeCloseTo(600 * frame, 5);
  const enough = cut({ duration: 6 }, ...run(6, radio));
  expect(enough).toEqual([['duration', 0, rounded(Math.ceil(6 / frame) * frame)]]);
});

test('frames that are no whole number of ticks are cut a little in front of where they begin', () => {
  // 1024 samples at 44.1 kHz are 2089.8 ticks.
  const frame = 1024 / 44_100;
  const radio = run(4, (sequence) => ({ kind: 'audio', at: sequence * 86 * frame, length: 86 * frame, frame })).map(
    (one) => {
      const [stream] = one.media.streams;
      return stream === undefined ? one : { ...one, media: { ...one.media, streams: [{ ...stream, units: 86 }] } };
    },
  );
  const [first] = new Cutter(rules({ fragment: 3 }), null).take(ledgerOf(...radio).main);
  if (first?.cut.pts == null) throw new Error('not cut inside a segment');
  const frames = first.length / frame;
  expect(first.length).toBeLessThanOrEqual(3);
  // Between the frame before and the one that begins next, and well clear of both.
  expect(Math.ceil(frames) - frames).toBeGreaterThan(0.05);
  expect(Math.ceil(frames) - frames).toBeLessThan(0.2);
  expect(Math.ceil(frames)).toBe(Math.floor(3 / frame));
});

test('bare sound without timestamps is cut in the samples of its segment', () => {
  const bare = { kind: 'audio', container: 'mp3', timed: false, wrap: null, timescale: 48_000, at: 0 } as const;
  const recorder = new Recorder(rules({ fragment: 3 }));
  recorder.take(
    run(3, () => ({ ...bare, length: (100 * 1024) / 48_000 })).map((segment) => ({ type: 'stored', at: 0, segment })),
  );
  recorder.end();
  expect(recorder.closings.map(({ cut: { sequence, pts } }) => [sequence, pts])).toEqual([
    [1, 40 * 1024],
    [2, 80 * 1024],
    [2, null],
  ]);
  const [first, second] = recorder.plans();
  expect(first).toMatchObject({ to: { ticks: 140 * 1024, timescale: 48_000 } });
  expect(second?.tracks[0]?.pieces.map(({ segment, shift }) => [segment.sequence, shift.ticks])).toEqual([
    [1, -40 * 1024],
    [2, 60 * 1024],
  ]);
});

test('a fragment is ready when its sound is there, or is waited for in vain', () => {
  const how = rules({ fragment: 4 });
  const ready = (ledger: Ledger, patience = 30, ended = false): boolean => isReady(ledger, 1, how, { ended, patience });
  const close = { type: 'closed', at: 0, part: 1, cut: { epoch: 0, sequence: 2, pts: 4 * 90_000 } } as const;
  const lagging = (count: number): Ledger => ledgerOf(...run(count, () => ({ kind: 'both', lag: 2.5 })), close);
  // The sound of the last half second comes with the fourth segment.
  expect([3, 4].map((count) => ready(lagging(count)))).toEqual([false, true]);
  expect(ready(lagging(3), 30, true)).toBe(true);
  const audio = (sequence: number) => stored(sequence, { track: 'audio', kind: 'audio' });
  const apart = ledgerOf(...run(3), audio(0), close);
  expect(ready(apart)).toBe(false);
  expect(ready(apart, 1)).toBe(true);
  for (const entry of [missing(1, { track: 'audio' })]) apart.apply(entry);
  expect(ready(apart)).toBe(true);
  expect(isReady(apart, 2, how, { ended: true, patience: 0 })).toBe(false);
  // Behind a break nothing will come that belongs to it.
  const broken = ledgerOf(
    ...run(3, () => ({ kind: 'both', lag: 2.5 })),
    close,
    missing(3),
    stored(4, { kind: 'both' }),
  );
  expect(ready(broken)).toBe(true);
});

test('a plan names the date of its first picture', () => {
  const date = 1_700_000_000_000;
  const ledger = ledgerOf(...run(3, (sequence) => ({ date: date + sequence * 2000, keys: [0, 1] })));
  ledger.apply({ type: 'closed', at: 0, part: 1, cut: { epoch: 0, sequence: 0, pts: 90_000 } });
  ledger.apply({ type: 'closed', at: 0, part: 2, cut: { epoch: 0, sequence: 2, pts: null } });
  expect([1, 2].map((part) => planFragment(ledger, part, rules())?.date)).toEqual([date, date + 1000]);
  expect(planFragment(ledger, 3, rules())).toBeUndefined();
  const undated = ledgerOf(...run(3));
  undated.apply({ type: 'closed', at: 0, part: 1, cut: { epoch: 0, sequence: 1, pts: 180_000 } });
  undated.apply({ type: 'closed', at: 0, part: 2, cut: { epoch: 0, sequence: 2, pts: null } });
  expect([1, 2].map((part) => planFragment(undated, part, rules())?.date)).toEqual([1_000_000, 1_002_000]);
});

test('without dates, a live window dates its segments from its end, and a finished playlist tells of none', () => {
  const datesOf = (behind: number | null): { dates: unknown[]; began: number | null | undefined } => {
    const ledger = ledgerOf({ type: 'begins', at: 999_000, behind });
    // All of them are there at once.
    for (const segment of run(4)) ledger.apply({ type: 'stored', at: 1_000_000, segment });
    ledger.apply({ type: 'closed', at: 0, part: 1, cut: { epoch: 0, sequence: 1, pts: 180_000 } });
    ledger.apply({ type: 'closed', at: 0, part: 2, cut: { epoch: 0, sequence: 3, pts: null } });
    const dates = [1, 2].map((part) => planFragment(ledger, part, rules())?.date);
    return { dates, began: ledger.timeline({ url: '' }).beganAt };
  };
  expect(datesOf(8)).toEqual({ dates: [991_000, 993_000], began: 991_000 });
  expect(datesOf(0)).toEqual({ dates: [999_000, 1_000_000], began: 999_000 });
  expect(datesOf(null)).toEqual({ dates: [1_000_000, 1_000_000], began: null });
});
