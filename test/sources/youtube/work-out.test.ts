import { expect, test } from 'vitest';
import { workOutAll } from '../../../engine/sources/youtube/work-out.ts';

const formats = Array.from({ length: 1000 }, (_, at) => at);

test('nothing more is worked out for somebody who has left', async () => {
  const stop = new AbortController();
  const asked: number[] = [];
  const working = workOutAll(
    formats,
    async (format) => {
      asked.push(format);
      if (format === 2) stop.abort(new Error('left'));
      return 'https://a.test/';
    },
    'TV',
    { signal: stop.signal, now: () => 0 },
  );
  await expect(working).rejects.toThrow('left');
  expect(asked).toEqual([0, 1, 2]);
});

test('code that is slow for each of many is not waited for', async () => {
  let now = 0;
  const working = workOutAll(
    formats,
    async () => {
      now += 4900;
      return 'https://a.test/';
    },
    'TV',
    { signal: new AbortController().signal, now: () => now },
  );
  await expect(working).rejects.toMatchObject({ code: 'extractor-outdated', detail: expect.stringContaining('30 s') });
  expect(now).toBeLessThan(40_000);
});

test('all of them, in their order', async () => {
  const bounds = { signal: new AbortController().signal, now: () => 0 };
  expect(await workOutAll([1, 2], async (format) => `https://a.test/${format}`, 'TV', bounds)).toEqual([
    { format: 1, url: 'https://a.test/1' },
    { format: 2, url: 'https://a.test/2' },
  ]);
});
