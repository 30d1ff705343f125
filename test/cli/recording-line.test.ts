import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { lineBar } from '../../cli/bars/bar.ts';
import { layoutFor } from '../../cli/bars/layout.ts';
import { recordingLines } from '../../cli/bars/recording-line.ts';
import type { Paint } from '../../cli/format/paint.ts';
import { printable } from '../../cli/format/printable.ts';
import { phases } from '../../cli/text/phases.ts';
import type { StreamTask } from '../../contract/task.ts';
import { exampleRecording } from './example-recording.ts';

const same = (text: string): string => text;
const plain: Paint = { bold: same, dim: same, good: same, warn: same, bad: same, accent: same };
const now = new Date(2026, 10, 24, 20, 15, 30).getTime();

function linesOf(task: StreamTask, width: number): string[] {
  const layout = layoutFor(width, stringWidth(printable(task.name)));
  return recordingLines(task, { layout, width }, lineBar, plain, now);
}

describe('the line of a recording', () => {
  test('gives up the least useful figures first, and says what is missing to the last', () => {
    const task = exampleRecording({ gaps: 1, missing: 12, fragments: 12 });
    expect([120, 90, 70, 50, 40, 25, 16].map((width) => linesOf(task, width)[0])).toEqual([
      `Evening show     0:34 / 1:00:00  ${'─'.repeat(28)}  12 fragments  1 gap  12 s missing   4 s behind  1.23 MB/s`,
      'Evening show     0:34 / 1:00:00  12 fragments  1 gap  12 s missing   4 s behind  1.23 MB/s',
      'Evening show     0:34 / 1:00:00  1 gap  12 s missing  1.23 MB/s',
      'Evening show     0:34 / 1:00:00  1 gap  1.23 MB/s',
      'Evening show     0:34 / 1:00:00  1 gap',
      'Eve…ow     0:34 / 1:00:00',
      '  0:34 / 1:00:00',
    ]);
  });

  test('without an end there is no bar', () => {
    expect(linesOf(exampleRecording({ asked: null, fragments: 0, behind: null }), 80)).toEqual([
      'Evening show  0:34  1.23 MB/s',
    ]);
  });

  test('an outage is a line of its own, with how long it is still tried', () => {
    const outage = {
      since: now - 12_000,
      code: 'source-unavailable',
      detail: '503 Service Unavailable',
      track: 'main',
    };
    expect(linesOf(exampleRecording({ outage }), 100)[1]).toBe(
      '  nothing comes since 12 s: 503 Service Unavailable; trying until 20:25:18',
    );
    const silent = { since: now - 700_000, code: 'timeout', detail: null, track: 'main' };
    expect(linesOf(exampleRecording({ outage: silent }), 100)[1]).toBe(
      '  nothing comes since 11:40: the server does not answer; giving up',
    );
    const sound = { since: now - 12_000, code: 'source-unavailable', detail: 'HTTP 503', track: 'audio' };
    expect(linesOf(exampleRecording({ outage: sound }), 100)[1]).toBe(
      '  nothing of audio comes since 12 s: HTTP 503; the rest is recorded',
    );
  });

  test('one that is being stopped says so', () => {
    expect(linesOf(exampleRecording({}, { stopping: true }), 100)[0]).toContain('stopping, keeping what is recorded');
  });

  test('no line is wider than the terminal, whatever the name and the figures', () => {
    const seconds = fc.double({ min: 0, max: 1e7, noNaN: true });
    const count = fc.integer({ min: 0, max: 1e6 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }),
        fc.record({ length: seconds, missing: seconds, gaps: count, fragments: count, asked: fc.option(seconds) }),
        fc.option(seconds),
        fc.option(fc.string({ unit: 'grapheme', maxLength: 200 })),
        fc.boolean(),
        (width, name, figures, behind, detail, stopping) => {
          const outage = detail === null ? null : { since: now, code: 'network', detail, track: 'main' };
          const task = exampleRecording({ ...figures, behind, outage }, { name, stopping });
          for (const line of linesOf(task, width)) expect(stringWidth(line)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });

  test('one that does not run has none', () => {
    expect(linesOf(exampleRecording({}, { state: { name: 'resolving', since: 0 } }), 80)).toEqual([]);
  });
});

describe('what a recording does, in words', () => {
  test.each<[string, Partial<StreamTask>]>([
    ['recording', {}],
    ['stopping, keeping what is recorded', { stopping: true }],
    ['putting the last fragment together', { state: { name: 'finishing', since: 0, step: 'assemble' } }],
    ['starts in 4:30, at 2026-11-24 20:20:00', { state: { name: 'scheduled', startAt: now + 270_000 } }],
    [
      'not live yet, looks again in 0:15',
      {
        state: {
          name: 'queued',
          since: 0,
          waiting: { why: 'live', until: now + 15_000, error: { code: 'not-live', message: '' } },
        },
      },
    ],
    [
      'waits until another recording ends (setting: max-recordings)',
      { state: { name: 'queued', since: 0, waiting: { why: 'slot' } } },
    ],
  ])('%s', (words, change) => {
    expect(phases(exampleRecording({}, change), now)).toBe(words);
  });
});
