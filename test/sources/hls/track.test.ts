import { expect, test } from 'vitest';
import { Failure } from '../../../contract/errors.ts';
import type { MediaPlaylist } from '../../../engine/record/playlist.ts';
import { withDirectives } from '../../../engine/sources/hls/directives.ts';
import { hlsTrack } from '../../../engine/sources/hls/track.ts';
import { FakeWeb } from '../fake-web.ts';

const url = 'https://cdn.example/live/index.m3u8?sig=a%2Fb';
const { signal } = new AbortController();

function text(from: number, to: number, more: readonly string[] = []): string {
  const segments = Array.from({ length: to - from }, (_, at) => `#EXTINF:4,\n${from + at}.ts`);
  return ['#EXTM3U', '#EXT-X-TARGETDURATION:4', `#EXT-X-MEDIA-SEQUENCE:${from}`, ...more, ...segments, ''].join('\n');
}

const lowLatency = ['#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL=24'];

function track(web: FakeWeb, clock = { now: 0 }, first: MediaPlaylist | null = null): ReturnType<typeof hlsTrack> {
  const source = { id: 'main', kind: 'main', language: null, name: null, url, variables: null, first } as const;
  return hlsTrack({ ...source, referer: 'https://page.example/' }, web, () => clock.now);
}

test('a plain server is asked plainly, with the referer', async () => {
  const web = new FakeWeb({ [url]: text(1, 5) });
  const main = track(web);
  const before = await main.load({ signal, waitFor: 9, before: null });
  await main.load({ signal, waitFor: 9, before });
  expect(web.requests).toEqual([
    { url, referer: 'https://page.example/', how: 'get' },
    { url, referer: 'https://page.example/', how: 'get' },
  ]);
});

test('a server that can is asked to wait and to leave out', async () => {
  const clock = { now: 0 };
  const web = new FakeWeb({ [url]: text(1, 9, lowLatency) });
  const main = track(web, clock);
  const before = await main.load({ signal, waitFor: null, before: null });
  web.pages.set(
    `${url}&_HLS_msn=9&_HLS_skip=YES`,
    text(2, 2, [...lowLatency, '#EXT-X-SKIP:SKIPPED-SEGMENTS=7', '#EXTINF:4,\n9.ts']),
  );
  clock.now = 11_000;
  const after = await main.load({ signal, waitFor: 9, before });
  expect(after.segments.map((segment) => segment.sequence)).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
  expect(web.urls.slice(1)).toEqual([`${url}&_HLS_msn=9&_HLS_skip=YES`]);
  // Older than half of what the server may leave out, the playlist of before is no ground to build on.
  clock.now = 24_000;
  web.pages.set(`${url}&_HLS_msn=10`, text(3, 11, lowLatency));
  await main.load({ signal, waitFor: 10, before: after });
  expect(web.urls.slice(2)).toEqual([`${url}&_HLS_msn=10`]);
});

test.each([
  ['an update that does not fit', text(90, 91, [...lowLatency, '#EXT-X-SKIP:SKIPPED-SEGMENTS=7'])],
  ['a refusal', new Failure('source-unavailable', { detail: 'HTTP 400' })],
  ['a page', '<html>not here</html>'],
])('%s is followed by a request for the whole playlist', async (_, answer) => {
  const web = new FakeWeb({ [url]: text(1, 9, lowLatency), [`${url}&_HLS_msn=9&_HLS_skip=YES`]: answer });
  const main = track(web);
  const before = await main.load({ signal, waitFor: null, before: null });
  web.pages.set(url, text(91, 99, lowLatency));
  const after = await main.load({ signal, waitFor: 9, before });
  expect(after.segments[0]?.sequence).toBe(91);
  expect(web.urls).toEqual([url, `${url}&_HLS_msn=9&_HLS_skip=YES`, url]);
});

test('a server that never answers a blocking reload is given up on and asked plainly', async () => {
  const quick = (from: number): string =>
    text(from, from + 4, lowLatency).replace('TARGETDURATION:4', 'TARGETDURATION:0.001');
  const web = new FakeWeb({ [url]: quick(1) });
  const main = track(web);
  const before = await main.load({ signal, waitFor: null, before: null });
  web.pages.set(
    `${url}&_HLS_msn=5&_HLS_skip=YES`,
    ({ signal: given }) => new Promise((_, reject) => given.addEventListener('abort', () => reject(given.reason))),
  );
  web.pages.set(url, quick(2));
  expect((await main.load({ signal, waitFor: 5, before })).segments[0]?.sequence).toBe(2);
});

