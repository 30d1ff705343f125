import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Failure } from '../../../contract/errors.ts';
import { HttpClient } from '../../../engine/net/client.ts';
import { WebSession } from '../../../engine/net/session.ts';
import { ContinuousTaker, type ContinuousTakerOptions } from '../../../engine/record/fetch/continuous-taker.ts';
import type { TrackOutage } from '../../../engine/record/fetch/sink.ts';
import type { TakerEnd } from '../../../engine/record/fetch/taker-options.ts';
import type { Chunker } from '../../../engine/record/media/chunker/chunk.ts';
import { openChunker } from '../../../engine/record/media/chunker/open-chunker.ts';
import { readSegment } from '../../../engine/record/media/read.ts';
import type { StoredSegment } from '../../../engine/record/stored.ts';
import { makeHls } from '../../streams/make-hls.ts';

const until = (condition: () => boolean) => vi.waitUntil(condition, { timeout: 20_000, interval: 10 });

/** A station that plays what the test tells it to. */
class Station {
  readonly listeners: ServerResponse[] = [];
  status = 200;
  headers: Record<string, string> = {};
  /** what every answer begins with */
  opening: Buffer = Buffer.alloc(0);
  requests = 0;
  url = '';

  readonly answer: RequestListener = (_, response) => {
    this.requests += 1;
    if (this.status !== 200) return void response.writeHead(this.status).end();
    response.writeHead(200, { 'content-type': 'video/mp2t', ...this.headers });
    response.flushHeaders();
    if (this.opening.length > 0) response.write(this.opening);
    this.listeners.push(response);
  };

  play(text: string | Buffer): void {
    this.listeners.at(-1)?.write(text);
  }

  /** Ends the answer in order, or breaks it off. */
  end(): void {
    this.listeners.pop()?.end();
  }

  cut(): void {
    this.listeners.pop()?.destroy();
  }
}

/** Cuts at line ends; a line that begins with `!` is none that can be split. */
function lines(): Chunker {
  let rest = '';
  const chunk = (line: string) => ({ data: Buffer.from(line), init: null, duration: 1 });
  return {
    push: (bytes) => {
      const parts = (rest + Buffer.from(bytes).toString()).split('\n');
      rest = parts.pop() ?? '';
      if (parts.some((part) => part.startsWith('!'))) throw new Failure('corrupt-media', { detail: 'no stream' });
      return parts.map(chunk);
    },
    end: () => (rest === '' ? [] : [chunk(rest)]),
    rest: () => null,
  };
}

