import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import type { z } from 'zod';
import type { recordingOptions } from '../../contract/recording.ts';
import type { StreamJob } from '../../contract/worker-messages.ts';
import { testFolder } from '../files/folder.ts';
import { startSocksProxy } from '../servers/socks-proxy.ts';
import { hashesOf } from '../streams/packets.ts';
import { Radio, type RadioOptions } from '../streams/radio.ts';
import { type Begun, begin, fragmentsOf, ledgerOf } from '../streams/record.ts';
import { until } from './faulty.ts';

/** Seconds of sound that a station has. */
const seconds = 24;

let sounds: Readonly<Record<'mp3' | 'aac', string>>;
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-sound-'));
  sounds = { mp3: join(folder, 'sound.mp3'), aac: join(folder, 'sound.aac') };
  const tone = ['-f', 'lavfi', '-i', `aevalsrc=sin(440*2*PI*t)*sin(0.3*t)|sin(550*2*PI*t*t):s=44100:d=${seconds}`];
  const make = ['-v', 'error', '-nostdin', ...tone, '-b:a', '96k'];
  const bare = ['-write_xing', '0', '-id3v2_version', '0'];
  await promisify(execFile)('ffmpeg', [...make, '-c:a', 'libmp3lame', ...bare, sounds.mp3, '-c:a', 'aac', sounds.aac]);
  return () => rm(folder, { recursive: true });
});

async function station(kind: 'mp3' | 'aac', options: Partial<RadioOptions> = {}): Promise<Radio> {
  const type = kind === 'mp3' ? 'audio/mpeg' : 'audio/aacp';
  const radio = new Radio(await readFile(sounds[kind]), {
    status: 'ICY 200 OK',
    headers: [
      'icy-notice1:<BR>This stream requires a player<BR>',
      'icy-name:Radio Übersee',
      `content-type:${type}`,
      'icy-pub:1',
      'icy-br:96',
    ],
    metaint: null,
    ...options,
  });
  await radio.listen();
  onTestFinished(() => radio.close());
  return radio;
}

async function listen(
  radio: Radio,
  options: z.input<typeof recordingOptions>,
  change: Partial<StreamJob> = {},
): Promise<Begun> {
  const begun = begin(radio.url(';stream.nsv'), await testFolder(), options, change);
  onTestFinished(async () => {
    begun.recording.leave('not-running');
    await begun.done.catch(() => {});
  });
  return begun;
}

/** Bytes of so many seconds. */
function bytesOf({ size }: Radio, length: number): number {
  return Math.round((length * size) / seconds);
}

