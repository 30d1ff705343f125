import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Behaviour } from '../servers/behaviour.ts';
import { firstDifference } from '../servers/body.ts';
import { type Origin, startOrigin } from '../servers/faulty-server.ts';
import { outcome, Task } from './fetching.ts';

const MiB = 1024 * 1024;
const size = 6 * MiB;
const first: Behaviour = { size, seed: 1, etag: '"one"', lastModified: 'Mon, 02 Nov 2026 10:00:00 GMT' };

interface Begun {
  readonly origin: Origin;
  readonly task: Task;
  readonly url: string;
  /** requests of the first attempt */
  readonly before: number;
}

/** An attempt over several connections that was stopped when a part of the file was stored. */
async function begun(behaviour: Behaviour, connections: number): Promise<Begun> {
  const origin = await startOrigin();
  const task = await Task.make();
  onTestFinished(async () => {
    await origin.close();
    await task[Symbol.asyncDispose]();
  });
  origin.serve('/file.bin', { ...behaviour, rate: (8 * MiB) / connections });
  const url = origin.url('/file.bin');
  expect(outcome(await task.attempt(url, { connections, stopAt: MiB }))).toBe('stopped');
  expect(await task.files()).toEqual([]);
  expect(await task.unfinished()).toBe(true);
  return { origin, task, url, before: origin.requests.length };
}

async function whole(task: Task, seed: number, bytes: number): Promise<void> {
  expect(await task.files()).toEqual(['file.bin']);
  expect(await firstDifference(join(task.directory, 'file.bin'), seed, bytes)).toBeNull();
  expect(await task.unfinished()).toBe(false);
}

for (const connections of [1, 8]) {
  test(`${connections} connections: an unchanged source goes on where it stopped`, async () => {
    const { origin, task, url, before } = await begun(first, connections);
    origin.serve('/file.bin', first);
    expect(outcome(await task.attempt(url, { connections }))).toBe('done');
    await whole(task, 1, size);
    const again = origin.requests.slice(before);
    expect(again.length).toBeGreaterThan(0);
    for (const { headers } of again) {
      expect(headers['range']).toMatch(/^bytes=\d+-\d+$/);
      expect(headers['if-range']).toBe('"one"');
    }
    // A mebibyte was stored; what comes again are the overlaps, 16 KiB a range.
    expect(again.reduce((sum, request) => sum + request.sent, 0)).toBeLessThan(size - MiB / 2);
  });

  test.each<[string, Behaviour]>([
    ['the same size but another tag and body', { ...first, seed: 2, etag: '"two"' }],
    ['a larger file', { ...first, size: size + MiB, etag: '"two"' }],
    ['a larger file under the old tag', { ...first, size: size + MiB }],
    ['a smaller file', { ...first, size: size / 2, etag: '"two"' }],
    ['a smaller file under the old tag', { ...first, size: size / 2 }],
    ['another tag, from a server that ignores If-Range', { ...first, seed: 2, etag: '"two"', ifRange: 'ignored' }],
    ['another date and no tag', { size, seed: 2, lastModified: 'Tue, 03 Nov 2026 10:00:00 GMT' }],
    [
      'an earlier Content-Range',
      { ...first, contentRange: ({ start, end, size: all }) => `bytes ${start - 7}-${end - 8}/${all}` },
    ],
    [
      'a later Content-Range',
      { ...first, contentRange: ({ start, end, size: all }) => `bytes ${start + 7}-${end + 6}/${all}` },
    ],
    [
      'a later end in Content-Range',
      { ...first, contentRange: ({ start, end, size: all }) => `bytes ${start}-${end}/${all}` },
    ],
    [
      'an earlier end in Content-Range over as many bytes',
      { ...first, contentRange: ({ start, end, size: all }) => `bytes ${start}-${end - 2}/${all}` },
    ],
    [
      'a wrong total in Content-Range',
      { ...first, contentRange: ({ start, end, size: all }) => `bytes ${start}-${end - 1}/${all + 1}` },
    ],
    ['no Content-Range', { ...first, contentRange: () => null }],
    ['right headers over shifted bytes', { ...first, shift: 1 }],
    ['right headers over another body', { ...first, seed: 2 }],
    ['compression of the parts', { ...first, headers: { 'content-encoding': 'gzip' } }],
    ['416', { ...first, ranges: 'refused' }],
  ])(`${connections} connections: %s is never mixed in`, async (_what, now) => {
    const { origin, task, url } = await begun(first, connections);
    origin.serve('/file.bin', now);
    expect(outcome(await task.attempt(url, { connections }))).toBe('source-changed');
    expect(await task.files()).toEqual([]);

    // A retry of the user's begins anew, and gets what is there now.
    const healthy = {
      ...now,
      shift: 0,
      headers: {},
      ranges: 'honoured',
      contentRange: (range) => `bytes ${range.start}-${range.end - 1}/${range.size}`,
    } satisfies Behaviour;
    origin.serve('/file.bin', healthy);
    expect(outcome(await task.attempt(url, { connections, fresh: true }))).toBe('done');
    await whole(task, now.seed ?? 1, now.size ?? size);
  });

  test(`${connections} connections: a server that ignores ranges now sends everything anew`, async () => {
    const { origin, task, url, before } = await begun(first, connections);
    origin.serve('/file.bin', { ...first, ranges: 'ignored' });
    expect(outcome(await task.attempt(url, { connections }))).toBe('done');
    await whole(task, 1, size);
    expect(origin.requests.slice(before).at(-1)?.headers['range']).toBeUndefined();
  });

  test(`${connections} connections: a server that compresses all of it now sends everything anew`, async () => {
    const { origin, task, url } = await begun(first, connections);
    origin.serve('/file.bin', { ...first, gzip: true });
    expect(outcome(await task.attempt(url, { connections }))).toBe('done');
    await whole(task, 1, size);
  });

  test(`${connections} connections: parts that are smaller than asked only cost requests`, async () => {
    const { origin, task, url, before } = await begun(first, connections);
    origin.serve('/file.bin', { ...first, most: 700_000 });
    expect(outcome(await task.attempt(url, { connections }))).toBe('done');
    await whole(task, 1, size);
    const again = origin.requests.slice(before);
    expect(again.length).toBeGreaterThan(3);
    expect(again.reduce((sum, { sent }) => sum + sent, 0)).toBeLessThan(size);
  });

  test.each([408, 425, 429, 500, 502, 503, 504])(`${connections} connections: %i passes`, async (status) => {
    const { origin, task, url, before } = await begun(first, connections);
    origin.serve('/file.bin', { ...first, fail: { status, times: 2, retryAfter: '0' } });
    expect(outcome(await task.attempt(url, { connections }))).toBe('done');
    await whole(task, 1, size);
    const again = origin.requests.slice(before);
    expect(again.filter((request) => request.status === status)).toHaveLength(2);
    expect(again.reduce((sum, { sent }) => sum + sent, 0)).toBeLessThan(size - MiB / 2);
  });

  test.each([
    [408, 'timeout'],
    [425, 'rate-limited'],
    [503, 'source-unavailable'],
  ] as const)(
    `${connections} connections: %i that does not pass fails, and keeps what is stored`,
    async (status, code) => {
      const { origin, task, url } = await begun(first, connections);
      origin.serve('/file.bin', { ...first, fail: { status, retryAfter: '0' } });
      expect(outcome(await task.attempt(url, { connections }))).toBe(code);
      const before = origin.requests.length;
      origin.serve('/file.bin', first);
      expect(outcome(await task.attempt(url, { connections }))).toBe('done');
      await whole(task, 1, size);
      expect(origin.requests.slice(before).reduce((sum, { sent }) => sum + sent, 0)).toBeLessThan(size - MiB / 2);
    },
  );

  test(`${connections} connections: answers that are cut at half only cost requests`, async () => {
    const { origin, task, url } = await begun(first, connections);
    origin.serve('/file.bin', { ...first, cut: { after: 'half', how: 'reset', times: 6 } });
    expect(outcome(await task.attempt(url, { connections }))).toBe('done');
    await whole(task, 1, size);
  });
}

