import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { PlannedTrack } from '../../../engine/record/plan.ts';
import type { MediaPlaylist, PlaylistSegment } from '../../../engine/record/playlist.ts';
import type { Web } from '../../../engine/record/web.ts';
import { startOrigin } from '../../servers/faulty-server.ts';
import { startHttpProxy } from '../../servers/http-proxy.ts';
import { mountSmallDisk, smallDiskProblem } from '../../servers/small-disk.ts';
import { contentOf } from './live.ts';
import { setting } from './taking.ts';

const until = (condition: () => boolean) => vi.waitUntil(condition, { timeout: 20_000, interval: 10 });

/** A stream of a server that looks public, in which one thing leads to another place. */
async function publicStream() {
  const here = await startOrigin();
  onTestFinished(() => here.close());
  for (const path of ['/s1', '/key', '/init']) here.serve(path, { content: contentOf('s1') });
  const ports = { origin: 0 };
  const proxy = await startHttpProxy({ resolve: () => ports.origin });
  onTestFinished(() => proxy.close());
  const parts = await setting('http://public.test/list', proxy.url);
  const { origin } = parts.live;
  ports.origin = origin.port;
  for (const name of ['s0', 's1', 's2']) origin.serve(`/${name}`, { content: contentOf(name) });
  origin.serve('/list', { content: Buffer.from('ok') });
  const plan = async (web: Web, odd: Partial<PlaylistSegment>): Promise<PlannedTrack> => {
    // Whoever resolves a link asks for it first, which shows that its server is a public one.
    await web.get({ url: 'http://public.test/list', atMost: 100, signal: new AbortController().signal });
    const segments = [0, 1, 2].map((sequence) => ({
      ...{ sequence, discontinuity: 0, url: `http://public.test/s${sequence}`, range: null, duration: 0.2 },
      ...{ dateTime: null, map: null, key: null, gap: false },
      ...(sequence === 1 ? odd : {}),
    }));
    const playlist: MediaPlaylist = {
      ...{ url: 'http://public.test/list', targetDuration: 0.2, segments, ended: false },
      ...{
        control: { canBlockReload: false, canSkipUntil: null, partTarget: null },
        reloadAfter: null,
        holdBack: null,
      },
    };
    return { id: 'main', kind: 'main', language: null, name: null, load: () => Promise.resolve(playlist) };
  };
  return { ...parts, here, origin, plan };
}

test.each<[string, (here: string) => Partial<PlaylistSegment>]>([
  ['a segment', (here) => ({ url: `${here}/s1` })],
  ['a key', (here) => ({ key: { method: 'AES-128', url: `${here}/key`, iv: Buffer.alloc(16) } })],
  ['an initialisation section', (here) => ({ map: { url: `${here}/init`, range: null, key: null } })],
  ['a redirect', () => ({ url: 'http://public.test/away' })],
  ['a segment of another scheme', () => ({ url: 'file:///etc/hostname' })],
  [
    'a key of another scheme',
    () => ({ key: { method: 'AES-128', url: 'data:,0123456789abcdef', iv: Buffer.alloc(16) } }),
  ],
  ['a redirect to another scheme', () => ({ url: 'http://public.test/file' })],
])('%s that leads to this machine is not followed, the rest goes on', async (_, odd) => {
  const { web, take, plan, here, origin } = await publicStream();
  origin.serve('/away', { redirect: { to: here.url('/s1') } });
  origin.serve('/file', { redirect: { to: 'file:///etc/hostname' } });
  let skew = 0;
  const taking = take({
    track: await plan(web, odd(here.url(''))),
    giveUp: 30,
    clock: () => Date.now() + skew,
    resolveAnew: () => Promise.reject(new Error('no')),
  });
  await until(() => taking.stored.length === 1 && taking.logged.includes('a segment could not be fetched'));
  skew = 31_000;
  await taking.end();
  expect(taking.told).toEqual(['0:0', '0:1+1 forbidden', '0:2']);
  expect(here.requests).toEqual([]);
  expect(here.connections()).toBe(0);
});

test('a full disk ends it with that failure, and leaves whole segments only', async (context) => {
  const problem = await smallDiskProblem();
  if (problem !== null) context.skip(problem);
  await using disk = await mountSmallDisk(1);
  const { live, take } = await setting();
  const folder = join(disk.path, 'work');
  await mkdir(folder);
  live.window = 1000;
  live.ended = true;
  live.add(600);
  const taking = take({ folder });
  expect(await taking.end()).toMatchObject({ code: 'disk-full' });
  expect(taking.stored.length).toBeGreaterThan(50);
  expect(taking.told).toEqual(taking.told.map((_, i) => `0:${i}`));
  const bytes = await taking.bytes();
  expect(bytes).toEqual(bytes.map((_, i) => contentOf(`s${i}`).toString()));
  expect((await taking.files()).filter((name) => name.endsWith('.part'))).toEqual([]);
});

test('a folder that is gone ends it', async () => {
  const { live, take, folder } = await setting();
  live.add(2);
  const taking = take({ folder: join(folder, 'gone') });
  expect(await taking.end()).toMatchObject({ code: 'folder-missing' });
  expect(taking.told).toEqual([]);
});