async function setting() {
  const station = new Station();
  const server = createServer(station.answer).listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  station.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/radio`;
  const folder = await mkdtemp(join(tmpdir(), 'sluice-radio-'));
  const client = new HttpClient({});
  const over = new AbortController();
  const web = new WebSession({
    ...{ client, link: station.url, headers: [], auth: null, cookies: null },
    ...{ proxy: 'direct', idleMs: 20_000, limits: [] },
  });
  const runs: Promise<unknown>[] = [];
  onTestFinished(async () => {
    over.abort(new Error('the test is over'));
    await Promise.allSettled(runs);
    client.close();
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
    await rm(folder, { recursive: true });
  });
  const told: string[] = [];
  const stored: StoredSegment[] = [];
  const outages: (TrackOutage | null)[] = [];
  const titles: unknown[] = [];
  const durations: number[] = [];
  let ending: TakerEnd | unknown;
  const take = (more: Partial<ContinuousTakerOptions> = {}): ContinuousTaker => {
    const taker = new ContinuousTaker({
      source: { url: station.url, referer: null },
      known: null,
      giveUp: 600,
      folder,
      web,
      openChunker: lines,
      read: () => ({ container: 'ts', streams: [], wrap: null, timed: true }),
      sink: {
        stored: (segment) => {
          stored.push(segment);
          told.push(`${segment.epoch}:${segment.sequence}`);
        },
        missing: ({ epoch, sequence, count, duration, cause }) => {
          durations.push(duration);
          told.push(`${epoch}:${sequence}+${count} ${cause}`);
        },
        epoch: ({ epoch }) => void told.push(`epoch ${epoch}`),
        stuck: () => {},
        begins: () => {},
        duplicates: () => {},
        behind: () => {},
        outage: (_, state) => void outages.push(state),
        log: (_, message, { title }) => void (message === 'the station plays' && titles.push(title)),
      },
      resolveAnew: () => Promise.resolve({ url: station.url, referer: null }),
      resumeCause: 'paused',
      clock: Date.now,
      random: () => 0,
      signal: over.signal,
      ...more,
    });
    const run = taker.run().then(
      (how) => (ending = how),
      (error: unknown) => (ending = error),
    );
    runs.push(run);
    return taker;
  };
  const bytes = () => Promise.all(stored.map(({ file }) => readFile(join(folder, file), 'latin1')));
  return { station, folder, told, stored, outages, titles, durations, take, bytes, ending: () => ending };
}

test('pieces are stored as they come; stopping keeps the last', async () => {
  const { station, take, told, bytes, ending, stored } = await setting();
  const taker = take();
  await until(() => station.listeners.length === 1);
  station.play('one\ntwo\nthr');
  await until(() => told.length === 2);
  station.play('ee\nfou');
  await until(() => told.length === 3);
  taker.stop();
  await until(() => ending() !== undefined);
  expect(ending()).toBe('stopped');
  expect(told).toEqual(['0:0', '0:1', '0:2', '0:3']);
  expect(await bytes()).toEqual(['one', 'two', 'three', 'fou']);
  expect(stored[0]).toMatchObject({
    track: 'main',
    discontinuity: 0,
    bytes: 3,
    duration: 1,
    dateTime: null,
    map: null,
  });
});

test('what breaks off is connected anew, with a hole as long as the clock says', async () => {
  const { station, take, told, durations } = await setting();
  let skew = 0;
  take({ clock: () => Date.now() + skew });
  await until(() => station.listeners.length === 1);
  station.play('one\n');
  await until(() => told.length === 1);
  station.cut();
  await until(() => station.listeners.length === 1);
  skew = 7000;
  station.play('two\nthree\n');
  await until(() => told.length === 5);
  expect(told).toEqual(['0:0', '0:1+0 network', 'epoch 1', '1:0', '1:1']);
  expect(durations[0]).toBeGreaterThanOrEqual(7);
  expect(durations[0]).toBeLessThan(9);
});

test('an answer that ends and is not there again is the end', async () => {
  const { station, take, told, ending } = await setting();
  take();
  await until(() => station.listeners.length === 1);
  station.play('one\ntwo');
  await until(() => told.length === 1);
  station.status = 404;
  station.end();
  await until(() => ending() !== undefined);
  expect(ending()).toBe('ended');
  expect(told).toEqual(['0:0', '0:1']);
});

test('a server that is away is an outage, until the user has had enough', async () => {
  const { station, take, told, outages, ending } = await setting();
  let skew = 0;
  take({ clock: () => Date.now() + skew, giveUp: 60 });
  await until(() => station.listeners.length === 1);
  station.play('one\n');
  await until(() => told.length === 1);
  station.status = 503;
  station.cut();
  await until(() => station.requests > 1);
  skew = 30_000;
  await until(() => outages.length > 0);
  expect(outages[0]).toMatchObject({ code: 'source-unavailable' });
  expect(ending()).toBeUndefined();
  skew = 100_000;
  await until(() => ending() !== undefined);
  expect(ending()).toBe('gave-up');
  expect(told).toEqual(['0:0']);
});

test('a server that plays a file from its beginning each time is not recorded for ever', async () => {
  const { station, take, told, ending, bytes } = await setting();
  const file = Array.from({ length: 90 }, (_, i) => `${'line '.repeat(150)}${i}\n`).join('');
  station.opening = Buffer.from(file);
  take();
  await until(() => told.length === 90);
  station.end();
  await until(() => ending() !== undefined);
  expect(ending()).toBe('ended');
  expect(told).toHaveLength(90);
  expect((await bytes()).join('\n')).toBe(file.trimEnd());
});

test('two answers that begin alike and then differ are both recorded whole', async () => {
  const { station, take, told, bytes } = await setting();
  station.opening = Buffer.from('header\n');
  take();
  await until(() => told.length === 1);
  station.play('one\n');
  await until(() => told.length === 2);
  station.cut();
  await until(() => station.listeners.length === 1);
  station.play('two\n');
  await until(() => told.length === 6);
  expect(told).toEqual(['0:0', '0:1', '0:2+0 network', 'epoch 1', '1:0', '1:1']);
  expect(await bytes()).toEqual(['header', 'one', 'header', 'two']);
});

test('what is no stream any more is asked for again', async () => {
  const { station, take, told } = await setting();
  take();
  await until(() => station.listeners.length === 1);
  station.play('one\n');
  await until(() => told.length === 1);
  station.play('!page\n');
  await until(() => station.listeners.length === 2);
  station.play('two\n');
  await until(() => told.length === 4);
  expect(told).toEqual(['0:0', '0:1+0 corrupt', 'epoch 1', '1:0']);
});

test('a kind of stream that cannot be recorded fails at once', async () => {
  const { station, take, ending } = await setting();
  take({
    openChunker: () => ({
      push: () => {
        throw new Failure('unsupported', { detail: 'Ogg' });
      },
      end: () => [],
      rest: () => null,
    }),
  });
  await until(() => station.listeners.length === 1);
  station.play('OggS');
  await until(() => ending() !== undefined);
  expect(ending()).toMatchObject({ code: 'unsupported', detail: 'Ogg' });
});

test('a later attempt is an epoch of its own, behind what is missing', async () => {
  const { station, take, told, durations } = await setting();
  const known = { epoch: 2, sequence: 8, discontinuity: 0, dateTime: null, at: Date.now() - 60_000, recent: [] };
  take({ known });
  await until(() => station.listeners.length === 1);
  station.play('one\n');
  await until(() => told.length === 3);
  expect(told).toEqual(['2:9+0 paused', 'epoch 3', '3:0']);
  expect(Math.round(durations[0] ?? 0)).toBe(60);
});

test('an address that is refused is resolved anew', async () => {
  const { station, take, told } = await setting();
  let asked = 0;
  take({
    source: { url: station.url.replace('/radio', '/old'), referer: null },
    resolveAnew: () => {
      asked += 1;
      station.status = 200;
      return Promise.resolve({ url: station.url, referer: null });
    },
  });
  station.status = 403;
  await until(() => station.listeners.length === 1);
  station.play('one\n');
  await until(() => told.length === 1);
  expect(asked).toBe(1);
});

test('titles that a server mixes into the sound are taken out of it', async () => {
  const { station, take, told, titles, bytes } = await setting();
  station.headers = { 'icy-metaint': '8' };
  take();
  await until(() => station.listeners.length === 1);
  const title = Buffer.alloc(32);
  title.write("StreamTitle='A song';");
  station.play(Buffer.concat([Buffer.from('one\ntwo\n'), Buffer.from([2]), title, Buffer.from('3\n4\n5\n6\n\0')]));
  await until(() => told.length === 6);
  expect(titles).toEqual(['A song']);
  expect(await bytes()).toEqual(['one', 'two', '3', '4', '5', '6']);
});

test('MPEG-TS of a real encoder is stored with every picture, over a broken connection', async () => {
  const { station, take, told, stored, folder } = await setting();
  const made = await makeHls(join(folder, 'made'), { seconds: 8, segment: 2, gop: 1 });
  const parts = await Promise.all(made.segments.map(({ name }) => readFile(join(made.folder, name))));
  take({ openChunker, read: readSegment });
  await until(() => station.listeners.length === 1);
  for (const part of parts.slice(0, 2)) station.play(part);
  await until(() => told.length >= 2);
  station.end();
  await until(() => station.listeners.length === 1);
  for (const part of parts.slice(2)) station.play(part);
  await until(() => told.includes('1:1'));
  station.end();
  await until(() => told.length === 10);
  const units = (epoch: number) =>
    stored
      .filter((segment) => segment.epoch === epoch)
      .flatMap(({ media }) => media.streams.filter(({ kind }) => kind === 'video'))
      .reduce((sum, stream) => sum + stream.units, 0);
  expect([units(0), units(1)]).toEqual([100, 100]);
  expect(stored.every(({ duration }) => duration <= 2.1)).toBe(true);
});
