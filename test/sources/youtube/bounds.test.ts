import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { videoInfo } from '../../../contract/video.ts';
import { videoInfoOf } from '../../../engine/sources/video/info.ts';
import { foundFormats } from '../../../engine/sources/youtube/formats.ts';
import { foundVideo } from '../../../engine/sources/youtube/found-video.ts';
import { hlsFormats } from '../../../engine/sources/youtube/hls-formats.ts';
import { entryOf } from '../../../engine/sources/youtube/list-entries.ts';
import { readListHead, readListPage } from '../../../engine/sources/youtube/list-page.ts';
import { readPlayerAnswer } from '../../../engine/sources/youtube/player-answer.ts';
import { usableFormats } from '../../../engine/sources/youtube/usable-formats.ts';

const id = 'abcdefghijk';
const number = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(-1, 1e308, 2 ** 53, '-5', '1e9', '99999999999999999999', '0.5', '12'),
);
const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('../../x', '\u001b]0;x\u0007', '\u202etxt', 'en'));
const anything = fc.oneof(fc.anything({ maxDepth: 1 }), number, text);
const address = fc.oneof(
  text,
  fc.constantFrom('https://a.test/x', 'file:///etc/passwd', 'http://127.0.0.1/', '//a.test'),
);
const part = <T>(fields: T): fc.Arbitrary<unknown> =>
  fc.oneof(fc.record(fields as never, { requiredKeys: [] }), anything);

const format = part({
  ...{ itag: number, url: address, width: number, height: number, fps: number, bitrate: number },
  ...{ averageBitrate: number, contentLength: number, approxDurationMs: number, audioChannels: number },
  mimeType: fc.oneof(text, fc.constantFrom('video/mp4; codecs="a, b"', 'audio/webm; codecs="\u202e"', 'audio/mp4')),
  initRange: part({ start: number, end: number }),
  indexRange: part({ start: number, end: number }),
  audioTrack: part({ id: text, displayName: text, audioIsDefault: anything }),
});
const answer = fc.record({
  playabilityStatus: fc.record({
    status: fc.constantFrom('OK', 'x\u001b'),
    reason: anything,
    messages: fc.array(anything),
  }),
  videoDetails: part({
    ...{ videoId: fc.constant(id), title: text, author: text, lengthSeconds: number, shortDescription: text },
    ...{ isLive: anything, isUpcoming: anything, isLiveContent: anything },
    thumbnail: part({ thumbnails: fc.array(part({ url: address, width: number, height: number })) }),
  }),
  streamingData: part({ formats: fc.array(format), adaptiveFormats: fc.array(format), hlsManifestUrl: address }),
  captions: part({
    playerCaptionsTracklistRenderer: part({
      captionTracks: fc.array(part({ baseUrl: address, languageCode: text, name: part({ simpleText: text }) })),
    }),
  }),
});

const answeredBy = { resolver: 'builtin', version: '1', client: 'TV' } as const;
const plain = /^[^\p{Cc}\u2028\u202a-\u202e\u2066-\u2069]*$/u;

function read(json: unknown, next: unknown = null) {
  const known = readPlayerAnswer(json);
  if (known === null) throw new Error('no answer');
  const formats = foundFormats(
    usableFormats(known.formats).usable.map((one) => ({ format: one, url: 'https://a.test/' })),
    [],
  );
  return foundVideo({ id, answer: known, next, formats, answeredBy, headers: [] });
}

