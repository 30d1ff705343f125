import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { beginGrowth, grow } from '../../engine/download/growth.ts';
import { bytes, firstDifference } from '../servers/body.ts';
import { mostAtOnce, startNginx } from '../servers/nginx.ts';
import { outcome, Task } from './fetching.ts';

const MiB = 1024 * 1024;
/** Milliseconds between two ticks of a transfer. */
const tick = 200;

/** A line: the bytes that arrive in a tick, given how long each of the connections has been open, in milliseconds. */
type Line = (ages: readonly number[], now: number) => number;

/** The connections in use, tick by tick, over 20 seconds of a line. */
function play(line: Line): number[] {
  const opened = [0];
  let growth = beginGrowth(0);
  let arrived = 0;
  return Array.from({ length: 100 }, (_, index) => {
    const used = opened.length;
    const before = index * tick;
    const now = before + tick;
    arrived += line(
      opened.map((at) => before - at),
      now,
    );
    growth = grow(growth, arrived, now);
    while (opened.length < growth.connections) opened.push(now);
    return used;
  });
}

const even: Line = (ages) => ages.length * 1e6;
const atMost =
  (most: number): Line =>
  (ages) =>
    Math.min(ages.length, most) * 1e6;
/** As nginx limits: a second's worth when a connection opens, and another one every full second of the clock. */
const bySecond: Line = (ages, now) => {
  const fresh = ages.filter((age) => age === 0).length;
  return (now % 1000 === 0 ? ages.length : fresh) * 1e6;
};
/** A connection takes three round trips before it brings anything. */
const far: Line = (ages) => ages.filter((age) => age >= 600).length * 1e6;

test.each<[string, Line, number]>([
  ['every connection brings as much as the first', even, 8],
  ['the line is full with one', atMost(1), 2],
  ['the line is full with two', atMost(2), 4],
  ['the line is full with three', atMost(3), 8],
  ['a connection is limited second by second', bySecond, 8],
  ['a connection takes its time to come up', far, 8],
])('%s', (_what, line, expected) => {
  const story = play(line);
  expect(story.at(-1)).toBe(expected);
  expect([...new Set(story)]).toEqual([1, 2, 4, 8].slice(0, Math.log2(expected) + 1));
});

test('against a real server that limits its connections they grow to eight, by doubling', async () => {
  const root = await mkdtemp(join(tmpdir(), 'sluice-growth-'));
  const task = await Task.make();
  onTestFinished(async () => {
    await task[Symbol.asyncDispose]();
    await rm(root, { recursive: true });
  });
  const size = 44 * MiB;
  await writeFile(join(root, 'file.bin'), bytes(6, 0, size));
  await using nginx = await startNginx({ root, limitRate: 2 * MiB });

  expect(outcome(await task.attempt(nginx.url('/file.bin'), { connections: null }))).toBe('done');
  expect(await firstDifference(join(task.directory, 'file.bin'), 6, size)).toBeNull();

  const requests = (await nginx.requests()).toSorted((a, b) => a.began - b.began);
  const openings = new Map<number, number>();
  for (const { connection, began } of requests) openings.set(connection, openings.get(connection) ?? began);
  expect(mostAtOnce(requests)).toBeGreaterThanOrEqual(8);
  // Each doubling follows a look at what the one before brought, so it comes apart from it. What opens after the eighth
  // takes the place of one that ended.
  const [first = 0, ...later] = [...openings.values()].slice(0, 8);
  const steps = later.reduce<number[][]>((groups, at) => {
    const last = groups.at(-1);
    if (last !== undefined && at - (last.at(-1) ?? 0) < tick / 2) last.push(at);
    else groups.push([at]);
    return groups;
  }, []);
  expect(steps.map((step) => step.length)).toEqual([1, 2, 4]);
  expect(steps[0]?.[0]).toBeGreaterThanOrEqual(first + tick / 2);
});
