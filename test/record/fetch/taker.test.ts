import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { contentOf } from './live.ts';
import { setting, type Taking } from './taking.ts';

const until = (condition: () => boolean) => vi.waitUntil(condition, { timeout: 20_000, interval: 10 });

/** Waits until so many segments are stored or missing. */
const told = (taking: Taking, count: number) => until(() => taking.told.length >= count);

test('every segment lies on the disk once, in order, with what the ledger needs', async () => {
  const { live, take } = await setting();
  live.style.dated = true;
  live.add(4);
  const taking = take();
  await told(taking, 4);
  for (let i = 5; i <= 12; i += 1) {
    live.add();
    await told(taking, i);
  }
  live.ended = true;
  live.add();
  expect(await taking.end()).toBe('ended');
  expect(taking.told).toEqual(Array.from({ length: 13 }, (_, i) => `0:${i}`));
  expect(await taking.bytes()).toEqual(taking.told.map((_, i) => contentOf(`s${i}`).toString()));
  expect(taking.stored[5]).toMatchObject({
    track: 'main',
    epoch: 0,
    sequence: 5,
    discontinuity: 0,
    map: null,
    bytes: contentOf('s5').length,
    duration: 0.2,
    dateTime: 1_700_000_001_000,
  });
  expect(taking.stored[5]?.name).toMatch(/^.{12}$/);
  expect((await taking.files()).filter((name) => name.endsWith('.part'))).toEqual([]);
  for (let i = 0; i < 13; i += 1) expect(live.asked(`s${i}`)).toBe(1);
  expect(taking.duplicates).toBe(0);
  expect(taking.begun).toEqual([expect.closeTo(0.8, 6)]);
});

test('a finished playlist is fetched in parallel and delivered in order', async () => {
  const { live, take } = await setting();
  live.window = 60;
  live.ended = true;
  live.fault('s0', { rate: 10_000 });
  live.add(60);
  const taking = take({ from: 'live' });
  expect(await taking.end()).toBe('ended');
  expect(taking.told).toEqual(Array.from({ length: 60 }, (_, i) => `0:${i}`));
  expect(taking.behind).toBeNull();
  expect(taking.begun).toEqual([null]);
  expect(new Set(live.origin.requests.map(({ connection }) => connection)).size).toBeGreaterThan(5);
});

test('failures that pass cost nothing', async () => {
  const { live, take } = await setting();
  live.fault('s1', { fail: { status: 404, times: 2 } });
  live.fault('s2', { fail: { status: 503, times: 2 } });
  live.fault('s3', { cut: { after: 'half', how: 'reset', times: 1 } });
  live.fault('s4', { cut: { after: 'half', how: 'end', times: 2 } });
  live.add(6);
  const taking = take();
  await told(taking, 6);
  expect(taking.told).toEqual(['0:0', '0:1', '0:2', '0:3', '0:4', '0:5']);
  expect(await taking.bytes()).toEqual(taking.stored.map(({ sequence }) => contentOf(`s${sequence}`).toString()));
  expect(live.asked('s1')).toBe(3);
  expect(await taking.stop()).toBe('stopped');
});

test('two segments that are never there are missing once they have left the playlist, the others are not held up', async () => {
  const { live, take } = await setting();
  live.fault('s2', { fail: { status: 404 } });
  live.fault('s3', { fail: { status: 410 } });
  live.add(5);
  const taking = take();
  await until(() => live.asked('s4') === 1);
  live.add(6);
  await told(taking, 11);
  expect(taking.told).toEqual([
    ...['0:0', '0:1', '0:2+1 not-found', '0:3+1 not-found'],
    ...['0:4', '0:5', '0:6', '0:7', '0:8', '0:9', '0:10'],
  ]);
  expect(taking.missing[0]).toMatchObject({ track: 'main', duration: 0.2, detail: 'HTTP 404 Not Found' });
});

test('what is no media is missing, and a wrong length is not believed', async () => {
  const { live, take } = await setting();
  live.fault('s1', { content: Buffer.from('<html>not here</html>') });
  live.fault('s2', { content: contentOf('s2').subarray(0, 1000) });
  live.fault('s3', { length: 'chunked', cut: { after: 'half', how: 'end', times: 1 } });
  live.fault('s4', { content: Buffer.alloc(0) });
  live.add(6);
  const taking = take();
  await told(taking, 6);
  expect(taking.told).toEqual(['0:0', '0:1+1 corrupt', '0:2+1 corrupt', '0:3', '0:4+1 corrupt', '0:5']);
});

test('keys: each fetched once, changed on the way, changed under their name', async () => {
  const { live, take } = await setting();
  const keys = { '/key1': Buffer.alloc(16, 1), '/key2': Buffer.alloc(16, 2) };
  for (const [path, content] of Object.entries(keys)) live.origin.serve(path, { content });
  live.style.key = { path: '/key1', bytes: keys['/key1'] };
  live.add(2);
  live.style.key = { path: '/key2', bytes: keys['/key2'] };
  live.add(2);
  const taking = take();
  await told(taking, 4);
  const asked = (path: string) => live.origin.requests.filter((request) => request.path === path).length;
  expect([asked('/key1'), asked('/key2')]).toEqual([1, 1]);
  live.origin.serve('/key2', { content: Buffer.alloc(16, 3) });
  live.style.key = { path: '/key2', bytes: Buffer.alloc(16, 3) };
  live.add(1);
  await told(taking, 5);
  expect(asked('/key2')).toBe(2);
  expect(await taking.bytes()).toEqual([0, 1, 2, 3, 4].map((i) => contentOf(`s${i}`).toString()));
});

