import { expect, test } from 'vitest';
import { type ErrorCode, Failure } from '../../../contract/errors.ts';
import type { Header } from '../../../contract/transfer.ts';
import type { StreamPlan } from '../../../engine/record/plan.ts';
import { type ResolveOptions, resolveStream } from '../../../engine/sources/stream/resolve.ts';
import type { FoundVideo, Place } from '../../../engine/sources/video/found.ts';
import type { VideoSites } from '../../../engine/sources/video/sites.ts';
import { FakeWeb, type Page } from '../fake-web.ts';
import { foundVideo } from '../video/found-video.ts';

const { signal } = new AbortController();
const link = 'https://site.example/v';
const playlist = '#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXT-X-MEDIA-SEQUENCE:1\n#EXTINF:4,\n1.ts\n#EXTINF:4,\n2.ts\n';
const mpd = `<?xml version="1.0"?><MPD type="static" mediaPresentationDuration="PT8S"><Period><AdaptationSet mimeType="video/mp4"><Representation id="v" bandwidth="9" width="4" height="3" codecs="avc1.4d401e"><SegmentTemplate timescale="1" duration="4" media="$Number$.m4s" initialization="i.mp4"/></Representation></AdaptationSet></Period></MPD>`;
const fields: Header[] = [
  { name: 'User-Agent', value: 'a player' },
  { name: 'Referer', value: 'https://site.example/player' },
];
const hls: Place = { url: 'https://media.example/live.m3u8', headers: fields, chunk: null };
const dash: Place = { url: 'https://media.example/live.mpd', headers: [], chunk: null };
const pages = { [hls.url]: playlist, [dash.url]: mpd };

/** Sites that know one video, or fail. */
function sites(found: Partial<FoundVideo> | Failure, claims = true): VideoSites & { asked: number } {
  const known = {
    asked: 0,
    claims: () => claims,
    video: () => {
      known.asked++;
      return found instanceof Failure ? Promise.reject(found) : Promise.resolve(foundVideo(found));
    },
  };
  return known;
}

function resolve(web: FakeWeb, options: Partial<ResolveOptions>): Promise<StreamPlan> {
  return resolveStream(link, { quality: 'best', ...options }, web, () => 0, signal);
}

async function codeOf(work: Promise<unknown>): Promise<ErrorCode | undefined> {
  return work.then(
    () => undefined,
    (error) => (error instanceof Failure ? error.code : undefined),
  );
}

test('a live video is planned from what its site says, and its page is not opened', async () => {
  const web = new FakeWeb(pages);
  const told: Header[] = [];
  const plan = await resolve(web, {
    sites: sites({ live: 'live', hls, dash, title: 'On air' }),
    introduce: (given) => told.push(...given),
  });
  expect(plan).toMatchObject({ form: 'segmented', title: 'On air', referer: 'https://site.example/player' });
  expect(web.requests).toEqual([{ url: hls.url, referer: 'https://site.example/player', how: 'stream' }]);
  expect(told).toEqual(fields);
});

test('from its start it is planned by the manifest that reaches back, or where that fails by the other playlist', async () => {
  const from = 'start';
  const live = { live: 'live', hls, dash } as const;
  const web = new FakeWeb(pages);
  await resolve(web, { from, sites: sites(live) });
  expect(web.urls[0]).toBe(dash.url);
  const broken = new FakeWeb({ [hls.url]: playlist, [dash.url]: new Failure('forbidden') });
  expect((await resolve(broken, { from, sites: sites(live) })).form).toBe('segmented');
  expect(broken.urls).toEqual([dash.url, hls.url]);
  const gone = new FakeWeb({ [dash.url]: new Failure('forbidden') });
  expect(await codeOf(resolve(gone, { from, sites: sites(live) }))).toBe('forbidden');
  // from now on the other way round
  const other = new FakeWeb({ [dash.url]: mpd });
  expect((await resolve(other, { sites: sites(live) })).form).toBe('segmented');
  expect(other.urls.slice(0, 2)).toEqual([hls.url, dash.url]);
});

test('one that has not begun can be waited for; one that is over has to be fetched as a video', async () => {
  const web = new FakeWeb(pages);
  const cases: [Partial<FoundVideo> | Failure, ErrorCode | undefined][] = [
    [{ live: 'upcoming', startsAt: 1_800_000_000_000 }, 'not-live'],
    [new Failure('premiere'), 'not-live'],
    [new Failure('video-private'), 'video-private'],
    [{ live: 'no' }, 'finished-file'],
    [{ live: 'was-live', dash }, 'finished-file'],
    [{ live: 'was-live', hls }, undefined],
    [{ live: 'live' }, 'no-stream'],
    [{ live: 'live', hls: { ...hls, url: 'https://media.example/none.m3u8' } }, 'not-live'],
  ];
  for (const [found, code] of cases) expect(await codeOf(resolve(web, { sites: sites(found) }))).toBe(code);
});

test('a page without a stream is offered to the sites, another one is not', async () => {
  const html = (body: string): Page => ({ body: `<!DOCTYPE html><title>A page</title>${body}`, type: 'text/html' });
  const without = (found: Partial<FoundVideo> | Failure): Promise<StreamPlan> =>
    resolve(new FakeWeb({ ...pages, [link]: html('') }), { sites: sites(found, false) });
  expect(await without({ live: 'live', hls, title: 'On air' })).toMatchObject({ title: 'On air' });
  expect(await codeOf(without(new Failure('tool-missing')))).toBe('no-stream');
  expect(await codeOf(without(new Failure('unsupported')))).toBe('no-stream');
  expect(await codeOf(without(new Failure('members-only')))).toBe('members-only');
  const known = sites({ live: 'live', hls }, false);
  const web = new FakeWeb({ ...pages, [link]: html(`<video src="${hls.url}"></video>`) });
  expect(await resolve(web, { sites: known })).toMatchObject({ title: 'A page' });
  expect(known.asked).toBe(0);
});
