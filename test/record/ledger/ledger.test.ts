import { expect, test } from 'vitest';
import { timeline } from '../../../contract/recording.ts';
import type { JournalEntry } from '../../../engine/record/journal-entry.ts';
import { ledgerDocument } from '../../../engine/record/ledger/json.ts';
import { Ledger } from '../../../engine/record/ledger/ledger.ts';
import { ledgerAsked, ledgerOf, meta, missing, stored } from './segments.ts';

const pts = (seconds: number): number => seconds * 90_000;

function closed(part: number, sequence: number, at: number | null, tooLong = false): JournalEntry {
  return { type: 'closed', at: 0, part, cut: { epoch: 0, sequence, pts: at === null ? null : pts(at) }, tooLong };
}

test('a fragment is open, closed, then published or failed', () => {
  const ledger = ledgerOf(stored(0), stored(1), stored(2), stored(3), closed(1, 1, 2), closed(2, 3, 6, true));
  expect(ledger.unfinished().map(({ part }) => part)).toEqual([1, 2]);
  expect([ledger.nextPart, ledger.lastCut]).toEqual([3, { epoch: 0, sequence: 3, pts: pts(6) }]);
  ledger.apply({ type: 'published', at: 0, part: 1, path: '/v/one.mp4', size: 99 });
  ledger.apply({ type: 'failed', at: 0, part: 2, detail: 'counts differ' });
  expect(ledger.timeline(meta).fragments).toEqual([
    { part: 1, at: 0, length: 2, state: 'published', path: '/v/one.mp4', size: 99, tooLong: false },
    { part: 2, at: 2, length: 4, state: 'failed', path: null, size: null, tooLong: true },
    { part: 3, at: 6, length: 2, state: 'open', path: null, size: null, tooLong: false },
  ]);
  expect(ledger.unfinished()).toEqual([]);
  expect(ledger.figures()).toMatchObject({ fragments: 1 });
});

test('a fragment that ends behind a segment leaves the next to begin with the next keyframe', () => {
  const ledger = ledgerOf(stored(0), missing(1), stored(2, { keys: [] }), closed(1, 0, null));
  expect(ledger.timeline(meta).fragments).toMatchObject([{ part: 1, at: 0, length: 2, state: 'closed' }]);
  ledger.apply({ type: 'stored', at: 0, segment: stored(3, { keys: [0.8] }) });
  expect(ledger.timeline(meta)).toMatchObject({
    fragments: [{ part: 1 }, { part: 2, at: 6.8, length: 1.2, state: 'open' }],
    leading: [{ at: 4, length: 2.8, units: 70 }],
  });
});

test('a fragment that ends at a place nobody knows is refused', () => {
  expect(() => ledgerOf(stored(0), closed(1, 7, null))).toThrow(expect.objectContaining({ code: 'internal' }));
});

test('what comes behind enough is no part of the recording', () => {
  const ledger = ledgerAsked(4, stored(0), stored(1), stored(2), stored(3));
  for (const entry of [closed(1, 2, 4), { type: 'ended', at: 0, why: 'duration' } as const]) ledger.apply(entry);
  const shown = ledger.timeline(meta);
  expect(shown).toMatchObject({ length: 4, recorded: 4, asked: 4, ended: true, end: 'duration' });
  expect(shown.fragments).toMatchObject([{ part: 1, at: 0, length: 4, state: 'closed' }]);
  expect(shown.segments).toMatchObject({ expected: 2, stored: 2, missing: 0 });
  expect(ledger.figures().length).toBe(4);
});

