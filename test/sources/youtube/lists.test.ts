import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { FoundEntry, FoundList } from '../../../engine/sources/video/found.ts';
import { YoutubeResolver } from '../../../engine/sources/youtube/resolver.ts';
import { albumId } from '../../stand-in/album.ts';
import { channelId, clip } from '../../stand-in/catalogue.ts';
import type { StandIn } from '../../stand-in/stand-in.ts';
import { accessTo, askFor, standInForAll } from './asking.ts';

let site: StandIn;

beforeAll(async () => {
  site = await standInForAll();
});
afterAll(() => site.close());

function page(url: string, next: string | null = null): Promise<FoundList> {
  const resolver = new YoutubeResolver(accessTo(site), []);
  return resolver.list({ url, next, signal: AbortSignal.timeout(30_000) });
}

/** All entries, each page asked for by a resolver that knows of no other. */
async function all(
  url: string,
): Promise<{ readonly first: FoundList; readonly entries: FoundEntry[]; readonly pages: number }> {
  const first = await page(url);
  const entries = [...first.entries];
  let pages = 1;
  for (let { next } = first; next !== null; pages += 1) {
    const more = await page(url, next);
    expect(more).toMatchObject({ title: first.title, channel: first.channel, count: first.count, url: first.url });
    entries.push(...more.entries);
    next = more.next;
  }
  return { first, entries, pages };
}

test.each(['PLstandInList300', 'PLlockupList300'])('all 300 of %s, page by page, numbered on', async (id) => {
  const { first, entries, pages } = await all(`https://www.youtube.com/playlist?list=${id}`);
  expect(first).toMatchObject({
    kind: 'list',
    site: 'YouTube',
    id,
    url: `https://www.youtube.com/playlist?list=${id}`,
    channel: 'Stand-in',
    count: 300,
    answeredBy: { resolver: 'builtin', client: 'WEB' },
  });
  expect(first.entries).toHaveLength(100);
  expect(pages).toBe(3);
  expect(entries.map(({ number }) => number)).toEqual(Array.from({ length: 300 }, (_, at) => at + 1));
  expect(entries[0]).toEqual({
    number: 1,
    url: 'https://www.youtube.com/watch?v=listEntr001',
    id: 'listEntr001',
    title: 'Part 1 of 300',
    channel: 'Stand-in',
    duration: 6,
    live: false,
    missing: null,
  });
  expect(entries.filter(({ missing }) => missing !== null).map(({ number, missing }) => [number, missing])).toEqual([
    [7, 'private'],
    [13, 'deleted'],
  ]);
});

test('the list that a video is played from', async () => {
  const found = await page('https://www.youtube.com/watch?v=listEntr002&list=PLsmallListOf5&index=2');
  expect(found).toMatchObject({
    title: 'A few',
    count: 5,
    next: null,
    url: 'https://www.youtube.com/playlist?list=PLsmallListOf5',
  });
});

test.each([
  ['https://www.youtube.com/@standin', `https://www.youtube.com/@standin`],
  ['https://www.youtube.com/@StandIn/videos', 'https://www.youtube.com/@standin/videos'],
  [`https://m.youtube.com/channel/${channelId}/videos?view=0`, `https://www.youtube.com/channel/${channelId}/videos`],
])('all videos of a channel: %s', async (url, canonical) => {
  const { first, entries, pages } = await all(url);
  expect(first).toMatchObject({ title: 'Stand-in', channel: 'Stand-in', url: canonical, id: channelId });
  expect(pages).toBe(3);
  expect(entries.map(({ number }) => number)).toEqual(Array.from({ length: 75 }, (_, at) => at + 1));
  expect(new Set(entries.map(({ channel }) => channel))).toEqual(new Set(['Stand-in']));
});

test('the other tabs of a channel', async () => {
  const shorts = await page('https://www.youtube.com/@standin/shorts');
  expect(shorts.entries.map(({ number, id }) => [number, id])).toEqual(
    [81, 82, 83, 84, 85].map((at, index) => [index + 1, `listEntr0${at}`]),
  );
  expect(shorts.entries[0]).toMatchObject({ title: 'Part 81 of 300', channel: 'Stand-in' });
  const streams = await page('https://www.youtube.com/@standin/streams');
  expect(streams.entries.map(({ id, live }) => [id, live])).toEqual([
    ['liveNowVide', true],
    ['wasLiveVide', false],
  ]);
});

