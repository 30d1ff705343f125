import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MediaPlaylist } from '../../../engine/record/playlist.ts';
import { readMediaPlaylist } from '../../../engine/sources/hls/media-playlist.ts';

const url = 'https://cdn.example/live/index.m3u8';

interface Said {
  readonly tags: readonly string[];
  readonly uri: string;
  readonly offset: number;
}

/** A window of a stream as a server writes it: everything, or with its oldest segments left out. */
function playlist(stream: readonly Said[], from: number, to: number, skipped: number): string {
  const shown = stream.slice(from + skipped, to);
  const gone = stream.slice(0, from).flatMap((said) => said.tags);
  const held = (tag: string): string[] => (skipped > 0 ? [] : gone.filter((line) => line.startsWith(tag)).slice(-1));
  return [
    '#EXTM3U',
    '#EXT-X-TARGETDURATION:4',
    `#EXT-X-MEDIA-SEQUENCE:${from}`,
    `#EXT-X-DISCONTINUITY-SEQUENCE:${gone.filter((line) => line === '#EXT-X-DISCONTINUITY').length}`,
    '#EXT-X-SERVER-CONTROL:CAN-SKIP-UNTIL=24',
    ...(skipped > 0 ? [`#EXT-X-SKIP:SKIPPED-SEGMENTS=${skipped}`] : []),
    // A whole playlist begins with what still holds.
    ...held('#EXT-X-KEY'),
    ...held('#EXT-X-MAP'),
    ...shown.flatMap((said, at) => [
      // Nothing precedes its first byte range that it could go on from.
      ...said.tags.map((tag) =>
        skipped > 0 || at > 0 ? tag : tag.replace(/^(#EXT-X-BYTERANGE:\d+)$/u, `$1@${said.offset}`),
      ),
      said.uri,
    ]),
  ].join('\n');
}

const read = (text: string, before: MediaPlaylist | null): Promise<MediaPlaylist | null> =>
  readMediaPlaylist(text, { url, variables: null, before });

const tags = fc.record({
  discontinuity: fc.boolean(),
  key: fc.option(fc.constantFrom('METHOD=NONE', 'METHOD=AES-128,URI="k1"', 'METHOD=AES-128,URI="k2",IV=0x7'), {
    freq: 4,
  }),
  date: fc.boolean(),
  gap: fc.boolean(),
});

test('a delta update reads like the whole playlist', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(tags, { minLength: 8, maxLength: 30 }),
      fc.nat({ max: 5 }),
      fc.nat({ max: 5 }),
      fc.nat({ max: 10 }),
      async (all, first, moved, skip) => {
        const stream = all.map(
          (said, at): Said => ({
            tags: [
              ...(said.discontinuity ? ['#EXT-X-DISCONTINUITY'] : []),
              ...(said.key === null ? [] : [`#EXT-X-KEY:${said.key}`]),
              ...(at === 0 || said.discontinuity ? [`#EXT-X-MAP:URI="i${at}.mp4"`] : []),
              ...(said.date || at === 0 ? [`#EXT-X-PROGRAM-DATE-TIME:${new Date(at * 4000).toISOString()}`] : []),
              ...(said.gap ? ['#EXT-X-GAP'] : []),
              // The first of a file says where it begins, the others go on.
              `#EXT-X-BYTERANGE:100${at % 3 === 0 ? '@50' : ''}`,
              '#EXTINF:4,',
            ],
            uri: `file${Math.floor(at / 3)}.mp4`,
            offset: 50 + (at % 3) * 100,
          }),
        );
        const now = Math.min(first + moved, all.length - 3);
        const end = Math.max(now + 1, all.length - 2);
        const before = await read(playlist(stream, Math.min(first, now), end, 0), null);
        const skipped = Math.max(1, Math.min(skip, end - now));
        const update = await read(playlist(stream, now, all.length, skipped), before);
        const whole = await read(playlist(stream, now, all.length, 0), before);
        const keys = (read: MediaPlaylist | null): unknown =>
          // A map's key depends on what a whole playlist repeats before it.
          read?.segments.map(({ map, ...segment }) => ({ ...segment, map: map?.url }));
        expect(keys(update)).toEqual(keys(whole));
        expect(update?.segments.length).toBe(all.length - now);
        // What is known from before is not read again, which nobody may notice; but a date that has left the window still counts.
        const fresh = await read(playlist(stream, now, all.length, 0), null);
        const plain = (read: MediaPlaylist | null): unknown =>
          read?.segments.map((segment, at) => {
            const dated = fresh?.segments[at]?.dateTime !== null;
            return { ...segment, dateTime: dated ? segment.dateTime : null };
          });
        expect(plain(whole)).toEqual(plain(fresh));
      },
    ),
    { numRuns: 200 },
  );
});

test('an update that builds on what is not known has to be asked for as a whole', async () => {
  const stream = Array.from({ length: 20 }, (_, at): Said => ({ tags: ['#EXTINF:4,'], uri: `${at}.ts`, offset: 0 }));
  const before = await read(playlist(stream, 0, 6, 0), null);
  const update = (from: number, skipped: number): string => playlist(stream, from, 20, skipped);
  expect((await read(update(2, 4), before))?.segments.map((segment) => segment.sequence)).toEqual(
    Array.from({ length: 18 }, (_, at) => at + 2),
  );
  expect(await read(update(2, 5), before)).toBeNull();
  expect(await read(update(9, 3), before)).toBeNull();
  expect(await read(update(2, 4), null)).toBeNull();
  // The server counts anew: what it leaves out was never seen.
  const later = await read(playlist(stream, 10, 16, 0), null);
  expect(await read(update(2, 4), later)).toBeNull();
});
