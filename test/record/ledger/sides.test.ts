import { expect, test } from 'vitest';
import { planFragment } from '../../../engine/record/cut/plan.ts';
import type { JournalEntry } from '../../../engine/record/journal-entry.ts';
import { Ledger } from '../../../engine/record/ledger/ledger.ts';
import type { StoredSegment } from '../../../engine/record/stored.ts';
import { ledgerOf, meta, missing, type Special, stored } from './segments.ts';

const rules = { duration: null, fragment: null, onGap: 'new-fragment', onDiscontinuity: 'new-fragment' } as const;
const date = 1_700_000_000_000;

function sound(sequence: number, special: Special = {}): StoredSegment {
  return stored(sequence, { track: 'audio', kind: 'audio', ...special });
}

function text(sequence: number, special: Special = {}): StoredSegment {
  const vtt = { container: 'vtt', wrap: null, timed: false } as const;
  return stored(sequence, { track: 'subtitles-en', kind: 'text', ...vtt, ...special });
}

/** Where the segments of another track begin, seconds; `null`: nobody knows yet. */
function places(ledger: Ledger, track = 'audio'): (number | null)[] {
  const segments = ledger.sides.get(track)?.segments ?? [];
  return segments.map(({ place }) => (place === null ? null : Math.round(place.at * 1e4) / 1e4));
}

test('sound goes by the timestamps of the pictures, in its own ticks', () => {
  const ledger = ledgerOf(
    stored(0, { at: 1000 }),
    sound(0, { at: 999.98, timescale: 48_000, container: 'mp4', wrap: null }),
    stored(1, { at: 1002 }),
    sound(1, { at: 1001.98, timescale: 48_000, container: 'mp4', wrap: null }),
  );
  expect(places(ledger)).toEqual([-0.02, 1.98]);
});

test('what was cut from another track is a gap of that track', () => {
  const cut = { length: 0.5, said: 2 };
  const ledger = ledgerOf(stored(0), sound(0), stored(1), sound(1, cut), stored(2), sound(2), stored(3), sound(3));
  expect(places(ledger)).toEqual([0, 2, 4, 6]);
  expect(ledger.timeline(meta).gaps).toEqual([
    { at: 2.5, length: 1.5, cause: 'short', segments: 0, track: 'audio', detail: '0.500 s of 2.000 s' },
  ]);
  expect(ledger.segments('audio').map(({ join }) => join?.gap ?? false)).toEqual([false, false, true, false]);
});

test('sound that is ahead waits for the pictures', () => {
  const ledger = ledgerOf(stored(0), sound(0), sound(1), sound(2), sound(3));
  expect(places(ledger)).toEqual([0, 2, null, null]);
  expect(ledger.sides.get('audio')?.reach).toBe(Number.POSITIVE_INFINITY);
  ledger.apply({ type: 'stored', at: 0, segment: stored(1) });
  expect(places(ledger)).toEqual([0, 2, 4, null]);
  // However far it is, as long as its timestamps go on.
  const far = ledgerOf(stored(0), ...Array.from({ length: 500 }, (_, sequence) => sound(sequence)));
  for (let sequence = 1; sequence < 300; sequence += 1) far.apply({ type: 'stored', at: 0, segment: stored(sequence) });
  expect(places(far)[299]).toBe(598);
  expect(places(far)[301]).toBeNull();
});

test('when nothing will be added, sound that outlasts the pictures is placed behind them', () => {
  const ledger = ledgerOf(stored(0), sound(0), sound(1), sound(2), { type: 'ended', at: 0, why: 'stream' });
  expect(places(ledger)).toEqual([0, 2, 4]);
});

test('a wrap is one for both, and may come in one segment earlier in the one', () => {
  const clock = 2 ** 33 / 90_000;
  const ledger = ledgerOf(
    stored(0, { at: clock - 2 }),
    sound(0, { at: clock - 2.01 }),
    stored(1, { at: 0 }),
    sound(1, { at: clock - 0.01 }),
    stored(2, { at: 2 }),
    sound(2, { at: 1.99 }),
  );
  expect(places(ledger)).toEqual([-0.01, 1.99, 3.99]);
});

test('behind a discontinuity and a reset sound goes with its own pictures, also when it comes first', () => {
  const ledger = ledgerOf(
    stored(0, { at: 50 }),
    sound(0, { at: 50 }),
    sound(1, { at: 900, discontinuity: 1 }),
    stored(1, { at: 900, discontinuity: 1 }),
    { type: 'epoch', at: 0, track: 'audio', epoch: 1, cause: 'reset', detail: null },
    sound(0, { at: 0, epoch: 1 }),
    { type: 'epoch', at: 0, track: 'main', epoch: 1, cause: 'reset', detail: null },
    stored(0, { at: 0, epoch: 1 }),
    stored(1, { at: 2, epoch: 1 }),
    sound(1, { at: 2, epoch: 1 }),
  );
  expect(places(ledger)).toEqual([0, 2, 4, 6]);
  expect(ledger.segments('audio').map(({ join }) => join?.cause ?? null)).toEqual([null, 'announced', 'reset', null]);
});

