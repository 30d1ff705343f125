import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatChoice, videoFormat, videoInfo } from '../../../contract/video.ts';
import { chaptersOf } from '../../../engine/sources/youtube/chapters.ts';
import { refusalOf } from '../../../engine/sources/youtube/failure.ts';
import { foundFormats } from '../../../engine/sources/youtube/formats.ts';
import { foundVideo } from '../../../engine/sources/youtube/found-video.ts';
import { entryOf } from '../../../engine/sources/youtube/list-entries.ts';
import { alertOf, readListHead, readListPage } from '../../../engine/sources/youtube/list-page.ts';
import { readPlayerAnswer } from '../../../engine/sources/youtube/player-answer.ts';
import { usableFormats } from '../../../engine/sources/youtube/usable-formats.ts';
import { playlistPage } from '../../stand-in/browse.ts';
import { firstLists, firstVideos } from '../../stand-in/catalogue.ts';
import { watchNext } from '../../stand-in/watch-next.ts';

// The site changes without telling anybody. Whatever it answers, what is read of it is either of the shape that was promised or nothing.

const format = {
  itag: 140,
  url: 'https://a.test/',
  mimeType: 'audio/mp4; codecs="mp4a.40.2"',
  bitrate: 1,
  contentLength: '1',
  audioQuality: 'AUDIO_QUALITY_LOW',
  audioTrack: { id: 'en.4', audioIsDefault: true, displayName: 'English' },
  initRange: { start: '0', end: '1' },
  indexRange: { start: '2', end: '3' },
  xtags: 'ChEKBWFjb250EghvcmlnaW5hbA',
  colorInfo: { transferCharacteristics: 'x' },
};

const player = {
  playabilityStatus: {
    status: 'OK',
    reason: 'r',
    messages: ['m'],
    errorScreen: { playerErrorMessageRenderer: { subreason: { simpleText: 's' } } },
    liveStreamability: {
      liveStreamabilityRenderer: { offlineSlate: { liveStreamOfflineSlateRenderer: { scheduledStartTime: '1' } } },
    },
  },
  streamingData: {
    formats: [format],
    adaptiveFormats: [{ ...format, signatureCipher: 's=1' }, format],
    hlsManifestUrl: 'https://a.test/',
  },
  videoDetails: {
    videoId: 'filmDirect1',
    title: 't',
    lengthSeconds: '30',
    author: 'a',
    thumbnail: { thumbnails: [{ url: '//a.test/x', width: 1, height: 1 }] },
  },
  captions: {
    playerCaptionsTracklistRenderer: {
      captionTracks: [{ baseUrl: 'https://a.test/', name: { simpleText: 'n' }, languageCode: 'en' }],
    },
  },
  microformat: {
    playerMicroformatRenderer: { publishDate: '2026-01-31', liveBroadcastDetails: { startTimestamp: 'x' } },
  },
};

/** The same with something else in one to three places. */
function changed(json: unknown): fc.Arbitrary<unknown> {
  const paths = pathsOf(json);
  const change = fc.tuple(
    fc.constantFrom(...paths),
    fc.oneof(fc.jsonValue(), fc.constantFrom<unknown>(null, '', -1, 1e300, [], {}, [null])),
  );
  return fc.array(change, { minLength: 1, maxLength: 3 }).map((changes) => {
    const copy: unknown = structuredClone(json);
    // A copy: a later change inside of it would else change what is put in elsewhere, or put it into itself.
    for (const [path, value] of changes) put(copy, path, structuredClone(value));
    return copy;
  });
}

type Path = readonly (string | number)[];

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [
    ...(path.length === 0 ? [] : [path]),
    ...Object.entries(value).flatMap(([name, one]) => pathsOf(one, [...path, name])),
  ];
}

function put(json: unknown, path: Path, value: unknown): void {
  let at = json as Record<string | number, unknown>;
  for (const step of path.slice(0, -1)) {
    const next = at[step];
    if (typeof next !== 'object' || next === null) return;
    at = next as Record<string | number, unknown>;
  }
  at[path.at(-1) ?? ''] = value;
}

test('an answer about a video', () => {
  const next = watchNext(firstVideos()[0] ?? expect.fail('no video'));
  fc.assert(
    fc.property(changed(player), changed(next), (json, around) => {
      const answer = readPlayerAnswer(json);
      if (answer === null) return;
      const refusal = refusalOf(answer, 'WEB', false);
      expect(refusal?.failure.detail?.length ?? 1).toBeGreaterThan(0);
      const usable = usableFormats(answer.formats).usable.map((one) => ({ format: one, url: 'https://a.test/' }));
      const formats = foundFormats(usable, []);
      const answeredBy = { resolver: 'builtin' as const, version: '1', client: 'WEB' };
      const found = foundVideo({ id: 'filmDirect1', answer, next: around, formats, answeredBy, headers: [] });
      const { formats: _, subtitles, ...facts } = found;
      expect(
        videoInfo.omit({ formats: true, offers: true, subtitles: true, thumbnail: true }).parse(facts),
      ).toBeDefined();
      for (const one of formats) expect(videoFormat.parse(one)).toBeDefined();
      for (const { id } of formats) expect(formatChoice.parse(id)).toBe(id);
      expect(new Set(formats.map(({ id }) => id)).size).toBe(formats.length);
      expect(Array.isArray(subtitles)).toBe(true);
      expect(chaptersOf(around, null, 30)).toBeInstanceOf(Array);
    }),
    { numRuns: 2000 },
  );
});

test.each(['PLsmallListOf5', 'PLlockupList300'])('a page of %s', (id) => {
  const list = firstLists().find((one) => one.id === id) ?? expect.fail('no such list');
  const json = playlistPage({ ...list, entries: list.entries.slice(0, 8) });
  fc.assert(
    fc.property(changed(json), (page) => {
      const head = readListHead(page);
      expect(head.count === null || (Number.isSafeInteger(head.count) && head.count >= 0)).toBe(true);
      expect(alertOf(page)).toBeNull();
      for (const found of readListPage(page)?.entries ?? []) {
        const entry = entryOf(found, null);
        if (entry === null) continue;
        expect(entry.id).toMatch(/^[\w-]{11}$/);
        expect(entry.title).not.toBe('');
        expect(entry.duration ?? 0).toBeGreaterThanOrEqual(0);
      }
    }),
    { numRuns: 1000 },
  );
});
