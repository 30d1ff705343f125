import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { Failure } from '../../contract/errors.ts';
import type { FoundFormat, FoundVideo } from '../../engine/sources/video/found.ts';
import type { Behaviour, SeenRequest } from '../servers/behaviour.ts';
import { type Origin, startOrigin } from '../servers/faulty-server.ts';
import { startHttpProxy } from '../servers/http-proxy.ts';
import { hashesOf } from '../streams/packets.ts';
import { type Media, makeMedia } from './media.ts';
import { Answers, format, outcome, pathOf, VideoTask, video } from './task.ts';

const overlap = 16 * 1024;
/** Bytes a second of a host that is slow enough to be interrupted. */
const slow = 1_500_000;

let folder: string;
let media: Media;
let size: { readonly h264: number; readonly aac: number };
let origin: Origin;
let task: VideoTask;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-transfer-'));
  media = await makeMedia(folder, 'h264', 'aac');
  size = { h264: readFileSync(media.h264).length, aac: readFileSync(media.aac).length };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeEach(async () => {
  origin = await startOrigin();
  onTestFinished(() => origin.close());
  task = await VideoTask.make();
});

/** Serves the two tracks below a path of a host. */
function serve(host: Origin, path: string, change: Behaviour = {}): void {
  host.serve(`${path}/v.mp4`, { content: readFileSync(media.h264), etag: `"${path} v"`, ...change });
  host.serve(`${path}/a.m4a`, { content: readFileSync(media.aac), etag: `"${path} a"` });
}

async function formats(host: Origin, path: string, place: Partial<FoundFormat['place']> = {}): Promise<FoundFormat[]> {
  const at = (file: string) => ({ url: host.url(`${path}/${basename(file)}`), headers: [], chunk: null, ...place });
  const aac = { kind: 'audio', container: 'm4a', audioCodec: 'mp4a.40.2' } as const;
  return [
    await format(media.h264, '', { id: '137', width: 1920, height: 1080, videoCodec: 'avc1', place: at(media.h264) }),
    await format(media.aac, '', { id: '140', ...aac, place: at(media.aac) }),
  ];
}

function sentTo(host: Origin, ending: string): number {
  return of(host, ending).reduce((sum, { sent }) => sum + sent, 0);
}

function of(host: Origin, ending: string): SeenRequest[] {
  return host.requests.filter(({ path }) => path.endsWith(ending));
}

async function expectWhole(path: string): Promise<void> {
  expect(await hashesOf(path, 'video')).toEqual(await hashesOf(media.h264, 'video'));
  expect(await hashesOf(path, 'audio')).toEqual(await hashesOf(media.aac, 'audio'));
  expect(await task.files()).toEqual([basename(path)]);
}

describe('chunks', () => {
  test.each([1, 4, null])('%s connections: no request asks for more', async (connections) => {
    const chunk = 256 * 1024;
    serve(origin, '/one', { rate: 4_000_000 });
    const found = video(await formats(origin, '/one', { chunk }));
    const path = pathOf(await task.attempt(new Answers(() => found), { connections }));
    await expectWhole(path);
    for (const { headers } of origin.requests) {
      const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(headers['range']?.toString() ?? '') ?? [];
      expect(Number(end) - Number(start) + 1, headers['range']?.toString()).toBeLessThanOrEqual(chunk);
    }
    const pieces = of(origin, '/v.mp4');
    expect(pieces.length).toBeGreaterThanOrEqual(Math.ceil(size.h264 / chunk));
    expect(new Set(pieces.map(({ connection }) => connection)).size).toBeGreaterThan(connections === 4 ? 1 : 0);
  });
});

/** What the link leads to changes with each question; the first answer is `/one`. */
async function expiring(next: () => Promise<FoundVideo>): Promise<{ answers: Answers; first: FoundVideo }> {
  const first = video(await formats(origin, '/one'));
  const others: Promise<FoundVideo>[] = [];
  const answers = new Answers(() => first);
  answers.video = async () => {
    answers.asked += 1;
    if (answers.asked === 1) return first;
    others.push(next());
    return others.at(-1) ?? first;
  };
  return { answers, first };
}

