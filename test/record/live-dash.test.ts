import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { testFolder } from '../files/folder.ts';
import { startNginx } from '../servers/nginx.ts';
import { type DashPeriod, periodLength } from '../streams/dash-manifest.ts';
import { type DashClock, type DashOptions, DashOrigin } from '../streams/dash-origin.ts';
import { makeHls, type StreamFiles } from '../streams/make-hls.ts';
import { complaints, hashesOf } from '../streams/packets.ts';
import { begin, fragmentsOf, ledgerOf } from '../streams/record.ts';
import { until } from './faulty.ts';

const run = promisify(execFile);
const quiet = ['-hide_banner', '-v', 'error', '-nostdin'];
const kinds = ['video', 'audio'] as const;

async function hashesOfAll(paths: readonly string[], kind: 'video' | 'audio'): Promise<string[]> {
  return (await Promise.all(paths.map((path) => hashesOf(path, kind)))).flat();
}

/** Pictures and sound of exactly as many seconds, a keyframe a second. */
async function makeSource(path: string, seconds: number): Promise<string> {
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=96x64:rate=24'];
  const sound = ['-f', 'lavfi', '-i', `sine=sample_rate=48000,atrim=end=${seconds - 0.1}`];
  const encode = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '24', '-sc_threshold', '0', '-c:a', 'aac'];
  await run('ffmpeg', [...quiet, ...picture, ...sound, '-t', String(seconds), ...encode, path]);
  return path;
}

/** Lets ffmpeg play a file as a live presentation. Resolves when there is something to record. */
async function broadcast(source: string, manifest: string, options: readonly string[]): Promise<void> {
  const pack = ['-c', 'copy', '-f', 'dash', '-seg_duration', '1', '-window_size', '4', '-extra_window_size', '2'];
  const sets = ['-adaptation_sets', 'id=0,streams=v id=1,streams=a'];
  const playing = run('ffmpeg', [...quiet, '-re', '-i', source, ...pack, ...sets, ...options, manifest]);
  onTestFinished(async () => {
    playing.child.kill('SIGKILL');
    await playing.catch(() => {});
  });
  playing.catch(() => {});
  const folder = dirname(manifest);
  await until(() => [0, 1].every((stream) => existsSync(join(folder, `chunk-stream${stream}-00002.m4s`))));
}

test('live DASH of ffmpeg behind nginx, by number and by timeline, to its end and for a set time', async () => {
  const folder = await testFolder();
  const source = await makeSource(join(folder, 'source.mp4'), 8);
  const whole = { video: await hashesOf(source, 'video'), audio: await hashesOf(source, 'audio') };
  const root = join(folder, 'root');
  const nginx = await startNginx({ root });
  onTestFinished(() => nginx.close());
  const modes = { number: ['-use_timeline', '0', '-streaming', '1'], timeline: ['-use_timeline', '1'] };
  const record = async (mode: 'number' | 'timeline') => {
    await mkdir(join(root, mode), { recursive: true });
    await broadcast(source, join(root, mode, 'live.mpd'), modes[mode]);
    const url = nginx.url(`/${mode}/live.mpd`);
    const asked = [
      { from: 'start', fragment: 3 },
      { from: 'start', fragment: 3, duration: 4 },
    ] as const;
    return Promise.all(asked.map((options, at) => begin(url, join(folder, `${mode}${at}`), options).done));
  };
  const all = await Promise.all([record('number'), record('timeline')]);
  for (const [toEnd = [], forTime = []] of all) {
    for (const kind of kinds) {
      expect(await hashesOfAll(fragmentsOf(toEnd), kind)).toEqual(whole[kind]);
      const some = await hashesOfAll(fragmentsOf(forTime), kind);
      expect(some.length).toBeGreaterThan(4 * 24 - 2);
      expect(some).toEqual(whole[kind].slice(0, some.length));
    }
    expect(await ledgerOf(toEnd)).toMatchObject({ end: 'stream', gaps: [], breaks: [] });
    expect(await ledgerOf(forTime)).toMatchObject({ end: 'duration', gaps: [], breaks: [], length: 4 });
    for (const path of fragmentsOf(toEnd)) expect(await complaints(path)).toBe('');
  }
  const media = (await nginx.requests()).filter(({ path }) => path.includes('chunk'));
  expect(media.every(({ status }) => status === 200)).toBe(true);
  // By two recordings, each once.
  for (const { path } of media) expect(media.filter((one) => one.path === path).length).toBeLessThanOrEqual(2);
  // The window did slide: what was recorded first is long gone.
  for (const mode of Object.keys(modes)) expect(existsSync(join(root, mode, 'chunk-stream0-00001.m4s'))).toBe(false);
});

/** The pictures and the sound of a period, each in segments of a second. */
async function makePeriod(
  folder: string,
  id: string,
  start: number,
  seconds: number,
  size: string,
): Promise<DashPeriod> {
  const spec = { seconds, segment: 1, gop: 1, fps: '24', size, container: 'fmp4' } as const;
  const video = await makeHls(join(folder, id, 'video'), { ...spec, audio: 'none' });
  const audio = await makeHls(join(folder, id, 'audio'), { ...spec, video: 'none' });
  return { id, start, video, audio: { ...audio, segments: audio.segments.slice(0, video.segments.length) } };
}

