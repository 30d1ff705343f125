import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { breakCause, gapCause, timeline } from '../../../contract/recording.ts';
import { Cutter } from '../../../engine/record/cut/cutter.ts';
import { ledgerAsked, missing, type Special, stored } from './segments.ts';

const text = await readFile(new URL('../../../docs/ledger.md', import.meta.url), 'utf8');
const example = timeline.parse(JSON.parse(/```json\n(.*?)```/s.exec(text)?.[1] ?? ''));

test('every field and every cause has its words', () => {
  const { tracks, fragments, gaps, breaks, leading } = timeline.shape;
  const entries = [tracks.element, fragments.element, gaps.element, breaks.element, leading.unwrap().element];
  const names = [timeline, ...entries].flatMap(({ shape }) => Object.keys(shape));
  const states = fragments.element.shape.state.options;
  const ends = timeline.shape.end.unwrap().options;
  for (const name of [...names, ...states, ...ends, ...gapCause.options, ...breakCause.options])
    expect(text).toContain(`\`${name}\``);
});

test('the example is what such a recording says', () => {
  const ad: Special = { kind: 'both', discontinuity: 1, shown: '640×360' };
  const show: Special = { kind: 'both', shown: '1280×720', date: null };
  const ledger = ledgerAsked(
    30,
    ...[0, 1, 2, 3].map((number) => stored(number, { ...show, date: 1_795_535_990_000 + number * 2000 })),
    missing(4, { count: 2 }),
    ...[6, 7, 8, 9, 10].map((number) => stored(number, show)),
    ...[11, 12, 13, 14, 15].map((number) => stored(number, { ...ad, at: 3600 + number * 2 })),
    { type: 'duplicates', track: 'main', count: 1 },
  );
  const cutter = new Cutter(
    { duration: 30, fragment: 10, onGap: 'new-fragment', onDiscontinuity: 'new-fragment' },
    null,
  );
  for (const [index, { cut }] of cutter.take(ledger.main).entries()) {
    const part = index + 1;
    ledger.apply({ type: 'closed', at: 0, part, cut });
    const { path, size } = example.fragments[index] ?? {};
    ledger.apply({ type: 'published', at: 0, part, path: path ?? '', size: size ?? 0 });
  }
  ledger.apply({ type: 'attempt', at: 0, title: example.title });
  ledger.apply({ type: 'ended', at: 0, why: 'duration' });
  const { startedAt: _, ...said } = ledger.timeline({ url: example.url });
  expect(example).toMatchObject(said);
});