/** The first addresses are refused as soon as a third is stored. */
async function expire(status: number): Promise<void> {
  const stored = (): number => task.progress.at(-1)?.done ?? 0;
  await expect.poll(stored, { timeout: 20_000, interval: 5 }).toBeGreaterThan((size.h264 + size.aac) / 3);
  for (const file of ['v.mp4', 'a.m4a']) origin.serve(`/one/${file}`, { fail: { status } });
  origin.dropConnections();
}

describe('addresses that expire in the middle', () => {
  test.each([401, 403, 404, 410])('%i: the link is resolved anew once, and what is stored stays', async (status) => {
    const other = await startOrigin();
    onTestFinished(() => other.close());
    serve(origin, '/one', { rate: slow / 4 });
    serve(other, '/two', { etag: '"elsewhere"', lastModified: 'Mon, 02 Nov 2026 10:00:00 GMT' });
    const { answers } = await expiring(async () => video(await formats(other, '/two')));
    const running = task.attempt(answers, { connections: 5 });
    await expire(status);
    await expectWhole(pathOf(await running));
    expect(answers.asked).toBe(2);
    // What four connections had fetched is fetched no more, but for the overlap before each and a proof.
    const [before, after] = [sentTo(origin, '/v.mp4'), sentTo(other, '/v.mp4')];
    expect(after).toBeLessThan(size.h264 - before / 2);
    const [proof, ...rest] = of(other, '/v.mp4');
    expect(proof?.headers['if-range']).toBeUndefined();
    expect(proof?.sent).toBeLessThanOrEqual(overlap);
    for (const { headers } of rest) expect(headers['if-range']).toBe('"elsewhere"');
  });

  test('one connection: not a byte more than the overlaps', async () => {
    serve(origin, '/one', { rate: slow });
    serve(origin, '/two');
    const { answers } = await expiring(async () => video(await formats(origin, '/two')));
    const running = task.attempt(answers, { connections: 2 });
    await expire(403);
    await expectWhole(pathOf(await running));
    const got = of(origin, '/v.mp4').filter(({ status }) => status === 206);
    const again = got.filter(({ path }) => path.startsWith('/two')).reduce((sum, { sent }) => sum + sent, 0);
    const kept = task.progress.filter(({ done }) => done > 0);
    expect(again).toBeLessThan(size.h264 * 0.8);
    // Figures never fall, and never pass the whole.
    expect(kept.map(({ done }) => done)).toEqual(kept.map(({ done }) => done).toSorted((a, b) => a - b));
    for (const { done, total } of kept) {
      expect(total).toBe(size.h264 + size.aac);
      expect(done).toBeLessThanOrEqual(size.h264 + size.aac);
    }
  });

  test.each([
    ['another size', (content: Buffer) => Buffer.concat([content, Buffer.alloc(7)])],
    ['the same size and other bytes', (content: Buffer) => Buffer.from(content.map((byte) => byte ^ 1))],
  ])('%s at the new address: nothing is mixed', async (_what, change) => {
    serve(origin, '/one', { rate: slow });
    serve(origin, '/two', { content: change(readFileSync(media.h264)) });
    const { answers } = await expiring(async () => video(await formats(origin, '/two')));
    const running = task.attempt(answers);
    await expire(403);
    expect(outcome(await running)).toContain('source-changed');
    expect(await task.files()).toEqual([]);
    // Whoever tries again from the start gets the new one.
    serve(origin, '/two');
    const found = video(await formats(origin, '/two'));
    await expectWhole(pathOf(await task.attempt(new Answers(() => found), { fresh: true })));
  });

  test('refused at the new address too: the attempt fails, and the next goes on', async () => {
    serve(origin, '/one', { rate: slow });
    const { answers, first } = await expiring(async () => first);
    const running = task.attempt(answers, { connections: 3 });
    await expire(403);
    expect(outcome(await running)).toContain('forbidden');
    expect(answers.asked).toBeLessThan(8);
    const before = origin.requests.length;
    serve(origin, '/one');
    await expectWhole(pathOf(await task.attempt(new Answers(() => first))));
    const again = origin.requests.slice(before).filter(({ path }) => path.endsWith('/v.mp4'));
    expect(again.reduce((sum, { sent }) => sum + sent, 0)).toBeLessThan(size.h264 * 0.8);
  });

  test('what the user gave for the link does not go along to another server', async () => {
    const other = await startOrigin();
    onTestFinished(() => other.close());
    for (const file of ['v.mp4', 'a.m4a']) origin.serve(`/one/${file}`, { fail: { status: 403 } });
    serve(other, '/two');
    const found = [video(await formats(origin, '/one')), video(await formats(other, '/two'))] as const;
    const answers: Answers = new Answers(() => found[answers.asked === 1 ? 0 : 1]);
    const own = {
      url: origin.url('/watch'),
      headers: [{ name: 'X-Token', value: 'secret' }],
      auth: { user: 'me', password: 'secret' },
      cookies: '127.0.0.1\tFALSE\t/\tFALSE\t0\tsid\tsecret\n',
    };
    await expectWhole(pathOf(await task.attempt(answers, own)));
    const given = (host: Origin) =>
      host.requests.map(({ headers }) => [headers['x-token'], headers['authorization'], headers['cookie']]);
    expect(given(origin)[0]).toEqual(['secret', `Basic ${btoa('me:secret')}`, 'sid=secret']);
    expect(new Set(given(other).flat())).toEqual(new Set([undefined]));
  });

  test('nor does the leave to go to this machine, which the host of the link may have', async () => {
    await using proxy = await startHttpProxy({ resolve: () => Number(new URL(origin.url('/')).port) });
    origin.serve('/one', { fail: { status: 403 } });
    serve(origin, '/two');
    const here = await formats(origin, '/two');
    const there = here.map((one) => ({ ...one, place: { ...one.place, url: 'http://video.example/one' } }));
    const answers: Answers = new Answers(() => video(answers.asked === 1 ? there : here));
    const ending = await task.attempt(answers, { url: 'http://video.example/watch', proxy: proxy.url });
    expect(outcome(ending)).toContain('forbidden: 127.0.0.1');
    expect(origin.requests.map(({ path }) => path)).not.toContain('/two/v.mp4');
  });

  test('the site says no when it is asked anew: its failure is the one that is told', async () => {
    serve(origin, '/one', { rate: slow });
    const { answers } = await expiring(() => Promise.reject(new Failure('bot-check')));
    const running = task.attempt(answers);
    await expire(403);
    expect(outcome(await running)).toContain('bot-check');
  });

  test('refused from the first request on: resolved anew once', async () => {
    for (const file of ['v.mp4', 'a.m4a']) origin.serve(`/one/${file}`, { fail: { status: 403 } });
    serve(origin, '/two');
    const { answers } = await expiring(async () => video(await formats(origin, '/two')));
    await expectWhole(pathOf(await task.attempt(answers)));
    expect(answers.asked).toBe(2);
  });
});

