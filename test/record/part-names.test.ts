import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { fragmentsOf } from '../streams/record.ts';
import { faulty, recorded } from './faulty.ts';

test('a recording in one file is called by its plain name when it is over', async () => {
  for (const duration of [3, null]) {
    const { origin, record } = await faulty({ first: 12 });
    const begun = record({ duration });
    if (duration === null) await recorded(begun, 12);
    origin.end();
    expect(fragmentsOf(await begun.done).map((path) => basename(path))).toEqual(['Studio.mp4']);
  }
});

test('one that has to be several is numbered from the first', async () => {
  const { origin, record } = await faulty({ first: 4, window: 6 });
  origin.fault('s0004.ts', { status: 404 });
  const begun = record({ duration: 5 });
  await recorded(begun, 4);
  origin.play(250, false);
  const names = fragmentsOf(await begun.done).map((path) => basename(path));
  expect(names).toEqual(['Studio part 001.mp4', 'Studio part 002.mp4']);
});

test('where a gap swallows the rest of it, there is one file, by its plain name', async () => {
  const { origin, record } = await faulty({ first: 4, window: 6 });
  for (const name of ['s0004.ts', 's0005.ts']) origin.fault(name, { status: 404 });
  const begun = record({ duration: 3 });
  await recorded(begun, 4);
  origin.play(250, false);
  expect(fragmentsOf(await begun.done).map((path) => basename(path))).toEqual(['Studio.mp4']);
});
