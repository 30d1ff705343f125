import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fragmentSubtitles } from '../../../engine/record/finish/subtitles.ts';
import { readVtt } from '../../../engine/record/finish/vtt.ts';

const none = { ticks: 0, timescale: 90_000 };

function vtt(...blocks: string[]): string {
  return `${['WEBVTT', ...blocks].join('\n\n')}\n`;
}

describe('subtitles of a fragment', () => {
  test('are moved to its own times by the clock they name', () => {
    const text = vtt('00:00:01.000 --> 00:00:02.500 line:0\nHello').replace(
      'WEBVTT',
      'WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.500,MPEGTS:900000',
    );
    // The fragment begins at 8 s on the clock; the cue at 10.5.
    const shift = { ticks: -8 * 12_800, timescale: 12_800 };
    expect(fragmentSubtitles([{ text, shift }], 20, 0)).toBe(vtt('00:00:02.500 --> 00:00:04.000 line:0\nHello'));
    expect(fragmentSubtitles([{ text, shift }], 20, 0.25)).toContain('00:00:02.750 --> 00:00:04.250');
  });

  test('are found on any turn of the clock', () => {
    const wrap = 2 ** 33;
    const map = (ticks: number) =>
      `WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:${ticks},LOCAL:00:00:00.000\n\n00:01.000 --> 00:02.000\nx\n`;
    const shift = { ticks: -(wrap - 90_000), timescale: 90_000 };
    const wanted = vtt('00:00:03.000 --> 00:00:04.000\nx');
    expect(fragmentSubtitles([{ text: map(90_000), shift }], 10, 0)).toBe(wanted);
    expect(fragmentSubtitles([{ text: map(90_000), shift: { ...shift, ticks: shift.ticks - 3 * wrap } }], 10, 0)).toBe(
      wanted,
    );
  });

  test('are cut at its ends, and stay in both fragments', () => {
    const text = vtt('00:00.000 --> 00:10.000\nlong', '00:04.000 --> 00:06.000\n<00:05.500>word');
    expect(fragmentSubtitles([{ text, shift: none }], 5, 0)).toBe(
      vtt('00:00:00.000 --> 00:00:05.000\nlong', '00:00:04.000 --> 00:00:05.000\n<00:00:05.000>word'),
    );
    expect(fragmentSubtitles([{ text, shift: { ...none, ticks: -450_000 } }], 5, 0)).toBe(
      vtt('00:00:00.000 --> 00:00:01.000\n<00:00:00.500>word', '00:00:00.000 --> 00:00:05.000\nlong'),
    );
  });

  test('are one cue where segments repeat it or cut it in two', () => {
    const pieces = [
      vtt('00:01.000 --> 00:03.000\nrepeated', '00:02.000 --> 00:04.000\ncut'),
      vtt('00:01.000 --> 00:03.000\nrepeated', '00:04.000 --> 00:05.000\ncut', '00:08.000 --> 00:09.000\ncut'),
    ].map((text) => ({ text, shift: none }));
    expect(fragmentSubtitles(pieces, 10, 0)).toBe(
      vtt(
        '00:00:01.000 --> 00:00:03.000\nrepeated',
        '00:00:02.000 --> 00:00:05.000\ncut',
        '00:00:08.000 --> 00:00:09.000\ncut',
      ),
    );
  });

  test('keep what they look like, once', () => {
    const style = 'STYLE\n::cue { color: lime }';
    const pieces = [1, 2].map((at) => ({
      text: vtt(style, 'NOTE 00:00.000 --> 00:01.000', `00:0${at}.000 --> 00:0${at}.500\n${at}`),
      shift: none,
    }));
    expect(fragmentSubtitles(pieces, 10, 0)).toBe(
      vtt(style, '00:00:01.000 --> 00:00:01.500\n1', '00:00:02.000 --> 00:00:02.500\n2'),
    );
  });

  test('are none where nothing is shown', () => {
    expect(fragmentSubtitles([], 10, 0)).toBeNull();
    expect(fragmentSubtitles([{ text: vtt('NOTE nothing'), shift: none }], 10, 0)).toBeNull();
    expect(fragmentSubtitles([{ text: vtt('00:20.000 --> 00:21.000\nlater'), shift: none }], 10, 0)).toBeNull();
    expect(fragmentSubtitles([{ text: '<html>sorry</html>', shift: none }], 10, 0)).toBeNull();
  });

  test('add up over the fragments of a recording: every moment of every cue is in exactly one', () => {
    const cue = fc.record({ start: fc.integer({ min: 0, max: 60_000 }), length: fc.integer({ min: 1, max: 20_000 }) });
    const ends = fc.uniqueArray(fc.integer({ min: 1, max: 89 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.array(cue, { minLength: 1, maxLength: 12 }), ends, (cues, cuts) => {
        const clock = (ms: number): string =>
          `${String(Math.floor(ms / 60_000)).padStart(2, '0')}:${((ms % 60_000) / 1000).toFixed(3).padStart(6, '0')}`;
        const text = vtt(
          ...cues.map(({ start, length }, index) => `${clock(start)} --> ${clock(start + length)}\n${index}`),
        );
        const bounds = [0, ...cuts.toSorted((one, other) => one - other), 90];
        const shown = new Map<string, number>();
        for (const [index, from] of bounds.slice(0, -1).entries()) {
          const to = bounds[index + 1] ?? 0;
          const out = fragmentSubtitles([{ text, shift: { ticks: -from, timescale: 1 } }], to - from, 0);
          for (const { start, end, text: name } of out === null ? [] : readVtt(out).cues) {
            expect(start).toBeGreaterThanOrEqual(0);
            expect(end).toBeLessThanOrEqual((to - from) * 1000);
            shown.set(name, (shown.get(name) ?? 0) + end - start);
          }
        }
        expect([...shown]).toHaveLength(cues.length);
        for (const [name, length] of shown) expect(length).toBe(cues[Number(name)]?.length);
      }),
    );
  });
});

describe('WebVTT is read', () => {
  test('with any line ends, a byte order mark, hours or none', () => {
    const text =
      '\ufeffWEBVTT - title\r\n\r\n7\r\n100:00:00,5 --> 100:00:01.000 align:start\r\ntwo\r\nlines\r\n\r\n\r\n00:01.000-->00:02.000\rx';
    expect(readVtt(text).cues).toEqual([
      { id: '7', start: 360_000_500, end: 360_001_000, settings: 'align:start', text: 'two\nlines' },
      { id: '', start: 1000, end: 2000, settings: '', text: 'x' },
    ]);
  });

  test('without an empty line behind the head', () => {
    const text = 'WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:1,LOCAL:00:00.000\n00:01.000 --> 00:02.000\nx\n';
    expect(readVtt(text)).toMatchObject({ map: { ticks: 1, local: 0 }, cues: [{ id: '', start: 1000, text: 'x' }] });
  });

  test('in time that does not grow with the square of its length', () => {
    const text = `WEBVTT\n\n${'\n \t'.repeat(100_000)}${'00:00:'.repeat(100_000)}`;
    expect(readVtt(text).cues).toEqual([]);
  });
});
