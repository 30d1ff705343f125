import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { barHalves, lineBar, percent } from '../../cli/bars/bar.ts';
import { layoutFor, total } from '../../cli/bars/layout.ts';
import { barLine } from '../../cli/bars/line.ts';
import { cutMiddle, fitLeft } from '../../cli/format/fit.ts';
import type { Paint } from '../../cli/format/paint.ts';
import { printable } from '../../cli/format/printable.ts';
import { table } from '../../cli/format/table.ts';
import { exampleTask } from './example-task.ts';

const same = (text: string): string => text;
const plain: Paint = { bold: same, dim: same, good: same, warn: same, bad: same, accent: same };

describe('a line with a bar', () => {
  test('parts and gaps never take more than the width', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 0, max: 500 }), (width, longest) => {
        const layout = layoutFor(width, longest);
        const parts = [layout.name, layout.percent, layout.bar, layout.bytes, layout.speed, layout.eta];
        expect(Math.min(...parts)).toBeGreaterThanOrEqual(0);
        expect(total(parts)).toBeLessThanOrEqual(width);
      }),
    );
  });

  test('is never wider than the terminal, whatever the name and the figures', () => {
    const amount = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }),
        amount,
        fc.option(amount),
        fc.double({ min: 0, max: 1e13, noNaN: true }),
        fc.option(fc.double({ min: 0, max: 1e9, noNaN: true })),
        fc.constantFrom('resolving' as const, 'running' as const, 'finishing' as const),
        (width, name, done, size, speed, eta, phase) => {
          const state =
            phase === 'running'
              ? { name: phase, since: 0, pace: { speed, eta, connections: 1 }, live: null }
              : phase === 'finishing'
                ? { name: phase, since: 0, step: 'verify' as const }
                : { name: phase, since: 0 };
          const fraction = size === null ? null : 0.5;
          const task = exampleTask({ name, state, progress: { fraction, done, total: size } });
          const layout = layoutFor(width, stringWidth(printable(name)));
          expect(stringWidth(barLine(task, layout, lineBar, plain))).toBeLessThanOrEqual(width);
        },
      ),
    );
  });

  test('gives up the least useful figures first', () => {
    const task = exampleTask({
      name: 'a-file-of-some-length.iso',
      state: { name: 'running', since: 0, pace: { speed: 12_300_000, eta: 75, connections: 8 }, live: null },
      progress: { fraction: 0.42, done: 120_000_000, total: 286_000_000 },
    });
    const at = (width: number): string => barLine(task, layoutFor(width, 25), lineBar, plain);
    expect(at(120)).toBe(
      `a-file-of-some-length.iso   42%  ${'━'.repeat(13)}${'─'.repeat(19)}    120 MB / 286 MB  12.3 MB/s     1:15`,
    );
    expect(at(60)).toBe('a-file-of…ength.iso   42%  ━━━━━────────  12.3 MB/s     1:15');
    expect(at(45)).toContain('42%');
    expect(at(45)).not.toContain('━');
    expect(at(20)).toBe('a-file-…th.iso   42%');
  });

  test('a bar is full at the end only, and 100% too', () => {
    expect(barHalves(0.999, 10, lineBar)).toEqual(['━'.repeat(9), '─']);
    expect(barHalves(1, 10, lineBar)).toEqual(['━'.repeat(10), '']);
    expect(barHalves(null, 4, lineBar)).toEqual(['', '────']);
    expect(percent(0.999)).toBe('99%');
    expect(percent(1)).toBe('100%');
    expect(percent(null)).toBe('');
  });
});

describe('text in columns', () => {
  test('is cut in the middle by what is shown, not by characters', () => {
    expect(cutMiddle('abcdefghij', 7)).toBe('abc…hij');
    expect(stringWidth(cutMiddle('日本語のとても長いファイル名.mp4', 15))).toBeLessThanOrEqual(15);
    expect(cutMiddle('日本語のとても長いファイル名.mp4', 15)).toMatch(/\.mp4$/);
    expect(stringWidth(fitLeft('👨‍👩‍👧‍👦 family', 12))).toBe(12);
    expect(cutMiddle('abc', 0)).toBe('');
  });

  test('from outside cannot move the cursor or turn around', () => {
    expect(printable('a\u001B[2Jb')).toBe('a\\u{1b}[2Jb');
    expect(printable('exe\u202Egpj.scr')).toBe('exe\\u{202e}gpj.scr');
    expect(printable('one\r\ntwo\tthree')).toBe('one two three');
    expect(printable('naïve 日本 👩‍🚀')).toBe('naïve 日本 👩‍🚀');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(printable(text)).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
      }),
    );
  });

  test('of a table: the flexible column gives way, nothing ends in spaces', () => {
    const columns = [
      { title: 'ID', align: 'left' },
      { title: 'NAME', align: 'left', flexible: true },
      { title: 'SIZE', align: 'right' },
    ] as const;
    const rows = [
      ['1', 'a-very-long-name-indeed.bin', '5 B'],
      ['22', 'b', ''],
    ];
    expect(table(columns, rows, 80)).toEqual([
      'ID  NAME                         SIZE',
      '1   a-very-long-name-indeed.bin   5 B',
      '22  b',
    ]);
    expect(table(columns, rows, 24).map((line) => stringWidth(line))).toEqual([24, 24, 5]);
  });
});
