import { readFile, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Fault } from '../streams/live-origin.ts';
import { hashesOf } from '../streams/packets.ts';
import { fragmentsOf, ledgerOf } from '../streams/record.ts';
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

test('a segment that a server keeps cutting where a packet ends is a gap from there to the next', async () => {
  const { stream, origin, record } = await faulty();
  const cut = ['s0006.ts', 's0009.ts'];
  for (const name of cut) origin.fault(name, { short: 'packets' });
  const { done } = record();
  origin.play(pace / 2);
  const files = await done;
  const ledger = await ledgerOf(files);
  expect(ledger.gaps).toMatchObject(cut.map(() => ({ cause: 'short', segments: 0, track: 'main' })));
  for (const [index, next] of [3.5, 5].entries()) {
    const { at = 0, length = 0 } = ledger.gaps[index] ?? {};
    expect(at + length).toBeCloseTo(next, 3);
    expect(length).toBeGreaterThan(0.1);
    expect(length).toBeLessThan(0.5);
  }
  const missing = ledger.gaps.reduce((sum, { length }) => sum + length, 0);
  expect(ledger).toMatchObject({ breaks: [], segments: { expected: 24, stored: 24, missing: 0 } });
  expect(ledger.recorded).toBeCloseTo(ledger.length - missing, 3);
  expect(ledger.fragments.map(({ at }) => Math.round(at * 1000) / 1000)).toEqual([0, 3.5, 5]);
  // what came of them is recorded, and all else with it
  for (const name of cut) {
    const path = join(stream.folder, name);
    const half = Math.floor((await stat(path)).size / 2);
    await truncate(path, half - (half % 188));
  }
  const source = `concat:${stream.segments.map(({ name }) => join(stream.folder, name)).join('|')}`;
  for (const kind of ['video', 'audio'] as const) {
    const recorded = (await Promise.all(fragmentsOf(files).map((path) => hashesOf(path, kind)))).flat();
    expect(recorded).toEqual(await hashesOf(source, kind));
  }
  for (const name of cut) expect(origin.requests.filter((asked) => asked === name)).toHaveLength(2);
});

test('fragmented MP4 that a server keeps cutting between two fragments of it has the same gap', async () => {
  const { stream, origin, record } = await faulty({}, { container: 'fmp4' }, 2);
  const name = stream.segments[3]?.name ?? '';
  const whole = await readFile(join(stream.folder, name));
  const [, second] = topBoxes(whole).filter(({ type }) => type === 'moof');
  origin.fault(name, { text: whole.subarray(0, second?.at) });
  const { done } = record();
  origin.play(pace);
  const ledger = await ledgerOf(await done);
  expect(ledger.gaps).toMatchObject([{ cause: 'short', segments: 0, track: 'main' }]);
  expect(ledger.gaps[0]?.at).toBeCloseTo(3.5, 1);
  expect(ledger.gaps[0]?.length).toBeCloseTo(0.5, 1);
  expect(ledger).toMatchObject({ breaks: [], segments: { stored: 12, missing: 0 } });
  expect(ledger.fragments.map(({ state }) => state)).toEqual(['published', 'published']);
  expect(origin.requests.filter((asked) => asked === name)).toHaveLength(2);
});

test.each<[string, (duration: number) => number]>([
  ['twice as long as they are', (duration) => 2 * duration],
  ['whole seconds', () => 1],
  ['half as long as they are', (duration) => duration / 2],
])('a playlist that says that segments are %s makes no gap', async (_, said) => {
  const { stream, origin, record } = await faulty({ said, target: 1 });
  const { done } = record();
  origin.play(pace / 2);
  const ledger = await expectStored(stream, await done);
  expect(ledger).toMatchObject({ gaps: [], breaks: [], segments: { stored: 24, missing: 0 } });
  expect(ledger.fragments).toHaveLength(1);
  expect(ledger.length).toBeCloseTo(12, 1);
});

/** The outermost boxes of an MP4 (ISO/IEC 14496-12 section 4.2). */
function topBoxes(data: Buffer): { readonly at: number; readonly type: string }[] {
  const boxes: { at: number; type: string }[] = [];
  for (let at = 0; at + 8 <= data.length; at += Math.max(8, data.readUInt32BE(at))) {
    boxes.push({ at, type: data.toString('latin1', at + 4, at + 8) });
  }
  return boxes;
}
