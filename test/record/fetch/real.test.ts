import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { readSegment } from '../../../engine/record/media/read.ts';
import { hlsTrack } from '../../../engine/sources/hls/track.ts';
import { LiveOrigin } from '../../streams/live-origin.ts';
import { makeHls } from '../../streams/make-hls.ts';
import { setting } from './taking.ts';

const until = (condition: () => boolean) => vi.waitUntil(condition, { timeout: 30_000, interval: 10 });

test.each(['ts', 'fmp4'] as const)(
  'a real live playlist (%s) with a new token on the way is stored byte for byte',
  async (container) => {
    const { web, take, folder } = await setting();
    const made = await makeHls(join(folder, 'made'), { seconds: 12, segment: 1, gop: 1, container });
    const live = new LiveOrigin(made, { window: 6, first: 3, token: 'one' });
    await live.listen();
    onTestFinished(() => live.close());
    const source = (token: string) =>
      hlsTrack(
        {
          ...{ id: 'main', kind: 'main', language: null, name: null, url: live.url(`live.m3u8?token=${token}`) },
          ...{ variables: null, referer: null, first: null },
        },
        web,
        Date.now,
      );
    const taking = take({
      track: source('one'),
      resolveAnew: async () => source('two'),
      read: readSegment,
    });
    await until(() => taking.told.length === 3);
    live.reveal(1);
    await until(() => taking.told.length === 4);
    live.token = 'two';
    live.reveal(3);
    await until(() => taking.told.length === 7);
    live.fault(made.segments[7]?.name ?? '', { cut: 'half' }, 1);
    live.fault(made.segments[8]?.name ?? '', { status: 404 }, 2);
    live.reveal(5);
    live.end();
    expect(await taking.end()).toBe('ended');
    expect(taking.told).toEqual(made.segments.map((_, i) => `0:${i}`));
    const stored = await Promise.all(taking.stored.map(({ file }) => readFile(join(folder, file))));
    const sources = await Promise.all(made.segments.map(({ name }) => readFile(join(made.folder, name))));
    expect(stored.map((bytes, i) => bytes.equals(sources[i] ?? Buffer.alloc(0)))).toEqual(stored.map(() => true));
    const map = taking.stored[0]?.map ?? null;
    if (made.map === null) expect(map).toBeNull();
    else expect(await readFile(join(folder, map ?? ''))).toEqual(await readFile(join(made.folder, made.map)));
    for (const { media } of taking.stored)
      expect(media.streams.map(({ kind }) => kind).toSorted()).toEqual(['audio', 'video']);
  },
);