describe('addresses that are refused, also anew', () => {
  const fail = { status: 403 };

  test('another resolver is asked, and what is stored stays', async () => {
    serve(origin, '/one', { rate: slow });
    serve(origin, '/two');
    const { answers, first } = await expiring(async () => first);
    const others = new Answers(() => second);
    const second = video(await formats(origin, '/two'));
    const running = task.attempt([answers, others]);
    await expire(403);
    await expectWhole(pathOf(await running));
    expect(others.asked).toBe(1);
    const again = origin.requests.filter(({ path }) => path === '/two/v.mp4');
    expect(again.reduce((sum, { sent }) => sum + sent, 0)).toBeLessThan(size.h264 * 0.8);
  });

  test('where the other cannot be asked, the refusal is told', async () => {
    for (const file of ['v.mp4', 'a.m4a']) origin.serve(`/one/${file}`, { fail });
    const first = video(await formats(origin, '/one'));
    const others = new Answers(() => {
      throw new Failure('tool-missing');
    });
    expect(outcome(await task.attempt([new Answers(() => first), others]))).toContain('forbidden');
  });
});

describe('stopped', () => {
  test('and gone on with at another host, whatever its validators', async () => {
    const other = await startOrigin();
    onTestFinished(() => other.close());
    serve(origin, '/one', { rate: slow });
    const first = video(await formats(origin, '/one'));
    expect((await task.attempt(new Answers(() => first), { stopAt: size.h264 / 2 })).how).toBe('stopped');
    serve(other, '/two');
    const second = video(await formats(other, '/two'));
    await expectWhole(pathOf(await task.attempt(new Answers(() => second))));
    expect(sentTo(other, '/v.mp4')).toBeLessThan(size.h264 * 0.6);
    expect(task.log.join('\n')).toContain('goes on');
  });

  test('figures of a later attempt begin with what is stored of both tracks', async () => {
    serve(origin, '/one', { rate: slow });
    const found = video(await formats(origin, '/one'));
    expect((await task.attempt(new Answers(() => found), { stopAt: size.h264 / 2 })).how).toBe('stopped');
    const stopped = task.progress.length;
    serve(origin, '/one');
    await expectWhole(pathOf(await task.attempt(new Answers(() => found))));
    for (const { done } of task.progress.slice(stopped)) expect(done).toBeGreaterThanOrEqual(size.h264 / 3);
  });

  test('what was chosen stays chosen when something better turns up', async () => {
    serve(origin, '/one', { rate: slow });
    const first = await formats(origin, '/one');
    const options = { video: { format: 'best' } };
    const ending = await task.attempt(new Answers(() => video(first)), { ...options, stopAt: size.h264 / 2 });
    expect(ending.how).toBe('stopped');
    serve(origin, '/one');
    const better = { ...(first[0] as FoundFormat), id: '400', height: 2160, width: 3840 };
    const resolver = new Answers(() => video([better, ...first]));
    await expectWhole(pathOf(await task.attempt(resolver, options)));
    expect(sentTo(origin, '/v.mp4')).toBeLessThan(size.h264 * 1.6);
  });

  test.each([
    ['assemble', 2],
    ['publish', 1],
  ] as const)('when it comes to %s: nothing is fetched again', async (stopIn, asked) => {
    serve(origin, '/one');
    const answers = new Answers(() => first);
    const first = video(await formats(origin, '/one'));
    expect((await task.attempt(answers, { stopIn })).how).toBe('stopped');
    expect(await task.files()).toEqual([]);
    const before = origin.requests.length;
    await expectWhole(pathOf(await task.attempt(answers)));
    expect(origin.requests).toHaveLength(before);
    expect(answers.asked).toBe(asked);
  });

  test('one connection is one at a time', async () => {
    serve(origin, '/one');
    const found = video(await formats(origin, '/one', { chunk: 512 * 1024 }));
    await expectWhole(pathOf(await task.attempt(new Answers(() => found), { connections: 1 })));
    const first = origin.requests.findIndex(({ path }) => path.endsWith('/a.m4a'));
    expect(origin.requests.slice(0, first).every(({ path }) => path.endsWith('/v.mp4'))).toBe(true);
    expect(origin.requests.slice(first).every(({ path }) => path.endsWith('/a.m4a'))).toBe(true);
  });
});