test('what a server cut from a segment is a gap, to where the next one begins', () => {
  const ledger = ledgerOf(
    stored(0),
    stored(1, { length: 0.8, said: 2 }),
    stored(2),
    // a playlist that is wrong about its durations
    stored(3, { said: 9 }),
    stored(4, { length: 1.5, said: 2 }),
    stored(5, { length: 0.5, said: 2 }),
    missing(6),
    stored(7),
  );
  const shown = ledger.timeline(meta);
  expect(timeline.parse(shown)).toEqual(shown);
  expect(shown.gaps).toEqual([
    { at: 2.8, length: 1.2, cause: 'short', segments: 0, track: 'main', detail: '0.800 s of 2.000 s' },
    { at: 9.5, length: 0.5, cause: 'short', segments: 0, track: 'main', detail: '1.500 s of 2.000 s' },
    // where more is missing behind it, it is one gap with that
    { at: 10.5, length: 3.5, cause: 'not-found', segments: 1, track: 'main', detail: 'HTTP 404' },
  ]);
  expect(shown).toMatchObject({
    ...{ length: 16, recorded: 10.8, breaks: [] },
    segments: { expected: 8, stored: 7, missing: 1 },
  });
  expect(ledger.main.map(({ join }) => join?.gap ?? false)).toEqual([false, false, true, false, false, true, true]);
  expect(ledger.figures()).toMatchObject({ gaps: 3, missing: 5.2 });
});

test('a segment that was cut before the recording has begun is no gap', () => {
  const ledger = ledgerOf(stored(0, { keys: [], length: 1, said: 2 }), stored(1), stored(2));
  expect(ledger.timeline(meta)).toMatchObject({ length: 4, gaps: [] });
});

test('a gap that swallows the end is cut there', () => {
  const ledger = ledgerAsked(5, stored(0), missing(1, { count: 4 }), stored(5), closed(1, 0, null));
  const cut = {
    ...{ length: 5, recorded: 2, gaps: [{ at: 2, length: 3, segments: 2 }] },
    fragments: [{ part: 1, at: 0, length: 2 }],
    segments: { expected: 3, stored: 1, missing: 2 },
  };
  expect(ledger.timeline(meta)).toMatchObject(cut);
  ledger.apply({ type: 'ended', at: 0, why: 'duration' });
  expect(ledger.timeline(meta)).toMatchObject(cut);
  expect(ledger.figures()).toMatchObject({ length: 5, gaps: 1, missing: 3 });
});

test('what lies behind the asked end is not expected, so it cannot be missing', () => {
  const audio = { track: 'audio', kind: 'audio' } as const;
  const ledger = ledgerAsked(
    4,
    ...[0, 1].flatMap((number) => [stored(number), stored(number, audio)]),
    // over the end, and behind it
    missing(1.5, { track: 'audio', count: 2 }),
    stored(2),
    missing(3),
    stored(4),
    missing(5),
    closed(1, 2, 4),
  );
  const ends = { length: 4, recorded: 4, gaps: [], breaks: [], segments: { expected: 4, stored: 4, missing: 0 } };
  expect(ledger.timeline(meta)).toMatchObject(ends);
  ledger.apply({ type: 'ended', at: 0, why: 'duration' });
  expect(ledger.timeline(meta)).toMatchObject(ends);
  expect(ledger.figures()).toMatchObject({ length: 4, gaps: 0, missing: 0 });
});

test('while enough is not there yet, a gap reaches to the asked end at most', () => {
  const ledger = ledgerAsked(5, stored(0), missing(1), missing(2, { cause: 'timeout', count: 3 }));
  const shown = ledger.timeline(meta);
  expect(shown).toMatchObject({ length: 5, segments: { expected: 3, stored: 1, missing: 2 } });
  expect(shown.gaps).toMatchObject([
    { at: 2, length: 2, segments: 1 },
    { at: 4, length: 1, segments: 1, cause: 'timeout' },
  ]);
});

test('the gaps of another track end with the recording', () => {
  const ledger = ledgerAsked(
    4,
    ...[0, 1, 2, 3].map((number) => stored(number)),
    missing(0, { track: 'audio', cause: 'outage', count: 0, duration: 8 }),
    closed(1, 2, 4),
  );
  ledger.apply({ type: 'ended', at: 0, why: 'duration' });
  expect(ledger.timeline(meta).gaps).toMatchObject([{ track: 'audio', at: 0, length: 4, segments: 0 }]);
});

