import { open, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bytes } from '../servers/body.ts';
import { get, outcome, parts } from './fetching.ts';

const MiB = 1024 * 1024;
const size = 5 * 1024 * MiB;
const seed = 8;
/** What is compared before each missing range. */
const overlap = 16 * 1024;
/** Missing ranges, `[start, end)`: one over the border of 32 bits, one up to the end. */
const missing = [
  [2 ** 32 - 2 * MiB, 2 ** 32 + 14 * MiB],
  [size - 6 * MiB, size],
] as const;

test('5 GiB: what is fetched beyond 4 GiB comes from there and lands there', async () => {
  const { origin, task } = await parts();
  const behaviour = { size, seed, etag: '"five gibibytes"' };
  expect(outcome(await get(origin, task, behaviour, { stopAt: 1 }))).toBe('stopped');

  // All but two ranges is on record, as after a long download. Where nothing is compared, holes stand for the bytes.
  const journalPath = join(task.directory, '.sluice', `${task.id}.json`);
  const journal = JSON.parse(await readFile(journalPath, 'utf8'));
  expect(journal.total).toBe(size);
  const [[firstStart, firstEnd], [secondStart]] = missing;
  const ranges = [
    [0, firstStart],
    [firstEnd, secondStart],
  ];
  await writeFile(journalPath, JSON.stringify({ ...journal, ranges }));
  const part = join(task.directory, '.sluice', `${task.id}.part`);
  await truncate(part, 0);
  await using stored = await open(part, 'r+');
  for (const [start] of missing) await stored.write(bytes(seed, start - overlap, start), 0, overlap, start - overlap);
  const before = origin.requests.length;

  const ending = await get(origin, task, behaviour, { connections: 8 });
  expect(ending).toMatchObject({ how: 'done', artifact: { size } });
  const asked = origin.requests.slice(before);
  expect(new Set(asked.map(({ connection }) => connection)).size).toBeGreaterThan(2);
  for (const { headers } of asked) {
    const from = Number(/^bytes=(\d+)-/.exec(headers['range']?.toString() ?? '')?.[1]);
    expect(missing.some(([start, end]) => start - overlap <= from && from < end)).toBe(true);
  }
  await using file = await open(join(task.directory, 'file.bin'));
  expect((await file.stat()).size).toBe(size);
  for (const [start, end] of missing) {
    const { buffer } = await file.read(Buffer.alloc(end - start), 0, end - start, start);
    expect(buffer.equals(bytes(seed, start, end))).toBe(true);
  }
});