test('without anything that proves sameness it begins anew', async () => {
  const { origin, task, url, before } = await begun({ size, seed: 1 }, 4);
  origin.serve('/file.bin', { size, seed: 2 });
  expect(outcome(await task.attempt(url))).toBe('done');
  await whole(task, 2, size);
  expect(origin.requests[before]?.headers['range']).toBe('bytes=0-');
  expect(task.log.join()).toContain('begins anew');
});

test('a weak tag proves nothing', async () => {
  const { origin, task, url, before } = await begun({ size, seed: 1, etag: 'W/"one"' }, 4);
  origin.serve('/file.bin', { size, seed: 2, etag: 'W/"one"' });
  expect(outcome(await task.attempt(url))).toBe('done');
  await whole(task, 2, size);
  expect(origin.requests[before]?.headers['range']).toBe('bytes=0-');
});

test('what an old journal knew is forgotten before other bytes are written over it', async () => {
  const { origin, task, url, before } = await begun(first, 4);
  // Now without ranges and without a word on the version: all of it anew, and interrupted again.
  origin.serve('/file.bin', { size, seed: 2, ranges: 'ignored', rate: 8 * MiB });
  expect(outcome(await task.attempt(url, { stopAt: 3 * MiB }))).toBe('stopped');
  const stopped = origin.requests.length;
  origin.serve('/file.bin', first);
  expect(outcome(await task.attempt(url))).toBe('done');
  await whole(task, 1, size);
  expect(stopped).toBeGreaterThan(before);
  expect(origin.requests[stopped]?.headers['range']).toBe('bytes=0-');
});

test('a journal that cannot be read counts for nothing', async () => {
  const { origin, task, url, before } = await begun(first, 4);
  const { writeFile } = await import('node:fs/promises');
  await writeFile(join(task.directory, '.sluice', `${task.id}.json`), '{"version":1,"total":');
  origin.serve('/file.bin', { ...first, seed: 2, etag: '"two"' });
  expect(outcome(await task.attempt(url))).toBe('done');
  await whole(task, 2, size);
  expect(origin.requests[before]?.headers['range']).toBe('bytes=0-');
});

test('a part file that is shorter than its journal says is filled up', async () => {
  const { origin, task, url } = await begun(first, 8);
  const { truncate } = await import('node:fs/promises');
  await truncate(join(task.directory, '.sluice', `${task.id}.part`), 100_000);
  origin.serve('/file.bin', first);
  expect(outcome(await task.attempt(url))).toBe('done');
  await whole(task, 1, size);
});

test('a file that was published before the program died is not fetched again', async () => {
  const { origin, task, url } = await begun(first, 4);
  origin.serve('/file.bin', first);
  const { link } = await import('node:fs/promises');
  expect(outcome(await task.attempt(url))).toBe('done');
  // As a crash between the final name and the clean-up leaves it.
  const { mkdir } = await import('node:fs/promises');
  await mkdir(join(task.directory, '.sluice'));
  await link(join(task.directory, 'file.bin'), join(task.directory, '.sluice', `${task.id}.part`));
  const requests = origin.requests.length;
  const again = await task.attempt(url, { reserved: join(task.directory, 'file.bin') });
  expect(again).toMatchObject({ how: 'done', artifact: { path: join(task.directory, 'file.bin'), size } });
  expect(origin.requests.length).toBe(requests);
  await whole(task, 1, size);
});
