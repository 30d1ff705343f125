import { describe, expect, test } from 'vitest';
import { isLookDue } from '../../cli/follow/look-due.ts';
import { Told } from '../../cli/follow/told.ts';
import { Watch } from '../../cli/follow/watch.ts';
import { newsLines } from '../../cli/report/recording-lines.ts';
import { isSuccessor } from '../../cli/run/successors.ts';
import { recordingOptions } from '../../contract/recording.ts';
import { exampleRecording, exampleTimeline } from './example-recording.ts';

const gap = { at: 20, length: 4, cause: 'server', segments: 2, track: 'main', detail: null } as const;

describe('what is new in a ledger', () => {
  test('fragments are told once, and only finished ones', () => {
    const told = new Told();
    const open = { part: 3, at: 20, length: 2, state: 'open', path: null, size: null, tooLong: false } as const;
    const first = exampleTimeline(2, { fragments: [...exampleTimeline(2).fragments, open] });
    expect(told.take(first, false).fragments.map(({ part }) => part)).toEqual([1, 2]);
    expect(told.take(exampleTimeline(3), false).fragments.map(({ part }) => part)).toEqual([3]);
    expect(told.take(exampleTimeline(3), true).fragments).toEqual([]);
    expect(told.hasFile('/downloads/Evening show part 003.mp4')).toBe(true);
    expect(told.hasFile('/downloads/show.json')).toBe(false);
  });

  test('a gap is told once, when something stands behind it or the recording is over', () => {
    const told = new Told();
    expect(told.take(exampleTimeline(2, { length: 24, gaps: [gap] }), false).gaps).toEqual([]);
    const grown = { ...gap, length: 6 };
    expect(told.take(exampleTimeline(2, { length: 28, gaps: [grown] }), false).gaps).toEqual([grown]);
    expect(told.take(exampleTimeline(2, { length: 28, gaps: [{ ...grown, at: 20.01 }] }), true).gaps).toEqual([]);
    expect(new Told().take(exampleTimeline(2, { length: 24, gaps: [gap] }), true).gaps).toEqual([gap]);
  });

  test('it is looked at when the figures say more, or it may not show yet what changed', () => {
    const last = { at: 10_000, fragments: 1, gaps: 0 };
    const figures = { fragments: 1, gaps: 0 };
    expect(isLookDue(undefined, { fragments: 0, gaps: 0 }, 0, 0)).toBe(false);
    expect(isLookDue(undefined, figures, 0, 0)).toBe(true);
    expect(isLookDue(last, figures, 5_000, 60_000)).toBe(false);
    expect(isLookDue(last, { fragments: 2, gaps: 0 }, 5_000, 60_000)).toBe(true);
    expect(isLookDue(last, { fragments: 1, gaps: 1 }, 5_000, 60_000)).toBe(true);
    expect(isLookDue(last, figures, 9_500, 11_000)).toBe(true);
    expect(isLookDue(last, { fragments: 2, gaps: 2 }, 9_500, 10_900)).toBe(false);
  });
});

describe('lines for a person', () => {
  const same = (text: string): string => text;
  const plain = { bold: same, dim: same, good: same, warn: same, bad: same, accent: same };
  const task = exampleRecording({}, { name: 'Show\u001B[2J' });
  const failed = exampleRecording(
    {},
    {
      state: { name: 'failed', at: 0, error: { code: 'network', message: '' }, retryable: false },
    },
  );
  const over = { kind: 'over', complete: false, beside: [] } as const;

  test('say what happened, and what comes from outside cannot move the cursor', () => {
    expect(newsLines({ kind: 'gap', task, gap: { ...gap, track: 'audio' } }, 80, plain, 0)).toEqual([
      '! Show\\u{1b}[2J: gap at 0:20 in audio: 4.0 s missing, 2 segments (server error)',
    ]);
    const outage = { since: 0, code: 'network', detail: 'ECONNRESET', track: 'main' };
    expect(newsLines({ kind: 'goes-on', task, outage, seconds: 12 }, 80, plain, 12_000)).toEqual([
      'Show\\u{1b}[2J: goes on; nothing came for 12 s (ECONNRESET)',
    ]);
  });

  test('a failure has a summary of what there is, if there is something', () => {
    expect(newsLines({ ...over, task: failed, timeline: exampleTimeline(0) }, 80, plain, 0)).toEqual([]);
    expect(newsLines({ ...over, task: failed, timeline: null }, 80, plain, 0)).toEqual([]);
    const lines = newsLines({ ...over, task: failed, timeline: exampleTimeline(1) }, 80, plain, 0);
    expect(lines[0]).toBe('what there is of Evening show:');
    expect(lines.slice(-2)).toEqual([
      '1 fragment, recorded 0:10.0 of 0:10.0, 1.00 MB',
      'To keep all that is recorded: sluice stop k3f9abcdef; to go on with it: sluice retry k3f9abcdef',
    ]);
  });
});

test('the next recording of one that is followed is followed too', () => {
  const recording = recordingOptions.parse({ repeat: 'daily' });
  const watch = new Watch();
  watch.put(exampleRecording({}, { recording, createdAt: 1 }));
  const next = exampleRecording(
    {},
    {
      ...{ recording, createdAt: 2, id: 'q9zzzzzzzz', state: { name: 'scheduled', startAt: 9 } },
    },
  );
  expect(isSuccessor(next, watch)).toBe(true);
  expect(isSuccessor({ ...next, url: 'http://example.com/other' }, watch)).toBe(false);
  expect(isSuccessor({ ...next, directory: '/elsewhere' }, watch)).toBe(false);
  expect(isSuccessor({ ...next, recording: recordingOptions.parse({ repeat: 'weekly' }) }, watch)).toBe(false);
  expect(isSuccessor({ ...next, recording: recordingOptions.parse({}) }, watch)).toBe(false);
  expect(isSuccessor(exampleRecording({}, { recording }), watch)).toBe(false);
});
