import { expect, test, vi } from 'vitest';
import { contentOf } from './live.ts';
import { setting, type Taking } from './taking.ts';

const until = (condition: () => boolean) => vi.waitUntil(condition, { timeout: 20_000, interval: 10 });

/** Waits until so many segments are stored or missing. */
const told = (taking: Taking, count: number) => until(() => taking.told.length >= count);

test('segments that wait while the server is gone are fetched when it is back and still has them', async () => {
  const { live, take } = await setting();
  live.window = 20;
  live.add(3);
  const taking = take();
  await told(taking, 3);
  live.origin.serve(live.playlistPath, { fail: { status: 503 } });
  await until(() => taking.logged.filter((message) => message === 'the playlist could not be read').length >= 3);
  live.add(10);
  await told(taking, 13);
  expect(taking.told).toEqual(Array.from({ length: 13 }, (_, i) => `0:${i}`));
});

test('exactly those that left the playlist during an outage are missing', async () => {
  const { live, take } = await setting();
  live.add(3);
  const taking = take();
  await told(taking, 3);
  live.origin.serve(live.playlistPath, { fail: { status: 503 } });
  await until(() => taking.logged.includes('the playlist could not be read'));
  await until(() => taking.outages.length > 0);
  expect(taking.outages[0]).toMatchObject({ code: 'source-unavailable' });
  live.skip(4);
  live.add(3);
  await told(taking, 7);
  expect(taking.told).toEqual(['0:0', '0:1', '0:2', '0:3+4 outage', '0:7', '0:8', '0:9']);
  expect(taking.missing[0]?.duration).toBeCloseTo(0.8, 5);
  await until(() => taking.outages.at(-1) === null);
});

test('a segment that is listed, then gone with the server, is missing because of the outage', async () => {
  const { live, take } = await setting();
  live.add(3);
  live.fault('s2', { fail: { status: 500 } });
  const taking = take();
  await until(() => live.asked('s2') > 0);
  live.origin.serve(live.playlistPath, { fail: { status: 500 } });
  await until(() => taking.logged.includes('the playlist could not be read'));
  live.fault('s2', { fail: { status: 404 } });
  live.skip(2);
  live.add(2);
  await told(taking, 6);
  expect(taking.told).toEqual(['0:0', '0:1', '0:2+1 outage', '0:3+2 outage', '0:5', '0:6']);
});

test('a playlist that stands still is an outage, and goes on without loss', async () => {
  const { live, take } = await setting();
  live.add(3);
  let skew = 0;
  const taking = take({ clock: () => Date.now() + skew });
  await told(taking, 3);
  skew = 11_000;
  await until(() => taking.outages.length > 0);
  expect(taking.outages[0]?.detail).toMatch(/does not move/);
  live.add(3);
  await told(taking, 6);
  await until(() => taking.outages.at(-1) === null);
  expect(taking.told).toHaveLength(6);
  expect(taking.missing).toEqual([]);
});

test.each(['frozen', 'gone'])('an outage that lasts too long ends it with what there is (%s)', async (how) => {
  const { live, take } = await setting();
  live.add(3);
  live.fault('s2', { fail: { status: 500 } });
  let skew = 0;
  const taking = take({ clock: () => Date.now() + skew, giveUp: 60 });
  await told(taking, 2);
  if (how === 'gone') live.origin.serve(live.playlistPath, { fail: { status: 502 } });
  await until(() => taking.logged.some((message) => message.includes(how === 'gone' ? 'playlist' : 'segment')));
  skew = 100_000;
  expect(await taking.end()).toBe('gave-up');
  expect(taking.told.slice(0, 2)).toEqual(['0:0', '0:1']);
  expect(taking.stored).toHaveLength(2);
});

test('a token that has expired is renewed, and the same segments go on under their new addresses', async () => {
  const { live, take, web } = await setting();
  live.add(3);
  const refuse = (): void => {
    for (const name of ['list', 's0', 's1', 's2', 's3', 's4', 's5']) {
      live.origin.serve(`/a/${name}`, { fail: { status: 403 } });
    }
  };
  let resolved = 0;
  const taking = take({
    resolveAnew: () => {
      resolved += 1;
      live.folder = 'b';
      live.show();
      return Promise.resolve(live.track(web));
    },
  });
  await told(taking, 3);
  live.fault('s3', { fail: { status: 403 } });
  live.add(1);
  await until(() => live.asked('s3') > 0);
  refuse();
  live.fault('s3', {});
  live.folder = 'b';
  live.add(2);
  await told(taking, 6);
  expect(taking.told).toEqual(['0:0', '0:1', '0:2', '0:3', '0:4', '0:5']);
  expect(resolved).toBe(1);
  expect(await taking.bytes()).toEqual(taking.stored.map(({ sequence }) => contentOf(`s${sequence}`).toString()));
});

test('a source that cannot be resolved anew is asked now and then, not in a storm', async () => {
  const { live, take } = await setting();
  live.add(2);
  let skew = 0;
  let resolved = 0;
  const taking = take({
    clock: () => Date.now() + skew,
    resolveAnew: () => {
      resolved += 1;
      return Promise.reject(new Error('no'));
    },
  });
  await told(taking, 2);
  live.origin.serve(live.playlistPath, { fail: { status: 403 } });
  await until(() => taking.logged.filter((message) => message === 'the playlist could not be read').length >= 5);
  expect(resolved).toBe(1);
  skew = 5000;
  await until(() => resolved === 2);
});

test('a server that begins to count anew', async () => {
  const { live, take } = await setting();
  live.add(6);
  const taking = take();
  await told(taking, 6);
  live.restart(0, 'n');
  live.add(2);
  await told(taking, 9);
  expect(taking.told.slice(6)).toEqual(['epoch 1', '1:0', '1:1']);
  expect((await taking.bytes()).slice(6)).toEqual([contentOf('n0').toString(), contentOf('n1').toString()]);
});

test('an old playlist of a cache changes nothing but the count of duplicates', async () => {
  const { live, take } = await setting();
  live.add(3);
  const old = live.playlist();
  const taking = take();
  await told(taking, 3);
  live.add(2);
  await told(taking, 5);
  live.show(old);
  await until(() => taking.logged.includes('an old playlist'));
  live.add(1);
  await told(taking, 6);
  expect(taking.told).toEqual(['0:0', '0:1', '0:2', '0:3', '0:4', '0:5']);
  expect(taking.duplicates).toBe(3);
  for (let i = 0; i < 6; i += 1) expect(live.asked(`s${i}`)).toBe(1);
});