/** Plays so many seconds as soon as somebody listens, much faster than they last. */
async function play(radio: Radio, length: number): Promise<void> {
  await until(() => radio.listeners > 0);
  for (let part = 0; part < length * 4; part += 1) {
    radio.play(bytesOf(radio, 0.25));
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Breaks the connection off, and plays so many seconds to nobody. */
async function miss(radio: Radio, length: number): Promise<void> {
  radio.drop();
  await until(() => radio.listeners === 0);
  radio.play(bytesOf(radio, length));
}

/** Waits until so many seconds are recorded. The last ones are still being taken apart. */
function taken(begun: Begun, length: number): Promise<boolean> {
  return until(() => (begun.live()?.length ?? 0) > length - 2.5);
}

const stations: readonly (readonly [string, 'mp3' | 'aac', Partial<RadioOptions>])[] = [
  ['SHOUTcast 1, MP3', 'mp3', {}],
  ['SHOUTcast 1 that mixes titles in, AAC', 'aac', { metaint: 8192 }],
  ['Icecast, MP3', 'mp3', { status: 'HTTP/1.0 200 OK', burst: 32_768 }],
  ['HTTP/1.1 that mixes titles in, MP3', 'mp3', { status: 'HTTP/1.1 200 OK', metaint: 1000 }],
];

test.each(stations)('%s: recorded as it is, in fragments', async (_, kind, options) => {
  const radio = await station(kind, options);
  radio.title('Ein Lied');
  const begun = await listen(radio, { output: 'audio', fragment: 4, duration: 10 });
  await play(radio, 4);
  radio.title('Noch ein Lied');
  await play(radio, 16);
  const files = await begun.done;
  const paths = fragmentsOf(files);
  const end = kind === 'mp3' ? 'mp3' : 'm4a';
  expect(paths.map((path) => basename(path))).toEqual([1, 2, 3].map((part) => `Studio part 00${part}.${end}`));
  const source = await hashesOf(sounds[kind], 'audio');
  const recorded = (await Promise.all(paths.map((path) => hashesOf(path, 'audio')))).flat();
  expect(recorded.length).toBeGreaterThan((10 * 44_100) / 1152 - 1);
  expect(source.slice(source.indexOf(recorded[0] ?? '')).slice(0, recorded.length)).toEqual(recorded);
  expect(await ledgerOf(files)).toMatchObject({ end: 'duration', gaps: [], breaks: [] });
  // It asks for no titles: they would only have to be taken out again.
  for (const request of radio.requests) expect(request).not.toMatch(/icy-metadata/iu);
});

/** The frames of each fragment. */
async function framesOf(begun: Begun): Promise<string[][]> {
  return Promise.all(fragmentsOf(await begun.done).map((path) => hashesOf(path, 'audio')));
}

test('a connection that is broken off is a gap with its cause, and nothing is there twice', async () => {
  const radio = await station('mp3');
  const begun = await listen(radio, { output: 'audio' });
  await play(radio, 8);
  await taken(begun, 8);
  await miss(radio, 4);
  await play(radio, 8);
  await taken(begun, 16);
  begun.recording.finish();
  const ledger = await ledgerOf(await begun.done);
  expect(ledger.gaps).toMatchObject([{ cause: 'network', segments: 0, detail: expect.stringContaining('ECONNRESET') }]);
  expect(ledger.breaks).toMatchObject([{ cause: 'reset' }]);
  const [before = [], behind = [], ...more] = await framesOf(begun);
  expect(more).toEqual([]);
  const source = await hashesOf(sounds.mp3, 'audio');
  const at = source.indexOf(behind[0] ?? '');
  // A frame is 26 ms. What was on its way when the connection was reset is in neither.
  const from = source.indexOf(before[0] ?? '');
  expect(before).toEqual(source.slice(from, from + before.length));
  expect(from + before.length).toBeGreaterThan(5.5 / 0.0262);
  expect(at).toBeGreaterThan(11.9 / 0.0262);
  expect(behind).toEqual(source.slice(at, at + behind.length));
  expect(at + behind.length).toBeGreaterThan(19.9 / 0.0262);
});

test.each(['mp3', 'aac'] as const)(
  'a station that begins with what it played last is gone on with: %s',
  async (kind) => {
    const radio = await station(kind, { burst: 80_000, metaint: 8192 });
    const begun = await listen(radio, { output: 'audio' });
    await play(radio, 8);
    await taken(begun, 8);
    await miss(radio, 2);
    // Of the next answer nothing is new.
    await until(() => radio.listeners > 0);
    await taken(begun, 10);
    await miss(radio, 0);
    await play(radio, 4);
    await miss(radio, 2);
    await play(radio, 4);
    await taken(begun, 20);
    begun.recording.finish();
    const [recorded = [], ...more] = await framesOf(begun);
    expect(more).toEqual([]);
    expect(recorded).toEqual((await hashesOf(sounds[kind], 'audio')).slice(0, recorded.length));
    expect(recorded.length * (kind === 'mp3' ? 0.0262 : 0.0233)).toBeGreaterThan(19.8);
    expect(await ledgerOf(await begun.done)).toMatchObject({ gaps: [], breaks: [], fragments: [{ part: 1 }] });
    expect(radio.requests.length).toBeGreaterThan(4);
  },
);

test('a station that falls silent is connected to anew, also through a proxy', async () => {
  const radio = await station('mp3');
  await using proxy = await startSocksProxy();
  const begun = await listen(radio, { output: 'audio' }, { idleTimeout: 1, proxy: proxy.url });
  await play(radio, 4);
  await until(() => radio.listeners === 0);
  await play(radio, 6);
  await taken(begun, 10);
  begun.recording.finish();
  const ledger = await ledgerOf(await begun.done);
  expect(ledger.gaps).toMatchObject([{ cause: 'timeout', segments: 0, detail: expect.stringContaining('silent') }]);
  expect(ledger.fragments).toHaveLength(2);
  // One to find out what it is, and one for each connection of the recording.
  expect(proxy.requests).toHaveLength(3);
});

test.each([
  ['ICY 401 Service Unavailable', 'source-unavailable'],
  ['ICY 400 Server Full', 'source-unavailable'],
  ['ICY 404 Resource Not Found', 'not-found'],
])('a station that says %s', async (status, code) => {
  const radio = await station('mp3', { status });
  const begun = await listen(radio, {});
  await expect(begun.done).rejects.toMatchObject({ code });
});