test('a channel without videos shows its shorts, unless its videos were asked for', async () => {
  const id = 'UConlyShortsOnlyShorts00';
  const common = { channel: 'Only', title: 'Only shorts', page: 30 };
  site.putList({ ...common, id, handle: '@onlyshorts', entries: [], shape: 'lockup' });
  const entry = { id: 'listEntr090', title: 'A short', channel: 'Only', seconds: 6, state: 'there' as const };
  site.putList({ ...common, id: `${id}.shorts`, handle: null, entries: [entry], shape: 'short' });
  expect((await page('https://www.youtube.com/@onlyshorts')).entries.map(({ title }) => title)).toEqual(['A short']);
  await expect(page('https://www.youtube.com/@onlyshorts/videos')).rejects.toMatchObject({ code: 'no-stream' });
});

test('an album of music is its list', async () => {
  const found = await page(`https://music.youtube.com/browse/${albumId}`);
  expect(found).toMatchObject({ title: 'Album - Tones', count: 8, url: `https://music.youtube.com/browse/${albumId}` });
  expect(found.entries).toHaveLength(8);
});

test('a list of which the site says that it is empty is empty', async () => {
  const found = await page('https://www.youtube.com/playlist?list=PLemptyListOf0');
  expect(found).toMatchObject({ title: 'None', count: 0, entries: [], next: null });
});

test.each([
  ['https://www.youtube.com/playlist?list=PLnobodyHasThisOne', 'video-removed'],
  ['https://www.youtube.com/@nobodyiscalledthis', 'not-found'],
  ['https://www.youtube.com/@standin/playlists', 'unsupported'],
])('%s is %s', async (url, code) => {
  await expect(page(url)).rejects.toMatchObject({ code });
});

test.each([
  ['', 'invalid-input'],
  ['bm90IEpTT04', 'invalid-input'],
  [Buffer.from('{"continuation":"x"}').toString('base64url'), 'invalid-input'],
  [
    Buffer.from(
      JSON.stringify({
        continuation: 'x',
        before: 1,
        id: 'PL',
        url: 'u',
        title: 't',
        channel: null,
        count: 1,
        owner: null,
      }),
    ).toString('base64url'),
    'extractor-outdated',
  ],
])('a word that no page gave leads nowhere: %s', async (next, code) => {
  await expect(page('https://www.youtube.com/playlist?list=PLstandInList300', next)).rejects.toMatchObject({ code });
});

test.each(['changed', 'garbage'] as const)('answers that are %s are the fault of our age', async (lists) => {
  site.behaviour.lists = lists;
  onTestFinished(() => {
    site.behaviour.lists = 'good';
  });
  for (const url of ['https://www.youtube.com/playlist?list=PLstandInList300', 'https://www.youtube.com/@standin']) {
    await expect(page(url)).rejects.toMatchObject({ code: 'extractor-outdated' });
  }
});

test('a clip is a piece of its video', async () => {
  const url = `https://www.youtube.com/clip/${clip.id}`;
  const found = await askFor(site, url);
  expect(found).toMatchObject({ id: 'filmDirect1', url, piece: { start: 5, end: 12.5 } });
  await expect(askFor(site, 'https://www.youtube.com/clip/UgkxNobodyMadeThis00001')).rejects.toMatchObject({
    code: 'not-found',
  });
});

test('what a channel sends just now, and that it sends nothing', async () => {
  const found = await askFor(site, 'https://www.youtube.com/@standin/live');
  expect(found).toMatchObject({ id: 'liveNowVide', live: 'live' });
  site.change('liveNowVide', { live: 'was-live' });
  onTestFinished(() => site.change('liveNowVide', { live: 'live' }));
  await expect(askFor(site, 'https://www.youtube.com/@standin/live')).rejects.toMatchObject({ code: 'not-live' });
});