test('sound with a clock of its own is placed by dates', () => {
  const ledger = new Ledger();
  for (let sequence = 0; sequence < 15; sequence += 1) {
    const at = date + sequence * 2000;
    ledger.apply({ type: 'stored', at, segment: stored(sequence, { at: 5000 + sequence * 2, date: at }) });
    const own = { at: sequence * 2, date: at + 300 };
    ledger.apply({ type: 'stored', at, segment: sound(100 + sequence, own) });
  }
  // Once the pictures are far enough that timestamps would have to fit.
  expect(places(ledger).slice(0, 5)).toEqual([0.3, 2.3, 4.3, 6.3, 8.3]);
  expect(ledger.sides.get('audio')?.segments[3]?.place?.alone).toBe(true);
});

test('without dates it is placed beside the pictures of the same number', () => {
  const ledger = new Ledger();
  for (let index = 0; index < 14; index += 1) {
    ledger.apply({ type: 'stored', at: 0, segment: stored(10 + index, { at: 5000 + 2 * index }) });
    ledger.apply({ type: 'stored', at: 0, segment: sound(11 + index, { at: 2 * index }) });
  }
  expect(places(ledger).slice(0, 3)).toEqual([2, 4, 6]);
});

test('a gap of sound is as long as the timestamps say, and starts where it was lost', () => {
  const ledger = ledgerOf(
    stored(0),
    sound(0),
    missing(1, { track: 'audio', count: 2, duration: 5 }),
    sound(3),
    stored(1),
    stored(2),
    stored(3),
  );
  expect(places(ledger)).toEqual([0, 6]);
  expect(ledger.timeline(meta).gaps).toMatchObject([{ track: 'audio', at: 2, length: 4, segments: 2 }]);
});

test('subtitles lie by their dates, numbers or lengths, and move with the pictures', () => {
  const ledger = ledgerOf(
    stored(0, { at: 700, date }),
    text(0, { date: date + 500 }),
    stored(1, { at: 702 }),
    text(1),
    missing(2, { track: 'subtitles-en', duration: 2 }),
    stored(2, { at: 704 }),
    stored(3, { at: 706 }),
    text(3, { length: 3 }),
  );
  // The last has no date, and no segment of the pictures is as long.
  expect(places(ledger, 'subtitles-en')).toEqual([0.5, 2, 6]);
  ledger.apply({ type: 'closed', at: 0, part: 1, cut: { epoch: 0, sequence: 2, pts: 704 * 90_000 } });
  const track = planFragment(ledger, 1, rules)?.tracks.find(({ track }) => track === 'subtitles-en');
  expect(track?.pieces.map(({ segment, shift }) => [segment.sequence, shift])).toEqual(
    [0, 1, 3].map((sequence) => [sequence, { ticks: -700 * 90_000, timescale: 90_000 }]),
  );
  expect(ledger.timeline(meta).tracks[1]).toMatchObject({ kind: 'subtitles', codec: 'webvtt', format: null });
});

test('sound is in one fragment only, also where a fragment was closed before anybody knew what follows', () => {
  const audio = (sequence: number): StoredSegment => sound(sequence, { at: sequence * 2 + 0.5 });
  const ledger = ledgerOf(stored(0), audio(0), stored(1), audio(1));
  ledger.apply({ type: 'closed', at: 0, part: 1, cut: { epoch: 0, sequence: 1, pts: null } });
  const first = planFragment(ledger, 1, rules);
  for (const segment of [stored(2), audio(2), stored(3)]) ledger.apply({ type: 'stored', at: 0, segment });
  ledger.apply({ type: 'closed', at: 0, part: 2, cut: { epoch: 0, sequence: 3, pts: 6 * 90_000 } });
  const second = planFragment(ledger, 2, rules);
  const edges = [first, second].map((plan) => plan?.tracks[1]).map((track) => [track?.fromCut, track?.to?.ticks]);
  expect(edges).toEqual([
    [false, 4 * 90_000],
    [true, 2 * 90_000],
  ]);
  expect(second?.tracks[1]?.pieces.map(({ segment }) => segment.sequence)).toEqual([1, 2]);
});

