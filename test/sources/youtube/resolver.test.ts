import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { FoundFormat, FoundVideo } from '../../../engine/sources/video/found.ts';
import { YoutubeResolver } from '../../../engine/sources/youtube/resolver.ts';
import { refusedIds } from '../../stand-in/catalogue.ts';
import { visitorData } from '../../stand-in/player-response.ts';
import type { StandIn } from '../../stand-in/stand-in.ts';
import { accessTo, askFor, standInForAll } from './asking.ts';

let site: StandIn;
let before = 0;

beforeAll(async () => {
  site = await standInForAll();
});
afterAll(() => site.close());
beforeEach(() => {
  before = site.requests.length;
});

/** Who was asked for the video, one after the other. */
const asked = (): (string | null)[] =>
  site.requests
    .slice(before)
    .filter(({ path }) => path === '/youtubei/v1/player')
    .map(({ client }) => client);

/** The status of the first bytes of a format. */
async function statusOf(found: FoundVideo, format: FoundFormat | undefined): Promise<number> {
  const access = accessTo(site);
  if (format === undefined) throw new Error('no such format');
  const response = await access.client.get({
    url: new URL(format.place.url),
    headers: [...format.place.headers, { name: 'Range', value: 'bytes=0-99' }],
    proxy: access.proxy,
    publicOnly: true,
    idleMs: 10_000,
    signal: AbortSignal.timeout(20_000),
  });
  const { status } = response.head;
  response.cancel();
  expect(found.id).toMatch(/^[\w-]{11}$/);
  return status;
}

test('a video with direct addresses: everything that is to be known of it, with two questions', async () => {
  const found = await askFor(site, 'filmDirect1');
  expect(found).toMatchObject({
    kind: 'video',
    url: 'https://www.youtube.com/watch?v=filmDirect1',
    site: 'YouTube',
    id: 'filmDirect1',
    title: 'Bars and tone',
    channel: 'Stand-in',
    answeredBy: { resolver: 'builtin', version: expect.stringMatching(/^\d+\.\d+\.\d+$/), client: 'VISIONOS' },
    duration: 30,
    published: '2026-01-31',
    live: 'no',
    startsAt: null,
    hls: null,
    dash: null,
    chapters: [
      { title: 'Beginning', start: 0, end: 10 },
      { title: 'Middle: <b>bars</b> & "tone"', start: 10, end: 20 },
      { title: 'End', start: 20, end: 30 },
    ],
  });
  expect(found.formats.map(({ id }) => id)).toEqual(['18', '134', '136', '137', '243', '248', '140', '251']);
  expect(found.formats.find(({ id }) => id === '137')).toMatchObject({
    kind: 'video',
    container: 'mp4',
    width: 1920,
    height: 1080,
    fps: 25,
    videoCodec: 'avc1.640028',
    audioCodec: null,
    road: 'https',
    approximate: false,
    place: { chunk: 10 * 1024 * 1024, headers: [{ name: 'User-Agent', value: expect.stringContaining('Macintosh') }] },
    index: { init: { start: 0 }, index: { length: expect.any(Number) } },
  });
  expect(found.formats.find(({ id }) => id === '18')).toMatchObject({
    kind: 'both',
    videoCodec: 'avc1.42001E',
    audioCodec: 'mp4a.40.2',
  });
  expect(found.subtitles.map(({ language, automatic, form }) => [language, automatic, form])).toEqual([
    ['en', false, 'vtt'],
    ['ru', false, 'vtt'],
    ['en', true, 'vtt'],
  ]);
  for (const format of found.formats) expect(await statusOf(found, format)).toBe(206);
  const questions = site.requests.slice(before).filter(({ host }) => host === 'www.youtube.com');
  expect(questions.map(({ path, client }) => [path, client])).toEqual([
    ['/youtubei/v1/next', 'WEB'],
    ['/youtubei/v1/player', 'VISIONOS'],
  ]);
  // The app says as whom the site knows it, which it learned from the page.
  expect(questions.at(-1)?.headers['x-goog-visitor-id']).toBe(visitorData);
  expect(site.refused).toEqual([]);
});

test.each([
  ['signature and n', 'cipheredTv1'],
  ['n alone', 'challengedT'],
])('addresses that code of the player has to work out are served: %s', async (_what, id) => {
  const found = await askFor(site, id);
  expect(found.answeredBy.client).toBe('TV');
  expect(found.formats).toHaveLength(8);
  for (const format of found.formats) expect(await statusOf(found, format)).toBe(206);
  expect(asked()).toEqual(['VISIONOS', 'TVHTML5']);
});

