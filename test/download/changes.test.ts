import { expect, test } from 'vitest';
import { expectWhole, outcome, parts } from './fetching.ts';

const MiB = 1024 * 1024;
const patience = { timeout: 20_000 };

test('a change that one connection meets ends the others at once', async () => {
  const { origin, task } = await parts();
  const size = 48 * MiB;
  origin.serve('/file.bin', { size, seed: 1, etag: '"one"', rate: 4 * MiB });
  const running = task.attempt(origin.url('/file.bin'));
  await expect.poll(() => origin.requests.length, patience).toBe(1);
  // The second connection is tried while the first one is at its answer.
  origin.serve('/file.bin', { size, seed: 2, etag: '"two"', ifRange: 'ignored', rate: 4 * MiB });
  expect(outcome(await running)).toBe('source-changed');
  await expect.poll(() => origin.requests[0]?.ended, patience).toBe(true);
  // Left alone it would have gone on to the half that the second one took over.
  expect(origin.requests[0]?.sent).toBeLessThan(20 * MiB);
  expect(origin.requests.length).toBeGreaterThan(1);
});

const size = 8 * MiB;
const now = (seconds: number): string => new Date(Date.UTC(2026, 10, 2, 12, 0, seconds)).toUTCString();
const weak = [
  { what: 'a weak tag', one: { etag: 'W/"one"' }, two: { etag: 'W/"two"' } },
  {
    what: 'a date as young as its answer',
    one: { lastModified: now(0), headers: { date: now(0) } },
    two: { lastModified: now(7), headers: { date: now(7) } },
  },
] as const;

test.each(weak)('$what proves no sameness, so there is one connection', async ({ one }) => {
  const { origin, task } = await parts();
  origin.serve('/file.bin', { size, seed: 1, ...one });
  expect(outcome(await task.attempt(origin.url('/file.bin'), { connections: 4 }))).toBe('done');
  expect(origin.requests).toHaveLength(1);
  await expectWhole(task, 'file.bin', 1, size);
});

test.each(weak)('$what that is another one now proves a change', async ({ one, two }) => {
  const { origin, task } = await parts();
  origin.serve('/file.bin', { size, seed: 1, ...one, rate: 8 * MiB, cut: { after: 'half', how: 'end', times: 1 } });
  const running = task.attempt(origin.url('/file.bin'), { connections: 4 });
  await expect.poll(() => origin.requests.length, patience).toBe(1);
  origin.serve('/file.bin', { size, seed: 2, ...two });
  const ending = await running;
  expect(outcome(ending)).toBe('source-changed');
  // Told by what the answer says of itself, before a byte of it was compared.
  expect(ending).toMatchObject({ failure: { detail: 'another validator' } });
  expect(await task.files()).toEqual([]);
});
