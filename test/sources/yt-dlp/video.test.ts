import { describe, expect, test } from 'vitest';
import { videoShape } from '../../../engine/sources/yt-dlp/shape.ts';
import { foundVideo } from '../../../engine/sources/yt-dlp/video.ts';

const asked = 'https://example.com/asked';
const file = { format_id: '18', url: 'https://a.example/18', protocol: 'https', ext: 'mp4' };

function read(parts: object) {
  const found = { id: 'abc', title: 'A title', extractor_key: 'Example', formats: [file], ...parts };
  return foundVideo(videoShape.parse(found), asked, '2026.10.26', { fields: new Set(), anonymous: true });
}

test('a video is read', () => {
  const found = read({
    webpage_url: 'https://example.com/watch/abc',
    channel: 'A channel',
    uploader: 'somebody',
    duration: 12.5,
    upload_date: '20260131',
    description: 'one\ntwo',
    chapters: [
      { start_time: 5, end_time: 12.5, title: 'second' },
      { start_time: 0, title: '' },
      { start_time: 12, end_time: 3, title: 'backwards' },
      { start_time: 'x' },
    ],
    thumbnails: [
      { url: 'https://a.example/small.jpg', width: 100, height: 50 },
      { url: 'file:///etc/passwd' },
      { url: 'https://a.example/large.jpg', width: 1000, height: 500 },
      { url: 'https://a.example/guessed.jpg' },
    ],
  });
  expect(found).toMatchObject({
    kind: 'video',
    url: 'https://example.com/watch/abc',
    site: 'Example',
    id: 'abc',
    title: 'A title',
    channel: 'A channel',
    duration: 12.5,
    published: '2026-01-31',
    live: 'no',
    startsAt: null,
    description: 'one\ntwo',
    chapters: [
      { title: '1', start: 0, end: 5 },
      { title: 'second', start: 5, end: 12.5 },
    ],
    pictures: [
      { url: 'https://a.example/large.jpg', width: 1000, height: 500 },
      { url: 'https://a.example/small.jpg', width: 100, height: 50 },
    ],
    hls: null,
    dash: null,
  });
});

test('what says nothing of itself is named by what is known', () => {
  expect(read({ title: '\n\u0000', webpage_url: 'javascript:alert(1)', extractor_key: null })).toMatchObject({
    ...{ title: 'abc', url: asked, site: 'yt-dlp', channel: null, duration: null, published: null, description: null },
  });
  expect(read({ timestamp: 1_769_817_600 }).published).toBe('2026-01-31');
  expect(read({ timestamp: 1e300, upload_date: '2026' }).published).toBe(null);
});

test('what yt-dlp calls its parts of YouTube is YouTube', () => {
  for (const extractor_key of ['Youtube', 'YoutubeTab', 'YoutubeClip'])
    expect(read({ extractor_key }).site).toBe('YouTube');
});

test('pictures of unknown size are taken where there are no others, the best first', () => {
  const thumbnails = [{ url: 'https://a.example/1.jpg' }, { url: 'https://a.example/2.jpg', width: 'wide' }];
  expect(read({ thumbnails }).pictures.map(({ url }) => url)).toEqual([
    'https://a.example/2.jpg',
    'https://a.example/1.jpg',
  ]);
  expect(read({ thumbnail: 'https://a.example/3.jpg' }).pictures).toMatchObject([{ url: 'https://a.example/3.jpg' }]);
});

test('hostile names are only names', () => {
  const found = read({ id: '../../x', title: '--exec\n$(touch x)\u001b]0;x\u0007', channel: '\u202eevil' });
  expect(found).toMatchObject({ id: '../../x', title: '--exec $(touch x)]0;x', channel: 'evil' });
});

test('what has one format only is that format', () => {
  const found = read({ formats: undefined, ...file, format_id: 'only' });
  expect(found.formats).toMatchObject([{ id: 'only', kind: 'both', place: { url: 'https://a.example/18' } }]);
});

test('a video that is all under DRM is protected', () => {
  const drm = { ...file, has_drm: true };
  expect(() => read({ formats: [drm] })).toThrow(expect.objectContaining({ code: 'protected' }));
  expect(read({ formats: [drm, { ...file, has_drm: 'maybe' }] }).formats).toHaveLength(1);
});

describe('what is live', () => {
  const hls = { format_id: '95', protocol: 'm3u8_native', url: 'https://a.example/95.m3u8', ext: 'mp4' };
  const dash = {
    format_id: '137',
    protocol: 'http_dash_segments',
    url: 'https://a.example/seg',
    vcodec: 'avc1',
    acodec: 'none',
  };

  test('has the playlist of all its variants', () => {
    const found = read({
      live_status: 'is_live',
      title: 'A title 2026-11-28 10:44',
      fulltitle: 'A title',
      duration: 500,
      formats: [
        { ...dash, manifest_url: 'https://a.example/live.mpd' },
        { ...hls, manifest_url: 'https://a.example/all.m3u8', http_headers: { Referer: 'https://b.example/' } },
      ],
    });
    expect(found).toMatchObject({
      live: 'live',
      title: 'A title',
      duration: null,
      hls: {
        url: 'https://a.example/all.m3u8',
        headers: [{ name: 'Referer', value: 'https://b.example/' }],
        chunk: null,
      },
      dash: { url: 'https://a.example/live.mpd' },
    });
  });

  test('has at least the playlist of its best', () => {
    const formats = [{ ...hls, url: 'https://a.example/91.m3u8' }, hls];
    expect(read({ is_live: true, formats })).toMatchObject({ hls: { url: 'https://a.example/95.m3u8' }, dash: null });
  });

  test.each([
    [{ live_status: 'is_upcoming', formats: [], release_timestamp: 1_800_000_000 }, 'upcoming', 1_800_000_000_000],
    [{ live_status: 'was_live', is_live: false }, 'was-live', null],
    [{ live_status: 'post_live' }, 'was-live', null],
    [{ was_live: true }, 'was-live', null],
    [{ live_status: 'not_live', release_timestamp: 5 }, 'no', null],
  ])('or not: %j', (parts, live, startsAt) => {
    expect(read(parts)).toMatchObject({ live, startsAt, hls: null, dash: null });
  });
});