test('a wrong key makes no media, a key of a wrong size is none', async () => {
  const { live, take } = await setting();
  live.origin.serve('/wrong', { content: Buffer.alloc(16, 9) });
  live.origin.serve('/long', { content: Buffer.alloc(17, 9) });
  live.style.key = { path: '/wrong', bytes: Buffer.alloc(16, 1) };
  live.add(1);
  live.style.key = { path: '/long', bytes: Buffer.alloc(16, 1) };
  live.add(1);
  live.style.key = null;
  live.add(1);
  const taking = take();
  await told(taking, 3);
  expect(taking.told).toEqual(['0:0+1 corrupt', '0:1+1 corrupt', '0:2']);
});

test('an initialisation section is fetched once and stored beside the segments', async () => {
  const { live, take } = await setting();
  live.origin.serve('/init1', { content: Buffer.from('one two') });
  live.origin.serve('/init2', { content: Buffer.from('three') });
  live.style.map = { url: live.origin.url('/init1'), range: { start: 4, length: 3 }, key: null };
  live.add(2);
  live.style.map = { url: live.origin.url('/init2'), range: null, key: null };
  live.add(2);
  const inits: (string | undefined)[] = [];
  const taking = take({
    read: (_, init) => {
      inits.push(init === null ? undefined : Buffer.from(init).toString());
      return { container: 'mp4', streams: [], wrap: null, timed: true };
    },
  });
  await told(taking, 4);
  expect(inits.toSorted()).toEqual(['three', 'three', 'two', 'two']);
  const maps = taking.stored.map(({ map }) => map);
  expect(new Set(maps).size).toBe(2);
  expect(await readFile(join(taking.folder, maps[0] ?? ''), 'utf8')).toBe('two');
  expect(await readFile(join(taking.folder, maps[3] ?? ''), 'utf8')).toBe('three');
  expect(live.origin.requests.filter(({ path }) => path.startsWith('/init'))).toHaveLength(2);
});

test('a request that hangs is overtaken by a second one, and nothing is stored twice', async () => {
  const { live, take } = await setting();
  live.add(2);
  live.fault('s2', { hang: { after: 100, times: 1 } });
  let stored = 0;
  const taking = take({}, () => (stored += 1));
  await told(taking, 2);
  live.add(3);
  await told(taking, 5);
  expect(live.asked('s2')).toBe(2);
  expect(stored).toBe(5);
  expect(taking.told).toEqual(['0:0', '0:1', '0:2', '0:3', '0:4']);
  expect(taking.missing).toEqual([]);
});

test('stopping keeps what is under way and what is stored, and says what is missing in between', async () => {
  const { live, take } = await setting();
  live.fault('s1', { fail: { status: 500 } });
  live.fault('s4', { fail: { status: 500 } });
  live.add(5);
  const taking = take();
  await until(() => live.asked('s3') > 0 && live.asked('s4') > 0 && live.asked('s1') > 1);
  expect(await taking.stop()).toBe('stopped');
  expect(taking.told).toEqual(['0:0', '0:1+1 server', '0:2', '0:3']);
  const asked = live.origin.requests.length;
  live.add(1);
  expect(live.origin.requests).toHaveLength(asked);
});

test('a later attempt goes on where the earlier one ended, and says why what is gone is missing', async () => {
  const { live, take } = await setting();
  live.add(3);
  const first = take();
  await told(first, 3);
  await first.stop();
  live.add(8);
  const known = {
    epoch: 0,
    sequence: 2,
    discontinuity: 0,
    dateTime: null,
    at: Date.now() - 3000,
    recent: first.stored,
  };
  const second = take({ known, from: 'live', resumeCause: 'not-running' });
  await told(second, 7);
  expect(second.told).toEqual(['0:3+2 not-running', '0:5', '0:6', '0:7', '0:8', '0:9', '0:10']);
  // What is lost from now on has another cause.
  live.skip(2);
  live.add(1);
  await told(second, 9);
  expect(second.told.slice(7)).toEqual(['0:11+2 outage', '0:13']);
});

test('what the playlist itself marks is missing, and never asked for', async () => {
  const { live, take } = await setting();
  live.add(1);
  live.style.gap = true;
  live.add(1);
  live.style.gap = false;
  live.add(1);
  const taking = take();
  await told(taking, 3);
  expect(taking.told).toEqual(['0:0', '0:1+1 marked', '0:2']);
  expect(live.asked('s1')).toBe(0);
});

test('the distance to the newest segment is told', async () => {
  const { live, take } = await setting();
  live.add(2);
  live.fault('s2', { hang: { after: 'nothing' } });
  const taking = take();
  await told(taking, 2);
  await until(() => taking.behind === 0);
  live.add(4);
  await until(() => taking.behind !== null && Math.abs(taking.behind - 0.8) < 1e-6);
});

test('a sink that fails ends it with its failure', async () => {
  const { live, take } = await setting();
  live.add(3);
  const taking = take({}, () => {
    throw new Error('journal');
  });
  expect(await taking.end()).toMatchObject({ cause: new Error('journal') });
});

test('an abort ends it at once, and nothing is told afterwards', async () => {
  const { live, take } = await setting();
  live.add(2);
  live.fault('s2', { hang: { after: 100 } });
  const stop = new AbortController();
  const taking = take({ signal: stop.signal });
  await told(taking, 2);
  live.add(2);
  await until(() => live.asked('s3') > 0);
  stop.abort(new Error('enough'));
  expect(await taking.end()).toMatchObject({ cause: new Error('enough') });
  const before = taking.told.length;
  live.add(1);
  expect(taking.told).toHaveLength(before);
});
