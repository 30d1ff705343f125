import { describe, expect, test } from 'vitest';
import { videoFormat } from '../../../contract/video.ts';
import { foundFormats } from '../../../engine/sources/yt-dlp/formats.ts';
import type { Given } from '../../../engine/sources/yt-dlp/place.ts';

const nobody: Given = { fields: new Set(), anonymous: true };

const picture = {
  format_id: '137',
  url: 'https://r1.googlevideo.com/videoplayback?itag=137',
  protocol: 'https',
  ext: 'mp4',
  vcodec: 'avc1.640028',
  acodec: 'none',
  width: 1920,
  height: 1080,
  fps: 30,
  dynamic_range: 'SDR',
  tbr: 4000.5,
  filesize: 123_456_789,
  http_headers: { 'User-Agent': 'yt', Accept: '*/*' },
};
const sound = {
  format_id: '140',
  url: 'https://r1.googlevideo.com/videoplayback?itag=140',
  protocol: 'https',
  ext: 'm4a',
  vcodec: 'none',
  acodec: 'mp4a.40.2',
  abr: 129.5,
  tbr: 129.5,
  audio_channels: 2,
  filesize_approx: 2_000_000.4,
};

function one(format: object, given = nobody) {
  return foundFormats([format], given)[0];
}

describe('a format', () => {
  test('of a picture', () => {
    expect(one(picture)).toEqual({
      id: '137',
      kind: 'video',
      container: 'mp4',
      width: 1920,
      height: 1080,
      fps: 30,
      hdr: false,
      videoCodec: 'avc1.640028',
      audioCodec: null,
      bitrate: 4_000_500,
      audioBitrate: null,
      channels: null,
      language: null,
      original: true,
      size: 123_456_789,
      approximate: false,
      road: 'https',
      place: {
        url: picture.url,
        headers: [
          { name: 'User-Agent', value: 'yt' },
          { name: 'Accept', value: '*/*' },
        ],
        chunk: 10 * 1024 * 1024,
      },
      index: null,
    });
  });

  test('of sound', () => {
    expect(one(sound)).toMatchObject({
      kind: 'audio',
      container: 'mp4',
      videoCodec: null,
      audioCodec: 'mp4a.40.2',
      audioBitrate: 129_500,
      channels: 2,
      size: 2_000_000,
      approximate: true,
    });
  });

  test('of both, of sound by its name alone, and of nobody knows what', () => {
    expect(one({ ...picture, acodec: 'mp4a.40.2' })).toMatchObject({ kind: 'both' });
    expect(one({ format_id: '0', url: 'https://a.example/x', protocol: 'https', ext: 'mp3' })).toMatchObject({
      kind: 'audio',
    });
    expect(one({ format_id: '0', url: 'https://a.example/x', ext: '../mp4' })).toMatchObject({
      ...{ kind: 'both', container: 'unknown', videoCodec: null, audioCodec: null, size: null, road: 'https' },
    });
  });

  test('in HDR is told from others', () => {
    expect(one({ ...picture, dynamic_range: 'HDR10' })?.hdr).toBe(true);
    expect(one({ ...picture, dynamic_range: undefined })?.hdr).toBe(false);
  });

  test.each([
    ['https', { road: 'https', url: 'https://a.example/file', chunk: null }],
    ['http', { road: 'https', url: 'https://a.example/file', chunk: null }],
    ['m3u8', { road: 'hls', url: 'https://a.example/file', chunk: null }],
    ['m3u8_native', { road: 'hls', url: 'https://a.example/file', chunk: null }],
    ['http_dash_segments', { road: 'dash', url: 'https://a.example/manifest', chunk: null }],
  ])('by %s', (protocol, { road, url, chunk }) => {
    const addresses = { url: 'https://a.example/file', manifest_url: 'https://a.example/manifest' };
    expect(one({ ...picture, protocol, ...addresses })).toMatchObject({ road, place: { url, chunk } });
  });

  test.each([
    ['by another way', { ...picture, protocol: 'rtmp' }],
    ['by two ways at once', { ...picture, protocol: 'https+https' }],
    ['by DASH without a manifest', { ...picture, protocol: 'http_dash_segments' }],
    ['that is a picture of the timeline', { ...picture, protocol: 'mhtml', ext: 'mhtml', vcodec: 'none' }],
    ['that is neither picture nor sound', { ...picture, vcodec: 'none', acodec: 'none' }],
    ['under DRM', { ...picture, has_drm: true }],
    ['in a file of this machine', { ...picture, url: 'file:///etc/passwd' }],
    ['in itself', { ...picture, url: 'data:video/mp4;base64,AAAA' }],
    ['without an address', { ...picture, url: null }],
    ['whose address is no text', { ...picture, url: ['https://a.example/'] }],
    ['that is no format', 'https://a.example/'],
  ])('%s is left out, and only that', (_, format) => {
    expect(foundFormats([sound, format], nobody).map(({ id }) => id)).toEqual(['140']);
  });

  test('with fields of wrong types keeps what is right', () => {
    const odd = {
      ...picture,
      width: '1920',
      fps: -1,
      tbr: {},
      filesize: 'big',
      http_headers: ['x'],
      downloader_options: 3,
    };
    expect(one(odd)).toMatchObject({ id: '137', width: null, height: 1080, fps: null, bitrate: null, size: null });
  });
});

