import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chaptersOf } from '../../../engine/sources/youtube/chapters.ts';

const bar = (key: string, chapters: readonly [string, number][]): object => ({
  playerOverlays: {
    playerOverlayRenderer: {
      decoratedPlayerBarRenderer: {
        decoratedPlayerBarRenderer: {
          playerBar: {
            multiMarkersPlayerBarRenderer: {
              markersMap: [
                { key: 'HEATSEEKER', value: { heatmap: {} } },
                {
                  key,
                  value: {
                    chapters: chapters.map(([title, seconds]) => ({
                      chapterRenderer: { title: { simpleText: title }, timeRangeStartMillis: seconds * 1000 },
                    })),
                  },
                },
              ],
            },
          },
        },
      },
    },
  },
});

const panel = (kind: string, chapters: readonly [string, number][]): object => ({
  engagementPanels: [
    { engagementPanelSectionListRenderer: { targetId: 'engagement-panel-searchable-transcript', content: {} } },
    {
      engagementPanelSectionListRenderer: {
        targetId: `engagement-panel-macro-markers-${kind}-chapters`,
        content: {
          macroMarkersListRenderer: {
            contents: chapters.map(([title, startTimeSeconds]) => ({
              macroMarkersListItemRenderer: {
                title: { runs: [{ text: title }] },
                onTap: { watchEndpoint: { startTimeSeconds } },
              },
            })),
          },
        },
      },
    },
  ],
});

test('marks of the bar come before the list, and both before the description', () => {
  const text = '0:00 From the text\n0:30 More\n1:00 End';
  const listed = panel('description', [['From the list', 0]]);
  expect(chaptersOf({ ...listed, ...bar('DESCRIPTION_CHAPTERS', [['From the bar', 0]]) }, text, 90)).toEqual([
    { title: 'From the bar', start: 0, end: 90 },
  ]);
  expect(chaptersOf(listed, text, 90)).toEqual([{ title: 'From the list', start: 0, end: 90 }]);
  expect(chaptersOf(panel('auto', [['Made up', 0]]), text, 90)).toEqual([{ title: 'Made up', start: 0, end: 90 }]);
  expect(chaptersOf(bar('HEATSEEKER', [['No', 0]]), text, 90)).toHaveLength(3);
});

test('each ends where the next begins; what lies behind the end is left out, and what does not ascend is none', () => {
  expect(
    chaptersOf(
      bar('AUTO_CHAPTERS', [
        ['a', 0],
        ['b', 10.5],
        ['c', 90],
      ]),
      null,
      60,
    ),
  ).toEqual([
    { title: 'a', start: 0, end: 10.5 },
    { title: 'b', start: 10.5, end: 60 },
  ]);
  expect(
    chaptersOf(
      bar('AUTO_CHAPTERS', [
        ['a', 0],
        ['b', 20],
        ['c', 10],
      ]),
      null,
      60,
    ),
  ).toEqual([]);
  expect(chaptersOf(bar('AUTO_CHAPTERS', [['a', 0]]), null, null)).toEqual([]);
});

test.each<[string, string, readonly [string, number][]]>([
  [
    'plain',
    '0:00 Beginning\n1:00 Middle\n10:00 End',
    [
      ['Beginning', 0],
      ['Middle', 60],
      ['End', 600],
    ],
  ],
  [
    'hours',
    'Contents\n\n00:00:00 - A\n00:30 - B\n01:02:03 - C\n\nThanks',
    [
      ['A', 0],
      ['B', 30],
      ['C', 3723],
    ],
  ],
  [
    'brackets',
    '[0:00] A\n(0:20) B\n[0:40] C',
    [
      ['A', 0],
      ['B', 20],
      ['C', 40],
    ],
  ],
  [
    'points',
    '• 0:00 A\n• 0:20 B: c\n- 0:40 — D',
    [
      ['A', 0],
      ['B: c', 20],
      ['D', 40],
    ],
  ],
  [
    'behind',
    'A 0:00\nB - 0:20\nC (0:40)',
    [
      ['A', 0],
      ['B', 20],
      ['C', 40],
    ],
  ],
  ['not from the beginning', '0:10 A\n0:30 B\n0:50 C', []],
  ['two', '0:00 A\n0:30 B', []],
  ['too short', '0:00 A\n0:05 B\n0:30 C', []],
  ['falling', '0:00 A\n1:00 B\n0:30 C', []],
  ['none', 'See you at 20:15 on channel 3\nhttps://a.test/1:2', []],
])('a description: %s', (_what, text, marks) => {
  expect(chaptersOf(null, text, 10_000).map(({ title, start }) => [title, start])).toEqual(marks);
});

test('whatever a description says, chapters lie within the video, one behind the other, without gaps', () => {
  const time = fc
    .tuple(fc.nat(3), fc.nat(59), fc.nat(59))
    .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
  const line = fc.oneof(
    fc.tuple(time, fc.string()).map(([at, title]) => `${at} ${title}`),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(line), fc.integer({ min: 1, max: 20_000 }), (lines, duration) => {
      const chapters = chaptersOf(null, ['0:00 A', '0:20 B', ...lines].join('\n'), duration);
      expect(chapters[0]?.start ?? 0).toBe(0);
      expect(chapters.at(-1)?.end ?? duration).toBe(duration);
      for (const [at, { start, end, title }] of chapters.entries()) {
        expect(end).toBeGreaterThan(start);
        expect(title).not.toBe('');
        expect(chapters[at + 1]?.start ?? end).toBe(end);
      }
    }),
  );
});

test('a long description takes no longer than its length', () => {
  for (const text of [
    '('.repeat(200_000),
    `${' - '.repeat(100_000)}x`,
    '0:00 '.repeat(50_000),
    `x${' '.repeat(200_000)}`,
  ]) {
    expect(chaptersOf(null, text, 100)).toEqual([]);
  }
});