test('pictures without any keyframe are told when the recording ends', () => {
  const ledger = ledgerOf(stored(0), missing(1), stored(2, { keys: [] }), closed(1, 0, null));
  ledger.apply({ type: 'ended', at: 0, why: 'stream' });
  expect(ledger.timeline(meta)).toMatchObject({ length: 6, leading: [{ at: 4, length: 2, units: 50 }] });
});

test('sound that is missing while pictures are there is missing once', () => {
  const audio = { track: 'audio', kind: 'audio' } as const;
  const ledger = ledgerOf(
    stored(0),
    stored(0, audio),
    missing(1),
    missing(1, { track: 'audio', cause: 'timeout' }),
    stored(2),
    missing(2, { track: 'audio', cause: 'timeout' }),
    stored(3),
    stored(3, audio),
    missing(4, { track: 'subtitles-en' }),
  );
  const { gaps, segments } = ledger.timeline(meta);
  expect(gaps).toMatchObject([
    { track: 'subtitles-en', at: 0, length: 2 },
    { track: 'main', at: 2, length: 2, segments: 1 },
    { track: 'audio', at: 2, length: 4, segments: 2, cause: 'timeout' },
  ]);
  expect(segments).toEqual({ expected: 9, stored: 5, missing: 4, duplicates: 0 });
  expect(ledger.figures()).toMatchObject({ missing: 4, gaps: 3 });
});

test('what is known of a track is its last segment, stored or missing', () => {
  const date = 1_700_000_000_000;
  const ledger = ledgerOf(stored(7, { date, discontinuity: 3 }));
  expect(ledger.known('audio')).toBeNull();
  expect(ledger.known('main')).toEqual({ epoch: 0, sequence: 7, discontinuity: 3, dateTime: date + 2000 });
  ledger.apply(missing(8, { count: 3 }));
  expect(ledger.known('main')).toEqual({ epoch: 0, sequence: 10, discontinuity: 3, dateTime: date + 8000 });
  ledger.apply(missing(11, { count: 0, duration: 5 }));
  expect(ledger.known('main')).toEqual({ epoch: 0, sequence: 10, discontinuity: 3, dateTime: date + 13_000 });
  ledger.apply({ type: 'epoch', at: 0, track: 'main', epoch: 1, cause: 'reset', detail: null });
  expect(ledger.known('main')).toEqual({ epoch: 1, sequence: -1, discontinuity: 3, dateTime: date + 13_000 });
});

test('why nothing was recorded between two attempts', () => {
  const ledger = ledgerOf(stored(0));
  expect(ledger.interruption).toBe('not-running');
  ledger.apply({ type: 'stopped', at: 0, cause: 'paused' });
  expect(ledger.interruption).toBe('paused');
  ledger.apply({ type: 'attempt', at: 0, title: '' });
  expect(ledger.interruption).toBe('paused');
  ledger.apply({ type: 'stored', at: 0, segment: stored(1) });
  expect(ledger.interruption).toBe('not-running');
  // A kill says nothing.
  ledger.apply({ type: 'attempt', at: 0, title: '' });
  expect(ledger.interruption).toBe('not-running');
  expect(ledger.timeline(meta).title).toBe('test');
});

test('the revision grows with everything but the length', () => {
  const ledger = ledgerOf(stored(0));
  const entries: [JournalEntry, boolean][] = [
    [{ type: 'stored', at: 0, segment: stored(1) }, false],
    [{ type: 'duplicates', track: 'main', count: 4 }, false],
    [missing(2), true],
    [missing(3), true],
    [{ type: 'stored', at: 0, segment: stored(4) }, true],
    [{ type: 'stored', at: 0, segment: stored(5) }, false],
    [{ type: 'stored', at: 0, segment: stored(6, { discontinuity: 1 }) }, true],
    [closed(1, 4, 8), true],
    [{ type: 'published', at: 0, part: 1, path: '/a', size: 1 }, true],
    [{ type: 'ended', at: 0, why: 'stopped' }, true],
  ];
  for (const [entry, grows] of entries) {
    const { revision } = ledger.figures();
    ledger.apply(entry);
    expect([entry.type, ledger.figures().revision > revision]).toEqual([entry.type, grows]);
    expect(ledger.revision).toBe(ledger.figures().revision);
  }
  expect(ledger.timeline(meta).segments.duplicates).toBe(4);
});