test('the best comes first', () => {
  expect(foundFormats([sound, picture], nobody).map(({ id }) => id)).toEqual(['137', '140']);
});

test('whatever is read is what the contract takes', () => {
  for (const found of foundFormats([sound, picture, { ...picture, height: 1080.4, fps: 29.97 }], nobody))
    expect(videoFormat.safeParse(found).success).toBe(true);
});

describe('languages', () => {
  const spoken = (language: string | null, language_preference: number | null, format_note = '') => ({
    ...{ ...sound, format_id: `140-${language}`, language, language_preference, format_note },
  });

  test('are told where there are several, with the one the video was made in', () => {
    const list = [
      spoken('de', -1),
      spoken('en-US', -10, 'American English descriptive'),
      spoken('en_US', 10, 'original'),
    ];
    expect(foundFormats(list, nobody).map(({ language, original }) => [language, original])).toEqual([
      ['en-US', true],
      ['en-US', false],
      ['de', false],
    ]);
  });

  test('are none where there is one, or where nobody knows', () => {
    for (const list of [[spoken('en', -1), spoken('en', -1)], [spoken(null, null)], [spoken('und', 5)]])
      for (const found of foundFormats(list, nobody)) expect(found).toMatchObject({ language: null, original: true });
  });
});

describe('with each request goes', () => {
  const headers = (format: object, given = nobody) => one({ ...picture, ...format }, given)?.place.headers;

  test('what the site wants, without credentials and what is for the client to say', () => {
    const http_headers = {
      Referer: 'https://a.example/',
      Cookie: 'a=b',
      authorization: 'Bearer x',
      Range: 'bytes=0-',
      Host: 'b.example',
      'Accept-Encoding': 'gzip',
      'Bad Name': 'x',
      Broken: 'a\r\nInjected: b',
      Number: 3,
    };
    expect(headers({ http_headers })).toEqual([{ name: 'Referer', value: 'https://a.example/' }]);
  });

  test('nothing that the user gave, for that goes anyway', () => {
    expect(headers({}, { fields: new Set(['user-agent']), anonymous: true })).toEqual([
      { name: 'Accept', value: '*/*' },
    ]);
  });

  test('cookies that take no longer to read than they are long', () => {
    const hostile = [`${' '.repeat(5000)}"`, `a=b; "${'x'.repeat(5000)}`];
    expect(hostile.map((cookies) => headers({ cookies, http_headers: {} }))).toEqual([
      [],
      [{ name: 'Cookie', value: 'a=b' }],
    ]);
  });

  test('the cookies that the site set for it, where the user gave none', () => {
    const cookies =
      'token=abc; Domain=.a.example; Path=/; Secure; Expires=1893456000; quoted="x\\054y\\073z"; other="a\\054b"; Version=1';
    const cookie = { name: 'Cookie', value: 'token=abc; other=a,b' };
    expect(headers({ cookies, http_headers: {} })).toEqual([cookie]);
    expect(headers({ cookies, http_headers: {} }, { fields: new Set(), anonymous: false })).toEqual([]);
  });
});

test('a piece is as large as the site wants it', () => {
  expect(one({ ...picture, downloader_options: { http_chunk_size: 100_000.5 } })?.place.chunk).toBe(100_000);
  expect(one({ ...picture, downloader_options: { http_chunk_size: 1 } })?.place.chunk).toBe(10 * 1024 * 1024);
  expect(one({ ...picture, url: 'https://googlevideo.com.example/x' })?.place.chunk).toBe(null);
});
