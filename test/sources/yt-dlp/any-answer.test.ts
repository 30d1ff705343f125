import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Failure } from '../../../contract/errors.ts';
import { listInfo, videoInfo } from '../../../contract/video.ts';
import { foundList } from '../../../engine/sources/yt-dlp/list.ts';
import { listShape, videoShape } from '../../../engine/sources/yt-dlp/shape.ts';
import { foundVideo } from '../../../engine/sources/yt-dlp/video.ts';

const asked = 'https://example.com/watch/1';
const nobody = { fields: new Set<string>(), anonymous: true };

/** What may stand anywhere in an answer that is not as it should be. */
const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(-1, 1e300, 0.5, 2 ** 53, '', '\u0000\n', 'file:///x', 'https://a.example/x', 'none', '99999999'),
);

/** Objects of these fields, each as it should be, odd, or not there. */
function broken(fields: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<object> {
  const values = Object.entries(fields).map(([name, right]) => [
    name,
    fc.oneof({ weight: 3, arbitrary: right }, { weight: 1, arbitrary: odd }),
  ]);
  return fc.record(Object.fromEntries(values), { requiredKeys: [] });
}

const number = fc.double({ min: 0, max: 1e6, noNaN: true });
const url = fc.constantFrom('https://a.example/x', 'http://b.example/y?z=1');

const format = broken({
  format_id: fc.constantFrom('18', '137', 'best', 'a b'),
  url,
  manifest_url: url,
  protocol: fc.constantFrom('https', 'm3u8_native', 'http_dash_segments', 'mhtml'),
  ext: fc.constantFrom('mp4', 'webm', 'm4a'),
  vcodec: fc.constantFrom('none', 'avc1.640028'),
  acodec: fc.constantFrom('none', 'mp4a.40.2'),
  ...{ width: number, height: number, fps: number, tbr: number, vbr: number, abr: number, audio_channels: number },
  ...{ filesize: number, filesize_approx: number },
  language: fc.constantFrom('en', 'de'),
  language_preference: fc.integer({ min: -10, max: 10 }),
  has_drm: fc.constantFrom(true, false, 'maybe'),
  http_headers: fc.dictionary(fc.string(), fc.string()),
  cookies: fc.string(),
  downloader_options: fc.record({ http_chunk_size: number }),
});

const facts = {
  id: fc.string(),
  title: fc.string({ unit: 'binary' }),
  webpage_url: url,
  extractor_key: fc.string(),
  channel: fc.string(),
  duration: number,
  live_status: fc.constantFrom('is_live', 'is_upcoming', 'was_live', 'not_live'),
};

const subtitles = fc.dictionary(
  fc.constantFrom('en', 'en-orig', 'de-en', '../x'),
  fc.array(broken({ url, ext: fc.constant('vtt') })),
);

const video = broken({
  ...facts,
  formats: fc.array(format, { maxLength: 5 }),
  upload_date: fc.constant('20260131'),
  ...{ timestamp: number, release_timestamp: number },
  ...{ subtitles, automatic_captions: subtitles },
  chapters: fc.array(broken({ start_time: number, end_time: number, title: fc.string() }), { maxLength: 4 }),
  thumbnails: fc.array(broken({ url, width: number, height: number }), { maxLength: 3 }),
});

const list = broken({
  ...facts,
  entries: fc.array(broken({ ...facts, url, _type: fc.constant('url') }), { maxLength: 5 }),
  requested_entries: fc.array(fc.integer({ min: 1, max: 10 })),
  playlist_count: fc.integer({ min: 0, max: 1000 }),
});

function readOrFailure(said: object) {
  try {
    return foundVideo(videoShape.parse(said), asked, '2026.10.26', nobody);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

test('whatever is said of a video, it comes to what the contract takes, or to a failure with a name', () => {
  fc.assert(
    fc.property(video, (said) => {
      const found = readOrFailure(said);
      if (found instanceof Failure) return;
      expect(videoInfo.safeParse({ ...found, thumbnail: null, offers: [] }).error).toBeUndefined();
      const places = [...found.formats, ...found.subtitles].map(({ place }) => place);
      for (const place of [...places, found.hls, found.dash]) if (place !== null) expect(place.url).toMatch(/^https?:/);
      for (const picture of found.pictures) expect(picture.url).toMatch(/^https?:/);
    }),
    { numRuns: 2000 },
  );
});

test('whatever is said of a list, it comes to what the contract takes', () => {
  fc.assert(
    fc.property(list, (said) => {
      const found = foundList(listShape.parse(said), asked, '2026.10.26', { first: 1, last: 3 });
      const entries = found.entries.map((entry) => ({ ...entry, task: null }));
      expect(listInfo.safeParse({ ...found, entries }).error).toBeUndefined();
      for (const entry of entries) expect(entry.url).toMatch(/^https?:/);
    }),
    { numRuns: 2000 },
  );
});