test('the code of a player is fetched once for many videos', async () => {
  const resolver = new YoutubeResolver(accessTo(site), ['TV']);
  const signal = AbortSignal.timeout(60_000);
  const urls = ['cipheredTv1', 'challengedT', 'cipheredTv1'].map((id) => `https://youtu.be/${id}`);
  const found = await Promise.all(urls.map((url) => resolver.video({ url, signal })));
  for (const one of found) expect(await statusOf(one, one.formats[0])).toBe(206);
  expect(site.requests.slice(before).filter(({ path }) => path.endsWith('base.js'))).toHaveLength(1);
});

test.each(['throwing', 'endless', 'greedy', 'recursive', 'garbage', 'without-functions'] as const)(
  'code of a player that is %s is contained, and the failure says so',
  async (code) => {
    site.behaviour.code = code;
    try {
      await expect(askFor(site, 'cipheredTv1', ['TV'])).rejects.toMatchObject({ code: 'extractor-outdated' });
      // Who needs no code of the player does not notice.
      expect((await askFor(site, 'filmDirect1')).answeredBy.client).toBe('VISIONOS');
    } finally {
      site.behaviour.code = 'good';
    }
    expect((await askFor(site, 'cipheredTv1', ['TV'])).formats).toHaveLength(8);
  },
);

test.each(['constructor', 'import'] as const)('code of a player finds no way out: %s', async (code) => {
  site.behaviour.code = code;
  try {
    const found = await askFor(site, 'cipheredTv1', ['TV']);
    const solved = found.formats.map(({ place }) => new URL(place.url).searchParams.get('n'));
    expect(new Set(solved)).toEqual(new Set(['contained']));
  } finally {
    site.behaviour.code = 'good';
  }
});

test('code of a player that changes the prototypes changes nothing here', async () => {
  site.behaviour.code = 'prototype';
  try {
    await askFor(site, 'cipheredTv1', ['TV']).catch(() => undefined);
  } finally {
    site.behaviour.code = 'good';
  }
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  expect([1].concat(2)).toEqual([1, 2]);
});

test('only HLS: a format for each variant, whose playlist is there', async () => {
  const found = await askFor(site, 'hlsOnlyVide');
  expect(found.formats.map(({ id, kind, height, road }) => ({ id, kind, height, road }))).toEqual([
    { id: 'hls-93', kind: 'both', height: 360, road: 'hls' },
    { id: 'hls-95', kind: 'both', height: 720, road: 'hls' },
    { id: 'hls-96', kind: 'both', height: 1080, road: 'hls' },
  ]);
  for (const format of found.formats) expect([200, 206]).toContain(await statusOf(found, format));
  expect(found.live).toBe('no');
});

test('only SABR: says that yt-dlp can, after everybody was asked', async () => {
  await expect(askFor(site, 'sabrOnlyVid')).rejects.toMatchObject({ code: 'needs-yt-dlp' });
  expect(asked()).toEqual(['VISIONOS', 'TVHTML5', 'ANDROID_VR', 'IOS', 'WEB_EMBEDDED_PLAYER', 'MWEB', 'WEB']);
});

test.each([
  [refusedIds.private, 'video-private', 1],
  [refusedIds.removed, 'video-removed', 1],
  [refusedIds.copyright, 'video-removed', 1],
  [refusedIds.members, 'members-only', 1],
  [refusedIds.region, 'region', 1],
  [refusedIds.offline, 'not-live', 1],
  [refusedIds.premiere, 'premiere', 1],
  [refusedIds.later, 'rate-limited', 1],
  ['tooManyAsks', 'rate-limited', 1],
  [refusedIds.age, 'age-limit', 7],
  [refusedIds.bot, 'bot-check', 7],
  ['drmOnlyVide', 'protected', 7],
  ['changedShap', 'extractor-outdated', 7],
  ['garbageAnsw', 'extractor-outdated', 7],
])('%s is %s, and %i were asked', async (id, code, questions) => {
  await expect(askFor(site, id)).rejects.toMatchObject({ code, detail: expect.any(String) });
  expect(asked()).toHaveLength(questions);
});

test.each([
  [refusedIds.offline, /begins 2100-01-01T00:00:00\.000Z/],
  [refusedIds.premiere, /begins 2100-01-01T00:00:00\.000Z/],
  [refusedIds.bot, /^VISIONOS: LOGIN_REQUIRED; Sign in to confirm you.re not a bot/],
  ['garbageAnsw', /youtubei\.js \d+\.\d+\.\d+/],
])('the technical part names who asked and what was said: %s', async (id, detail) => {
  const failure = await askFor(site, id).catch((error: unknown) => error);
  expect(failure).toMatchObject({ detail: expect.stringMatching(detail) });
  expect(JSON.stringify(failure)).not.toMatch(/\.js:\d+/);
});

test('the order moves on when the first is refused', async () => {
  const found = await askFor(site, 'firstRefuse');
  expect(found.answeredBy.client).toBe('TV');
  expect(asked()).toEqual(['VISIONOS', 'TVHTML5']);
});