async function serve(periods: readonly DashPeriod[], options: DashOptions): Promise<DashOrigin> {
  const origin = new DashOrigin(periods, options);
  await origin.listen();
  onTestFinished(() => origin.close());
  return origin;
}

function whole({ folder, segments, map }: StreamFiles): string {
  return `concat:${[map ?? '', ...segments.map(({ name }) => name)].map((name) => join(folder, name)).join('|')}`;
}

/** Media segments that were had more than once. */
function twice({ requests }: DashOrigin): string[] {
  const had = requests.filter(({ path, status }) => path.endsWith('.m4s') && status === 200).map(({ path }) => path);
  return had.filter((path, at) => had.indexOf(path) < at);
}

/** Expects that all of a period is in fragments, and nothing else. */
async function expectPeriod(fragments: readonly string[], period: DashPeriod): Promise<void> {
  for (const kind of kinds) {
    expect(await hashesOfAll(fragments, kind)).toEqual(await hashesOf(whole(period[kind]), kind));
  }
  for (const path of fragments) expect(await complaints(path)).toBe('');
}

const shape = { addressing: 'number', segment: 1, depth: 4, update: 1, first: 3.2 } as const;

test('a server whose clock is minutes off is believed, however it tells its clock', async () => {
  const folder = await testFolder();
  const period = await makePeriod(folder, 'p', 0, 6, '96x64');
  const clocks: readonly (readonly [DashClock, number])[] = [
    ['direct', 5],
    ['http-iso', -5],
    ['http-xsdate', 7],
    ['http-head', -90],
    ['date', 3],
    ['date', -3],
  ];
  const record = async ([clock, minutes]: (typeof clocks)[number], at: number) => {
    const origin = await serve([period], { ...shape, clock, skew: minutes * 60_000 });
    const files = await begin(origin.url(), join(folder, String(at)), { from: 'start', fragment: 3 }).done;
    return { origin, files, clock: `${clock} ${minutes}` };
  };
  for (const { origin, files, clock } of await Promise.all(clocks.map(record))) {
    await expectPeriod(fragmentsOf(files), period);
    expect(await ledgerOf(files)).toMatchObject({ end: 'stream', gaps: [], breaks: [], segments: { missing: 0 } });
    expect(twice(origin)).toEqual([]);
    expect(origin.requests.filter(({ status }) => status === 404).length, clock).toBeLessThan(4);
  }
});

test('segments that are not there when the clock says so are waited for; what never comes is no gap', async () => {
  const folder = await testFolder();
  const period = await makePeriod(folder, 'p', 0, 6, '96x64');
  const record = async (name: string, options: Partial<DashOptions>) => {
    const origin = await serve([period], { ...shape, ...options });
    const files = await begin(origin.url(), join(folder, name), { from: 'start', fragment: 3, giveUp: 6 }).done;
    await expectPeriod(fragmentsOf(files), period);
    expect(twice(origin)).toEqual([]);
    const refused = origin.requests.filter(({ path, status }) => path.endsWith('.m4s') && status === 404);
    expect(refused.length).toBeGreaterThan(2);
    return ledgerOf(files);
  };
  const [late, endless] = await Promise.all([
    // Behind the end, too, the clock says that there is more, until the manifest says that it has ended.
    record('late', { clock: 'direct', late: 1.7, first: 4.2 }),
    record('endless', { endless: true }),
  ]);
  const all = { length: 6, gaps: [], breaks: [], segments: { stored: 12, missing: 0 } };
  expect(late).toMatchObject({ ...all, end: 'stream' });
  expect(endless).toMatchObject({ ...all, end: 'gave-up' });
});

test('periods that are added while it is live, by number and by timeline', async () => {
  const folder = await testFolder();
  const periods: DashPeriod[] = [];
  for (const [id, size] of [
    ['first', '96x64'],
    ['second', '128x96'],
    ['third', '96x64'],
  ] as const) {
    const before = periods.at(-1);
    const start = before === undefined ? 0 : before.start + periodLength(before);
    periods.push(await makePeriod(folder, id, start, 3, size));
  }
  const record = async (name: string, options: Partial<DashOptions>) => {
    // A window that a machine with much else to do keeps up with.
    const origin = await serve(periods, { ...shape, depth: 6, first: 2.2, ...options });
    const files = await begin(origin.url(), join(folder, name), { from: 'start' }).done;
    expect(twice(origin)).toEqual([]);
    return files;
  };
  const recordings = [
    record('number', {}),
    record('timeline', { addressing: 'timeline' }),
    // Until a period is added, the clock tells of more of the one before.
    record('late', { clock: 'direct', late: 1.7, first: 3.2 }),
  ];
  for (const files of await Promise.all(recordings)) {
    const fragments = fragmentsOf(files);
    expect(fragments).toHaveLength(3);
    for (const [at, period] of periods.entries()) await expectPeriod(fragments.slice(at, at + 1), period);
    const ledger = await ledgerOf(files);
    expect(ledger).toMatchObject({ end: 'stream', length: 9, gaps: [], segments: { stored: 18, missing: 0 } });
    expect(ledger.breaks.map(({ at, cause }) => [at, cause])).toEqual([
      [3, 'announced'],
      [6, 'announced'],
    ]);
  }
});