test('a page in the place of media', async () => {
  serve(origin, '/one', { content: Buffer.from('<html>sorry</html>'), headers: { 'content-type': 'text/html' } });
  const found = video(await formats(origin, '/one'));
  expect(outcome(await task.attempt(new Answers(() => found)))).toContain('source-unavailable');
});

test('who asks is for the site of the link, what the site wants goes along', async () => {
  serve(origin, '/one');
  const headers = [
    { name: 'User-Agent', value: 'as the site wants' },
    { name: 'Referer', value: 'https://video.example/' },
  ];
  const found = video(await formats(origin, '/one', { headers }));
  const ending = await task.attempt(new Answers(() => found), {
    url: 'http://localhost/watch',
    headers: [
      { name: 'X-Token', value: 'secret' },
      { name: 'User-Agent', value: 'mine' },
      { name: 'Accept-Language', value: 'de' },
    ],
    auth: { user: 'me', password: 'secret' },
    cookies: 'localhost\tFALSE\t/\tFALSE\t0\tsid\tsecret\n127.0.0.1\tFALSE\t/\tFALSE\t0\tother\tfine\n',
  });
  await expectWhole(pathOf(ending));
  for (const { headers: seen } of origin.requests) {
    expect(seen).toMatchObject({ 'user-agent': 'as the site wants', referer: 'https://video.example/' });
    expect(seen['accept-language']).toBe('de');
    expect(seen['cookie']).toBe('other=fine');
    expect(JSON.stringify(seen)).not.toContain('secret');
  }
});

test('a public link does not lead to media on this machine', async () => {
  serve(origin, '/one');
  const found = video(await formats(origin, '/one'));
  const ending = await task.attempt(new Answers(() => found), { url: 'https://video.example/watch' });
  expect(outcome(ending)).toContain('forbidden');
  expect(origin.requests).toEqual([]);
});