test('the order can be another one, and unknown names are refused before anything is asked', async () => {
  const found = await askFor(site, 'filmDirect1', ['web', 'ANDROID_VR']);
  expect(found.answeredBy.client).toBe('ANDROID_VR');
  expect(asked()).toEqual(['WEB', 'ANDROID_VR']);
  await expect(askFor(site, 'filmDirect1', ['NOBODY'])).rejects.toMatchObject({
    code: 'invalid-input',
    detail: expect.stringContaining('VISIONOS'),
  });
  expect(asked()).toHaveLength(2);
});

test('one refused with a status is passed over', async () => {
  site.behaviour.refuseAll = 403;
  try {
    await expect(askFor(site, 'filmDirect1')).rejects.toMatchObject({ code: 'bot-check' });
    expect(asked()).toHaveLength(7);
  } finally {
    site.behaviour.refuseAll = null;
  }
});

test('a playlist is better than one file, and files better than a playlist', async () => {
  site.change('filmDirect1', { clients: { VISIONOS: 'hls', IOS: 'sabr', TVHTML5: 'ciphered', '*': 'sabr' } });
  try {
    expect((await askFor(site, 'filmDirect1')).answeredBy.client).toBe('TV');
    expect((await askFor(site, 'filmDirect1', ['VISIONOS', 'IOS'])).answeredBy.client).toBe('VISIONOS');
  } finally {
    site.change('filmDirect1', {
      clients: { VISIONOS: 'direct', TVHTML5: 'ciphered', ANDROID_VR: 'direct', IOS: 'hls', '*': 'sabr' },
    });
  }
});

test('a live video has its playlists, and no formats', async () => {
  const found = await askFor(site, 'liveNowVide');
  expect(found).toMatchObject({ live: 'live', duration: null, formats: [], chapters: [] });
  expect(found.hls?.url).toMatch(/\.m3u8$/);
  expect(found.dash?.url).toMatch(/^https:\/\/manifest\.googlevideo\.com\//);
  expect((await askFor(site, 'wasLiveVide')).live).toBe('was-live');
});

test('the cookies of an account sign the questions of pages, and no app hears of them', async () => {
  const cookies = ['SAPISID', 'SID']
    .map((name) => `.youtube.com\tTRUE\t/\tTRUE\t0\t${name}\tsecret-${name}`)
    .join('\n');
  // Others with the same account might see it.
  await expect(askFor(site, refusedIds.private, [], { cookies })).rejects.toMatchObject({ code: 'video-private' });
  const questions = site.requests.slice(before).filter(({ path }) => path.startsWith('/youtubei/'));
  const byClient = new Map(questions.map(({ client, headers }) => [client, headers]));
  expect(byClient.get('VISIONOS')).not.toHaveProperty('cookie');
  expect(byClient.get('VISIONOS')).not.toHaveProperty('authorization');
  expect(byClient.get('TVHTML5')).toMatchObject({
    cookie: 'SAPISID=secret-SAPISID; SID=secret-SID',
    authorization: expect.stringMatching(/^SAPISIDHASH \d+_[0-9a-f]{40}/),
  });
  expect(asked()).toEqual(['VISIONOS', 'TVHTML5']);
});

test('a list is no video, a video no list, and other sites are neither', async () => {
  const resolver = new YoutubeResolver(accessTo(site), []);
  const signal = AbortSignal.timeout(20_000);
  const list = 'https://www.youtube.com/playlist?list=PLstandInList300';
  await expect(resolver.video({ url: list, signal })).rejects.toMatchObject({ code: 'is-list' });
  const video = 'https://www.youtube.com/watch?v=filmDirect1';
  await expect(resolver.list({ url: video, signal, next: null })).rejects.toMatchObject({ code: 'invalid-input' });
  await expect(resolver.video({ url: 'https://vimeo.test/1', signal })).rejects.toMatchObject({ code: 'unsupported' });
  expect(resolver.claims('https://vimeo.test/1')).toBe(false);
  expect(resolver.claims('https://youtu.be/filmDirect1')).toBe(true);
});

test('gives up at once when told so, with the reason that was given', async () => {
  site.behaviour.delay = 10_000;
  try {
    const controller = new AbortController();
    const found = new YoutubeResolver(accessTo(site), []).video({
      url: 'https://youtu.be/filmDirect1',
      signal: controller.signal,
    });
    controller.abort(new Error('stopped'));
    await expect(found).rejects.toThrow('stopped');
  } finally {
    site.behaviour.delay = 0;
  }
});

test('what the way to the site does is told as it is, not as the fault of the site', async () => {
  await expect(askFor(site, 'filmDirect1', [], { proxy: 'http://127.0.0.1:9' })).rejects.toMatchObject({
    code: 'network',
  });
});