test('the beginning has the date of the first keyframe', () => {
  const date = 1_700_000_000_000;
  const ledger = ledgerOf(stored(0, { date, keys: [0.5] }), stored(1, { date: date + 2000 }));
  expect(ledger.timeline(meta)).toMatchObject({ startedAt: 1_000_000, streamStartedAt: date + 500 });
  const late = ledgerOf(stored(0), stored(1, { date }));
  expect(late.timeline(meta).streamStartedAt).toBe(date - 2000);
});

test('the document is the timeline, as the contract has it', () => {
  const ledger = ledgerOf(
    stored(0, { keys: [0.04], kind: 'both' }),
    missing(1),
    stored(2, { discontinuity: 1, at: 900, kind: 'both' }),
    { type: 'duplicates', track: 'main', count: 2 },
    closed(1, 0, null),
    { type: 'ended', at: 0, why: 'stream' },
  );
  const shown = ledger.timeline({ ...meta, languages: new Map([['main', 'de']]) });
  expect(timeline.parse(JSON.parse(ledgerDocument(shown)))).toEqual(shown);
  expect(shown.tracks).toEqual([
    { id: 'main', kind: 'video', codec: 'h264, aac', language: 'de', format: '160×120, 48 kHz stereo' },
  ]);
  expect(ledgerDocument(shown)).toMatch(/^\{\n {2}"version": 1,\n[\s\S]*\n\}\n$/);
});

test('segments go when they are in published fragments and no longer watched, and never before', () => {
  const ledger = new Ledger();
  const gone: string[] = [];
  let most = 0;
  // A day in segments of two seconds, fragments of ten, with sound of its own.
  for (let sequence = 0; sequence < 43_200; sequence += 1) {
    ledger.apply({ type: 'stored', at: sequence * 2000, segment: stored(sequence) });
    ledger.apply({ type: 'stored', at: sequence * 2000, segment: stored(sequence, { track: 'audio', kind: 'audio' }) });
    if (sequence === 0 || sequence % 5 !== 0) continue;
    const part = sequence / 5;
    ledger.apply(closed(part, sequence, sequence * 2));
    if (part > 1) ledger.apply({ type: 'published', at: 0, part: part - 1, path: `/v/${part}`, size: 1 });
    gone.push(...ledger.release(60).map(({ file }) => file));
    most = Math.max(most, ledger.segments('main').length, ledger.segments('audio').length);
    for (const span of ledger.unfinished()) expect(ledger.main.indexOf(span.start.placed)).toBeGreaterThanOrEqual(0);
  }
  expect(most).toBeLessThan(100);
  expect(new Set(gone).size).toBe(gone.length);
  expect(gone.length).toBeGreaterThan(86_000);
  const shown = ledger.timeline(meta);
  expect(shown).toMatchObject({ length: 86_400, recorded: 86_400, gaps: [], breaks: [] });
  expect(shown.fragments).toHaveLength(8640);
  expect(shown.fragments.at(-1)).toMatchObject({ part: 8640, at: 86_390, length: 10, state: 'open' });
});

test('the segments of a fragment that could not be made stay', () => {
  const ledger = ledgerOf(...Array.from({ length: 200 }, (_, sequence) => stored(sequence)));
  for (const entry of [closed(1, 50, 100), closed(2, 100, 200), closed(3, 190, 380)]) ledger.apply(entry);
  ledger.apply({ type: 'published', at: 0, part: 1, path: '/a', size: 1 });
  ledger.apply({ type: 'failed', at: 0, part: 2, detail: '' });
  ledger.apply({ type: 'published', at: 0, part: 3, path: '/c', size: 1 });
  ledger.release(0);
  const kept = ledger.segments('main').map(({ segment }) => segment.sequence);
  expect(kept.filter((sequence) => sequence >= 50 && sequence < 100)).toHaveLength(50);
  expect(kept).toContain(199);
  expect(kept).not.toContain(10);
  expect(kept).not.toContain(150);
});
