import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { testFolder } from '../files/folder.ts';
import { LowLatencyOrigin, type Seen } from '../streams/low-latency-origin.ts';
import type { LowLatencyShape } from '../streams/low-latency-playlist.ts';
import { type MadeStream, makeHls, type StreamSpec } from '../streams/make-hls.ts';
import { complaints, hashesOf } from '../streams/packets.ts';
import { type Begun, begin, fragmentsOf, ledgerOf } from '../streams/record.ts';
import { until } from './faulty.ts';

/** Partial segments of a quarter of a second; media segments of one second are put together of them. */
const parts: StreamSpec = {
  ...{ seconds: 12, segment: 0.25, gop: 1, fps: '24', size: '96x64', container: 'fmp4' },
  extra: ['-hls_flags', 'split_by_time'],
};
const shape: LowLatencyShape = { perSegment: 4, target: 1, partTarget: 0.3, window: 12, skipUntil: 6 };

let made: { readonly folder: string; readonly video: MadeStream; readonly audio: MadeStream };
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-parts-'));
  const video = await makeHls(join(folder, 'v'), { ...parts, audio: 'none' });
  const audio = await makeHls(join(folder, 'a'), { ...parts, video: 'none' });
  made = { folder, video, audio };
  return () => rm(folder, { recursive: true });
});

/** What is served of a source, as one input. @param total partial segments */
function whole({ folder, segments, map }: MadeStream, total: number): string {
  const names = [map ?? '', ...segments.slice(0, total).map(({ name }) => name)];
  return `concat:${names.map((name) => join(folder, name)).join('|')}`;
}

interface Setting {
  readonly folder: string;
  readonly origin: LowLatencyOrigin;
}

/** @param first seconds that are there at the beginning */
async function served(first: number): Promise<Setting> {
  const origin = new LowLatencyOrigin({ v: made.video, a: made.audio }, shape, first * 4);
  await origin.listen();
  onTestFinished(() => origin.close());
  return { folder: await testFolder(), origin };
}

function record({ origin, folder }: Setting): Begun {
  const begun = begin(origin.url('master.m3u8'), folder, { from: 'start', fragment: 6 });
  onTestFinished(async () => {
    begun.recording.leave('not-running');
    await begun.done.catch(() => {});
  });
  return begun;
}

/** Expects that all of both renditions is in the fragments, and that no media was asked for twice. */
async function expectWhole({ origin }: Setting, begun: Begun): Promise<void> {
  const files = await begun.done;
  const paths = fragmentsOf(files);
  for (const path of paths) expect(await complaints(path)).toBe('');
  for (const [kind, source] of [
    ['video', made.video],
    ['audio', made.audio],
  ] as const) {
    const recorded = (await Promise.all(paths.map((path) => hashesOf(path, kind)))).flat();
    expect(recorded.length).toBeGreaterThan(100);
    expect(recorded).toEqual(await hashesOf(whole(source, origin.total), kind));
  }
  const ledger = await ledgerOf(files);
  expect(ledger).toMatchObject({ end: 'stream', gaps: [], breaks: [], segments: { missing: 0, duplicates: 0 } });
  expect(ledger.fragments.length).toBe(2);
  const media = origin.requests.filter(({ path }) => path.endsWith('.m4s') || path.endsWith('.mp4'));
  expect(media.map(({ path }) => path)).toEqual([...new Set(media.map(({ path }) => path))]);
  // All of it is taken as media segments: partial ones beside them would be the same bytes twice.
  expect(media.filter(({ path }) => path.includes('part'))).toEqual([]);
}

function playlists({ requests }: LowLatencyOrigin, folder = 'v'): Seen[] {
  return requests.filter(({ path }) => path === `${folder}/live.m3u8`);
}

/** Milliseconds from the moment a media segment was whole to the request for it. */
function lags({ completed, requests }: LowLatencyOrigin, first: number): number[] {
  return [...completed].flatMap(([segment, at]) => {
    const asked = requests.find(({ path }) => path === `v/segment${segment}.m4s`);
    return asked === undefined || segment < first ? [] : [asked.at - at];
  });
}

test('a low-latency stream is followed by requests that the server holds back', async () => {
  const setting = await served(8);
  const { origin } = setting;
  const begun = record(setting);
  await until(() => (begun.live()?.length ?? 0) > 7 && origin.waiting === 2);
  origin.play(250);
  const behind: number[] = [];
  const watch = setInterval(() => behind.push(begun.live()?.behind ?? 0), 20);
  onTestFinished(() => clearInterval(watch));
  await expectWhole(setting, begun);
  for (const folder of ['v', 'a']) {
    const [, ...reloads] = playlists(origin, folder);
    // At most one a media segment, and one for the end.
    const asked = reloads.map(({ msn }) => msn);
    expect(asked).toEqual([8, 9, 10, 11, 12].filter((msn) => asked.includes(msn)));
    expect(reloads.every(({ status }) => status === 200)).toBe(true);
    expect(reloads.filter(({ held }) => held).length).toBeGreaterThan(2);
    expect(reloads.every(({ body }) => body.includes('#EXT-X-SKIP:SKIPPED-SEGMENTS='))).toBe(true);
  }
  // Whoever polls sees one of them later than that.
  expect(Math.max(...lags(origin, 8))).toBeLessThan(500);
  expect(Math.max(...behind)).toBeLessThan(2);
});

test('requests that break off while they are held back lose nothing', async () => {
  const setting = await served(6);
  const { origin } = setting;
  origin.cuts = 4;
  const begun = record(setting);
  await until(() => origin.cuts === 0 && origin.waiting === 2);
  origin.play(100);
  await expectWhole(setting, begun);
  expect(origin.requests.filter(({ status }) => status === 'cut')).toHaveLength(4);
  // It went on to be asked in the same way.
  expect(playlists(origin).filter(({ held, status }) => held && status === 200).length).toBeGreaterThan(4);
});

test('a server that goes away while it holds requests back is waited for', async () => {
  const setting = await served(4);
  const { origin } = setting;
  const begun = record(setting);
  await until(() => (begun.live()?.length ?? 0) > 3 && origin.waiting === 2);
  await origin.down();
  await until(() => begun.live()?.outage !== null);
  origin.reveal(12);
  await origin.listen();
  await until(() => (begun.live()?.length ?? 0) > 6 && origin.waiting === 2);
  origin.play(100);
  await expectWhole(setting, begun);
});

test.each(['ignores', 503] as const)(
  'a server that only says that it holds requests back is followed: %s',
  async (how) => {
    const setting = await served(6);
    const { origin } = setting;
    origin.blocking = how;
    const begun = record(setting);
    origin.play(250);
    await expectWhole(setting, begun);
    // It is asked for three segments, and then like any other.
    expect(Math.max(...playlists(origin).map(({ msn }) => msn ?? 0))).toBeLessThan(11);
  },
);