test('sound behind a long gap is not mistaken for what outlasts the fragment before, when that was let go of', () => {
  const ledger = ledgerOf(
    ...[0, 1].flatMap((number) => [stored(number), sound(number)]),
    missing(2, { count: 100 }),
    missing(2, { track: 'audio', count: 100 }),
    ...[102, 103, 104].flatMap((number) => [stored(number), sound(number)]),
  );
  ledger.apply({ type: 'closed', at: 0, part: 1, cut: { epoch: 0, sequence: 1, pts: null } });
  ledger.apply({ type: 'published', at: 0, part: 1, path: '/a', size: 1 });
  expect(ledger.release(0)).toHaveLength(4);
  ledger.apply({ type: 'closed', at: 0, part: 2, cut: { epoch: 0, sequence: 104, pts: 208 * 90_000 } });
  const track = planFragment(ledger, 2, rules)?.tracks[1];
  expect(track?.pieces.map(({ segment }) => segment.sequence)).toEqual([102, 103, 104]);
  expect(track).toMatchObject({ fromCut: false, to: { ticks: 4 * 90_000, timescale: 90_000 } });
});

/** The fragment that ends before a segment of the main track. */
function closed(part: number, sequence: number): JournalEntry {
  return { type: 'closed', at: 0, part, cut: { epoch: 0, sequence, pts: sequence * 180_000 } };
}

/** It is in its place, and the sound was waited for in vain. */
function madeWithout(part: number, from: number, to: number): JournalEntry {
  const without = [{ track: 'audio', from, to, detail: 'HTTP 503' }];
  return { type: 'published', at: 0, part, path: `/${part}.mp4`, size: 1, without };
}

const pictures = (count: number): StoredSegment[] => Array.from({ length: count }, (_, sequence) => stored(sequence));
const gapsOf = (ledger: Ledger) => ledger.timeline(meta).gaps.map(({ at, length, segments }) => [at, length, segments]);
const end = (why: 'stream' | 'duration' | 'stopped'): JournalEntry => {
  return { type: 'ended', at: 0, why, unended: [{ track: 'audio', detail: 'HTTP 503' }] };
};

test('what a fragment was made without is missing, also when it comes later', () => {
  const made = [...pictures(12), sound(0), closed(1, 2), closed(2, 4), closed(3, 6), madeWithout(1, 2, 4)];
  const ledger = ledgerOf(...made, madeWithout(2, 4, 8), sound(1), sound(2));
  expect(ledger.timeline(meta).gaps).toEqual([
    { at: 2, length: 6, cause: 'outage', segments: 0, track: 'audio', detail: 'HTTP 503' },
  ]);
  // What comes too late fills no fragment that is in its place, and what follows lies where it belongs.
  for (const sequence of [3, 4, 5]) ledger.apply({ type: 'stored', at: 0, segment: sound(sequence) });
  expect(places(ledger)).toEqual([0, 2, 4, 6, 8, 10]);
  expect(gapsOf(ledger)).toEqual([[2, 6, 0]]);
  expect(ledger.sides.get('audio')?.reach).toBe(12);
});

test('what has left the playlist meanwhile is not missing twice', () => {
  const made = [...pictures(12), sound(0), closed(1, 2), madeWithout(1, 2, 4)];
  const ledger = ledgerOf(...made, missing(1, { track: 'audio', count: 3, cause: 'outage' }));
  expect(ledger.timeline(meta).gaps).toMatchObject([{ at: 2, length: 6 }]);
  ledger.apply({ type: 'stored', at: 0, segment: sound(4) });
  expect(ledger.timeline(meta).gaps).toMatchObject([{ at: 2, length: 6 }]);
  expect(places(ledger)).toEqual([0, 8]);
});

test('a track that has not ended in order is missing up to the end, and is told once', () => {
  const rest = ledgerOf(...pictures(6), sound(0), end('stopped'));
  expect(gapsOf(rest)).toEqual([[2, 10, 0]]);
  const all = ledgerOf(...pictures(6), closed(1, 2), madeWithout(1, 0, 4), end('stream'), madeWithout(2, 4, 12));
  expect(gapsOf(all)).toEqual([[0, 12, 0]]);
  expect(all.timeline(meta).tracks).toMatchObject([{ id: 'main' }, { id: 'audio', kind: 'audio' }]);
  const whole = ledgerOf(...pictures(2), sound(0), sound(1, { length: 1.5 }), end('stream'));
  expect(gapsOf(whole)).toEqual([]);
  const asked = ledgerOf(...pictures(6), sound(0), sound(1), closed(1, 3), end('duration'));
  expect(gapsOf(asked)).toEqual([[4, 2, 0]]);
});

test('sound that was late at first and begins with the pictures all the same lacks nothing but what is known to be missing', () => {
  const late = missing(0, { track: 'audio', count: 0, duration: 0.4, cause: 'outage' });
  const lost = missing(0, { track: 'audio', count: 1, duration: 0.5, cause: 'outage' });
  expect(ledgerOf(stored(0), late, sound(0, { at: 0.5 })).timeline(meta).gaps).toEqual([]);
  const { gaps } = ledgerOf(stored(0), late, lost, sound(1, { at: 0.5 })).timeline(meta);
  expect(gaps).toMatchObject([{ at: 0, length: 0.5, cause: 'outage', track: 'audio' }]);
});