test('a load that is given up ends, and nothing else is asked for', async () => {
  const web = new FakeWeb({ [url]: text(1, 9, lowLatency) });
  const main = track(web);
  const before = await main.load({ signal, waitFor: null, before: null });
  const stop = new AbortController();
  web.pages.set(`${url}&_HLS_msn=9&_HLS_skip=YES`, ({ signal: given }) => {
    stop.abort(new Error('enough'));
    return Promise.reject(given.reason);
  });
  await expect(main.load({ signal: stop.signal, waitFor: 9, before })).rejects.toThrow('enough');
  expect(web.urls).toHaveLength(2);
});

test('failures are told as they are', async () => {
  const web = new FakeWeb({ [url]: new Failure('forbidden', { detail: 'HTTP 403' }) });
  await expect(track(web).load({ signal, waitFor: null, before: null })).rejects.toMatchObject({ code: 'forbidden' });
  web.pages.set(url, text(1, 3, ['#EXT-X-SKIP:SKIPPED-SEGMENTS=3']));
  await expect(track(web).load({ signal, waitFor: null, before: null })).rejects.toMatchObject({
    code: 'corrupt-media',
  });
});

test('what was read a moment ago answers the first load once, if it comes soon', async () => {
  const clock = { now: 0 };
  const web = new FakeWeb({ [url]: text(1, 9) });
  const first = await track(web).load({ signal, waitFor: null, before: null });
  const soon = track(web, clock, first);
  expect(await soon.load({ signal, waitFor: null, before: null })).toBe(first);
  expect(await soon.load({ signal, waitFor: null, before: null })).not.toBe(first);
  const late = track(web, clock, first);
  clock.now = 2001;
  expect(await late.load({ signal, waitFor: null, before: null })).not.toBe(first);
  expect(web.urls).toHaveLength(3);
});

test.each([
  ['https://x/a.m3u8', 'https://x/a.m3u8?_HLS_msn=3&_HLS_skip=YES'],
  ['https://x/a.m3u8?b=%2F+c&_HLS_msn=1&_HLS_part=2', 'https://x/a.m3u8?b=%2F+c&_HLS_msn=3&_HLS_skip=YES'],
  ['https://x/a.m3u8?b#c?d', 'https://x/a.m3u8?b&_HLS_msn=3&_HLS_skip=YES#c?d'],
])('%s with directives', (plain, asked) => {
  expect(withDirectives(plain, { waitFor: 3, skip: true })).toBe(asked);
  expect(withDirectives('https://x/a?b=c', { waitFor: null, skip: false })).toBe('https://x/a?b=c');
});

test('a server that does not hold back what it promises to is followed like any other, for a minute', async () => {
  const clock = { now: 0 };
  const web = new FakeWeb({ [url]: text(1, 9, lowLatency) });
  const main = track(web, clock);
  let before = await main.load({ signal, waitFor: null, before: null });
  for (let next = 9; next < 12; next += 1) {
    expect(before.control.canBlockReload).toBe(true);
    // The second request for a segment is answered at once because it is there.
    web.pages.set(`${url}&_HLS_msn=${next}&_HLS_skip=YES`, text(1, next, lowLatency));
    before = await main.load({ signal, waitFor: next, before });
    web.pages.set(`${url}&_HLS_msn=${next}&_HLS_skip=YES`, text(1, next + 1, lowLatency));
    if (next < 11) before = await main.load({ signal, waitFor: next, before });
  }
  web.pages.set(`${url}&_HLS_skip=YES`, text(1, 12, lowLatency));
  before = await main.load({ signal, waitFor: 11, before });
  expect(web.urls.at(-1)).toBe(`${url}&_HLS_skip=YES`);
  expect(before.control.canBlockReload).toBe(false);
  clock.now = 61_000;
  web.pages.set(url, text(5, 20, lowLatency));
  before = await main.load({ signal, waitFor: 12, before });
  expect(before.control.canBlockReload).toBe(true);
});
