import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { testFolder } from '../files/folder.ts';
import { begin, fragmentsOf, ledgerOf } from '../streams/record.ts';
import { faulty } from './faulty.ts';

const template = '{title} {date} {time} part {part:000}';

/** Milliseconds since the epoch in the names of the fragments. */
function timesOf(paths: readonly string[]): number[] {
  return paths.map((path) => {
    const [, date = '', time = ''] = / (\d{4}-\d{2}-\d{2}) (\d{2}-\d{2}-\d{2}) part/u.exec(basename(path)) ?? [];
    return new Date(`${date}T${time.replaceAll('-', ':')}`).getTime();
  });
}

test('all fragments of a finished playlist without dates go by the time at which the recording began', async () => {
  const { origin } = await faulty({ first: 24 });
  origin.end();
  const folder = await testFolder();
  const files = await begin(origin.url(), folder, { fragment: 2 }, { template }).done;
  const times = timesOf(fragmentsOf(files));
  const { startedAt, beganAt } = await ledgerOf(files);
  expect(times).toEqual(Array(6).fill(Math.floor((startedAt ?? 0) / 1000) * 1000));
  expect(beganAt).toBeNull();
});

test('the oldest fragment of a live window goes by the time it was sent', async () => {
  const { origin } = await faulty({ first: 24 });
  const folder = await testFolder();
  const options = { fragment: 2, duration: 8, from: 'start' } as const;
  const files = await begin(origin.url(), folder, options, { template }).done;
  const { startedAt, beganAt } = await ledgerOf(files);
  // The window is 12 s long.
  expect(Math.abs((startedAt ?? 0) - 12_000 - (beganAt ?? 0))).toBeLessThan(3000);
  expect(timesOf(fragmentsOf(files))).toEqual(
    [0, 2, 4, 6].map((seconds) => Math.floor(((beganAt ?? 0) + seconds * 1000) / 1000) * 1000),
  );
});