test('whatever the site answers, a front end gets what the contract says', () => {
  fc.assert(
    fc.property(answer, (json) => {
      const found = read(json);
      const info = videoInfo.parse(videoInfoOf(found, null));
      expect(info.title).toMatch(plain);
      expect(info.channel ?? '').toMatch(plain);
      for (const { language, name } of info.subtitles) expect(`${language}${name}`).toMatch(plain);
      for (const { language } of found.subtitles) expect(language).toMatch(/^[A-Za-z][A-Za-z0-9-]{0,63}$/);
      for (const { width, height, fps, bitrate, index, size } of found.formats) {
        for (const value of [width, height, fps, bitrate, size]) expect(value ?? 0).toBeGreaterThanOrEqual(0);
        for (const { start, length } of index === null ? [] : [index.init, index.index]) {
          expect(Number.isSafeInteger(start) && start >= 0 && Number.isSafeInteger(length) && length > 0).toBe(true);
        }
      }
      for (const place of [found.hls, found.dash]) expect(place?.url ?? 'https:').toMatch(/^https?:/);
    }),
    { numRuns: 300 },
  );
});

describe('however much there is, it is only so much', () => {
  const many = <T>(count: number, one: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => one(at));
  const long = 'x\u001b'.repeat(1_000_000);

  test('of a video', () => {
    const json = {
      playabilityStatus: { status: 'OK' },
      videoDetails: {
        ...{ videoId: id, title: long, author: long, shortDescription: long, lengthSeconds: '9000000' },
        thumbnail: { thumbnails: many(1000, () => ({ url: 'https://a.test/' })) },
      },
      streamingData: {
        adaptiveFormats: many(100_000, () => ({ itag: 137, url: 'https://a.test/', mimeType: 'video/mp4' })),
      },
      captions: {
        playerCaptionsTracklistRenderer: {
          captionTracks: many(10_000, (at) => ({
            baseUrl: '/x',
            languageCode: `en-${at}`,
            name: { simpleText: long },
          })),
        },
      },
    };
    const chapters = many(100_000, (at) => ({
      chapterRenderer: { title: { simpleText: 'x' }, timeRangeStartMillis: at },
    }));
    const bar = { markersMap: [{ key: 'CHAPTERS', value: { chapters } }] };
    const found = read(json, { playerOverlays: { multiMarkersPlayerBarRenderer: bar } });
    expect(found.formats).toHaveLength(2000);
    expect(new Set(found.formats.map((one) => one.id)).size).toBe(2000);
    expect(found.subtitles).toHaveLength(500);
    expect(found.chapters).toHaveLength(2000);
    expect(found.pictures).toHaveLength(50);
    expect(JSON.stringify({ ...found, formats: [] }).length).toBeLessThan(500_000);
  });

  test('of a playlist', () => {
    const variant = { ...{ width: 1, height: 1, bandwidth: 1e300, frameRate: 1e300, codecs: long, names: [] } };
    const more = { audioGroup: null, subtitlesGroup: null };
    const variants = many(5000, () => ({ ...variant, ...more, url: 'https://a.test/' }));
    const found = hlsFormats({ variants, audio: [] }, 'https://a.test/', 1e7, []);
    expect(found).toHaveLength(500);
    expect(found[0]).toMatchObject({ id: 'hls-1', bitrate: null, fps: null, size: null, videoCodec: null });
  });

  test('of a list', () => {
    const entry = { playlistVideoRenderer: { videoId: id, title: { simpleText: long }, lengthSeconds: '1e9' } };
    const page = readListPage({ contents: many(20_000, () => entry) });
    expect(page?.entries).toHaveLength(1000);
    const [first] = page?.entries ?? [];
    expect(first && entryOf(first, 1, null)).toMatchObject({
      title: expect.stringMatching(/^x{500}$/),
      duration: null,
    });
    expect(readListPage({ contents: { continuationItemRenderer: { token: long } } })?.continuation).toBeNull();
    const head = readListHead({ metadata: { playlistMetadataRenderer: { title: long } } });
    expect(head.title).toHaveLength(500);
  });
});

test('a moment that is on no calendar is none', () => {
  const slate = { liveStreamOfflineSlateRenderer: { scheduledStartTime: '9000000000000' } };
  const status = {
    status: 'LIVE_STREAM_OFFLINE',
    liveStreamability: { liveStreamabilityRenderer: { offlineSlate: slate } },
  };
  expect(readPlayerAnswer({ playabilityStatus: status })?.playability.startsAt).toBeNull();
});
