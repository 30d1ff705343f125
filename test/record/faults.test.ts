import { expect, test } from 'vitest';
import type { Fault } from '../streams/live-origin.ts';
import { expectStored } from '../streams/stored.ts';
import { faulty, recorded, told } from './faulty.ts';

/** Milliseconds from segment to segment, where they come by themselves: twice as fast as they play. */
const pace = 250;

test('two segments that are not found are one gap between two fragments', async () => {
  const { stream, origin, record } = await faulty({ window: 12 });
  for (const name of ['s0006.ts', 's0007.ts']) origin.fault(name, { status: 404 });
  const { done } = record();
  origin.play(pace);
  const ledger = await expectStored(stream, await done);
  expect(ledger.gaps).toMatchObject([{ cause: 'not-found', segments: 2, track: 'main', detail: 'HTTP 404 Not Found' }]);
  expect(ledger.gaps[0]?.at).toBeCloseTo(3, 3);
  expect(ledger.gaps[0]?.length).toBeCloseTo(1, 3);
  expect(ledger).toMatchObject({ breaks: [], segments: { expected: 24, stored: 22, missing: 2 } });
  expect(ledger.fragments.map(({ at }) => Math.round(at * 100) / 100)).toEqual([0, 4]);
});

const passing: readonly (readonly [string, Fault, number])[] = [
  ['503 twice', { status: 503 }, 2],
  ['404 before it is there', { status: 404 }, 2],
  ['a connection that ends at half', { cut: 'half' }, 1],
  ['half of it, that looks like all', { short: 'bytes' }, 1],
  ['half of its packets', { short: 'packets' }, 1],
  ['a page in its place', { text: '<!DOCTYPE html><title>Sign in</title>' }, 2],
  ['no answer', { silent: true }, 1],
];

test.each(passing)('nothing is missing after %s', async (_, fault, times) => {
  const { stream, origin, record } = await faulty();
  origin.fault('s0006.ts', fault, times);
  const { done } = record();
  origin.play(pace / 2);
  const ledger = await expectStored(stream, await done);
  expect(ledger).toMatchObject({ gaps: [], breaks: [], segments: { stored: 24, missing: 0 } });
  expect(ledger.fragments).toHaveLength(1);
  expect(origin.requests.filter((name) => name === 's0006.ts')).toHaveLength(times + 1);
});

test.each([
  ['half of it, that looks like all', { short: 'bytes' }],
  ['a page in its place', { text: '<!DOCTYPE html><title>Sign in</title>' }],
] as const)('a segment that stays damaged is missing: %s', async (_, fault) => {
  const { stream, origin, record } = await faulty();
  origin.fault('s0006.ts', fault);
  const { done } = record();
  origin.play(pace / 2);
  const ledger = await expectStored(stream, await done);
  expect(ledger.gaps).toMatchObject([{ cause: 'corrupt', segments: 1 }]);
  expect(ledger.segments).toMatchObject({ stored: 23, missing: 1 });
  expect(ledger.fragments).toHaveLength(2);
});

test('a server that begins to count anew is a break, and nothing is lost or there twice', async () => {
  const { stream, origin, record } = await faulty({ window: 8 });
  const begun = record();
  await recorded(begun, 4);
  origin.reveal(6);
  await recorded(begun, 10);
  origin.restart();
  origin.reveal(3);
  origin.play(pace);
  const ledger = await expectStored(stream, await begun.done);
  expect(ledger.gaps).toEqual([]);
  expect(ledger.breaks).toMatchObject([{ cause: 'reset' }]);
  expect(ledger.breaks[0]?.at).toBeCloseTo(5, 3);
  expect(ledger.segments).toMatchObject({ stored: 24, missing: 0 });
});

test('old playlists of a cache put nothing into the recording twice', async () => {
  const { stream, origin, record } = await faulty({ window: 8 });
  const begun = record();
  await recorded(begun, 4);
  for (let times = 1; times <= 3; times += 1) {
    const old = origin.playlist();
    origin.reveal(4);
    await recorded(begun, origin.revealed);
    origin.fault('live.m3u8', { text: old }, 1);
    await expect.poll(() => told(begun, 'an old playlist'), { timeout: 20_000 }).toBe(times);
  }
  origin.play(pace);
  const ledger = await expectStored(stream, await begun.done);
  expect(ledger).toMatchObject({ gaps: [], breaks: [], segments: { stored: 24, missing: 0 } });
  expect(ledger.segments.duplicates).toBeGreaterThan(0);
  for (const { name } of stream.segments) expect(origin.requests.filter((asked) => asked === name)).toHaveLength(1);
});
