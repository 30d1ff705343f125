import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { isComplete, missingOf } from '../../cli/follow/completeness.ts';
import type { Paint } from '../../cli/format/paint.ts';
import { recordingSummary } from '../../cli/summary/recording.ts';
import type { GapEntry, Timeline } from '../../contract/recording.ts';
import { exampleTimeline } from './example-recording.ts';

const same = (text: string): string => text;
const plain: Paint = { bold: same, dim: same, good: same, warn: same, bad: same, accent: same };
const summary = (timeline: Timeline, width = 200): string[] =>
  recordingSummary(timeline, '/downloads/show.json', width, plain);

const gap = (at: number, length: number, change: Partial<GapEntry> = {}): GapEntry => ({
  ...{ at, length, cause: 'server', segments: 2, track: 'main', detail: '503 Service Unavailable', ...change },
});
const gappy: Timeline = exampleTimeline(2, {
  ...{ length: 24, recorded: 20, asked: 24, gaps: [gap(10, 4)] },
  segments: { expected: 12, stored: 10, missing: 2, duplicates: 0 },
});

describe('the summary of a recording', () => {
  test('one of which nothing is missing', () => {
    expect(summary(exampleTimeline(3))).toEqual([
      'PART   START  LENGTH     SIZE  FILE',
      '   1  0:00.0  0:10.0  1.00 MB  Evening show part 001.mp4',
      '   2  0:10.0  0:10.0  1.00 MB  Evening show part 002.mp4',
      '   3  0:20.0  0:10.0  1.00 MB  Evening show part 003.mp4',
      '3 fragments, recorded 0:30.0 of 0:30.0, 3.00 MB',
      'complete: nothing is missing',
      'ledger: /downloads/show.json',
    ]);
  });

  test('one with gaps says where, how long and why', () => {
    expect(summary(gappy).slice(3)).toEqual([
      'GAP AT  LENGTH  SEGMENTS  CAUSE',
      '0:10.0  0:04.0         2  server error: 503 Service Unavailable',
      '2 fragments, recorded 0:20.0 of 0:24.0, 2.00 MB',
      'missing: 4.0 s in 1 gap, 2 segments',
      'ledger: /downloads/show.json',
    ]);
  });

  test('other tracks are named, unknown numbers are not', () => {
    const gaps = [gap(0, 2, { track: 'audio', segments: 0, detail: null, cause: 'outage' }), gap(10, 4)];
    expect(summary({ ...gappy, gaps }).slice(3, 6)).toEqual([
      'GAP AT  LENGTH  SEGMENTS  TRACK  CAUSE',
      '0:00.0  0:02.0            audio  gone before it could be fetched',
      '0:10.0  0:04.0         2         server error: 503 Service Unavailable',
    ]);
  });

  test('fragments without a file are told', () => {
    const [first, second] = exampleTimeline(2).fragments;
    if (first === undefined || second === undefined) throw new Error('two fragments');
    const failed = { ...second, state: 'failed' as const, path: null, size: null };
    const lines = summary(exampleTimeline(2, { fragments: [first, failed] }));
    expect(lines[2]).toBe('   2  0:10.0  0:10.0           could not be put together');
    expect(lines).toContain('missing: 1 fragment without a file');
  });

  test('what else a person should know', () => {
    const [first] = exampleTimeline(1).fragments;
    if (first === undefined) throw new Error('a fragment');
    const lines = summary(
      exampleTimeline(1, {
        ...{ asked: 60, end: 'stream', fragments: [{ ...first, tooLong: true }] },
        breaks: Array.from({ length: 7 }, (_, at) => ({ at, cause: 'format' as const, detail: null })),
        leading: [{ at: 0, length: 0.4, units: 10 }],
      }),
    );
    expect(lines.slice(2)).toEqual([
      '1 fragment, recorded 0:10.0 of 1:00.0, 1.00 MB',
      'complete: nothing is missing',
      'the stream ended 50 s before what was asked for',
      'longer than asked, for want of keyframes where to cut: 1',
      `7 breaks in the stream, where nothing is missing: ${[0, 1, 2, 3, 4].map((at) => `0:0${at} (the format changes)`).join(', ')} and 2 more`,
      'in no fragment, because no keyframe comes before it: 0.4 s',
      'ledger: /downloads/show.json',
    ]);
    expect(summary(exampleTimeline(1, { asked: 60, end: 'stopped' }))).toContain(
      'stopped 50 s before what was asked for',
    );
  });

  test('nothing at all is not complete, nor is what an outage ended', () => {
    const nothing = exampleTimeline(0, { asked: null });
    expect(summary(nothing)).toEqual(['nothing was recorded', 'ledger: /downloads/show.json']);
    expect(isComplete(nothing)).toBe(false);
    const givenUp = exampleTimeline(1, { asked: null, end: 'gave-up' });
    expect(isComplete(givenUp)).toBe(false);
    expect(summary(givenUp)).toContain('missing: what came after the outage in which it was given up');
    expect(isComplete(exampleTimeline(1))).toBe(true);
  });

  test('long lists are shortened in the middle', () => {
    const lines = summary(exampleTimeline(8640, { gaps: Array.from({ length: 100 }, (_, at) => gap(at, 0.5)) }));
    expect(lines.filter((line) => line.includes('.mp4'))).toHaveLength(40);
    expect(lines).toContain('   …           …       …        …  … 8600 more …');
    expect(lines.filter((line) => line.includes('503'))).toHaveLength(40);
  });

  test.each([
    [80, '   1  0:00.0  0:10.0  1.00 MB  Nachrichten um acht und …s mehr 日本 part 001.mp4'],
    [60, '   1  0:00.0  0:10.0  1.00 MB  Nachrichten um… part 001.mp4'],
    [46, '   1  0:00.0  0:10.0  1.00 MB  Nachric…001.mp4'],
    [40, '   1  0:00.0  0:10.0  Nachricht… 001.mp4'],
    [30, '   1  0:10.0  Nachrich…001.mp4'],
    [20, '   1  Nachric…01.mp4'],
    [10, '   1  Nac…'],
  ])('on %d columns', (width, row) => {
    const [first] = exampleTimeline(1).fragments;
    if (first === undefined) throw new Error('a fragment');
    const path = '/downloads/Nachrichten um acht und vieles mehr 日本 part 001.mp4';
    expect(summary(exampleTimeline(1, { fragments: [{ ...first, path }] }), width)[1]).toBe(row);
  });

  test('tables are never wider than the terminal, and names cannot move its cursor', () => {
    const text = fc.string({ unit: 'binary', maxLength: 60 });
    const seconds = fc.double({ min: 0, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 160 }), text, text, seconds, seconds, (width, name, detail, at, length) => {
        const [first] = exampleTimeline(1).fragments;
        if (first === undefined) return;
        const fragments = [{ ...first, at, length, path: `/downloads/${name.replaceAll('/', '_')}.mp4` }];
        const lines = summary(exampleTimeline(1, { fragments, gaps: [gap(at, length, { detail })] }), width);
        const table = lines.slice(0, 4);
        for (const line of table) {
          expect(stringWidth(line)).toBeLessThanOrEqual(width);
          expect(line).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
        }
      }),
      { numRuns: 40 },
    );
  });
});

test('what several tracks miss at the same place is missing once', () => {
  const gaps = [gap(0, 4), gap(2, 4, { track: 'audio' }), gap(20, 1)];
  expect(missingOf({ ...exampleTimeline(3), gaps })).toMatchObject({ seconds: 7, gaps: 3 });
});
