import { expect, test, vi } from 'vitest';
import type { MediaSummary } from '../../../engine/record/stored.ts';
import { contentOf } from './live.ts';
import { setting, type Taking } from './taking.ts';

const told = (taking: Taking, count: number) =>
  vi.waitUntil(() => taking.told.length >= count, { timeout: 20_000, interval: 10 });

const whole = contentOf('s0').length;

/** Media that lasts as long as it has bytes: a whole segment `seconds`. */
function lasting(seconds: number): (data: Uint8Array) => MediaSummary {
  return (data) => {
    const common = { id: 1, codec: 'h264', format: '', shown: '', timescale: 1_000_000, keys: [] };
    const end = Math.round((data.length / whole) * seconds * 1_000_000);
    return {
      container: 'ts',
      streams: [{ ...common, kind: 'video', first: 0, end, units: 9 }],
      wrap: null,
      timed: true,
    };
  };
}

const half = (name: string) => contentOf(name).subarray(0, whole / 2);

test('what holds less than its playlist says is asked for again, and believed when it is all there is', async () => {
  const { live, take } = await setting();
  live.fault('s1', { content: half('s1') });
  live.add(4);
  const taking = take({ read: lasting(0.2) });
  await told(taking, 4);
  expect(taking.told).toEqual(['0:0', '0:1', '0:2', '0:3']);
  expect(taking.stored.map(({ bytes }) => bytes)).toEqual([whole, whole / 2, whole, whole]);
  expect(['s0', 's1', 's2', 's3'].map((name) => live.asked(name))).toEqual([1, 2, 1, 1]);
});

test('the longest answer is kept when no whole one comes', async () => {
  const { live, take } = await setting();
  live.fault('s1', { content: half('s1') });
  live.add(3);
  const read: ReturnType<typeof lasting> = (data) => {
    // It is gone when it is asked for again.
    if (data.length < whole) live.fault('s1', { fail: { status: 404 } });
    return lasting(0.2)(data);
  };
  const taking = take({ read });
  await vi.waitUntil(() => live.asked('s1') > 1, { timeout: 20_000, interval: 10 });
  live.add(6);
  await told(taking, 9);
  expect(taking.missing).toEqual([]);
  expect(taking.stored[1]?.bytes).toBe(whole / 2);
});

test('a playlist whose durations are always too long costs one request more, not one for each segment', async () => {
  const { live, take } = await setting();
  live.add(1);
  const taking = take({ read: lasting(0.12) });
  await told(taking, 1);
  live.add(5);
  await told(taking, 6);
  expect(['s0', 's1', 's2', 's3', 's4', 's5'].map((name) => live.asked(name))).toEqual([2, 1, 1, 1, 1, 1]);
});

test('one that turns out to have been cut is no measure for those behind it', async () => {
  const { live, take } = await setting();
  live.fault('s1', { content: half('s1') });
  live.fault('s4', { content: half('s4') });
  live.add(3);
  // Timestamps as the playlist has them, whatever was cut.
  const read: ReturnType<typeof lasting> = (data) => {
    const media = lasting(0.2)(data);
    const begin = Number(/s(\d+)/.exec(Buffer.from(data).toString('latin1'))?.[1]) * 200_000;
    const streams = media.streams.map((one) => ({ ...one, first: begin, end: one.end + begin }));
    return { ...media, streams };
  };
  const taking = take({ read });
  await told(taking, 3);
  live.add(3);
  await told(taking, 6);
  expect(taking.stored.map(({ bytes }) => bytes)).toEqual([whole, whole / 2, whole, whole, whole / 2, whole]);
  expect(['s1', 's2', 's3', 's4', 's5'].map((name) => live.asked(name))).toEqual([2, 1, 1, 2, 1]);
});
