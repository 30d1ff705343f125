import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { StreamPlan } from '../../../engine/record/plan.ts';
import type { MediaPlaylist, PlaylistSegment } from '../../../engine/record/playlist.ts';
import { planDash } from '../../../engine/sources/dash/plan.ts';
import { FakeWeb } from '../fake-web.ts';
import { manifestVersions } from './make-dash.ts';

const url = 'https://cdn.example/live/live.mpd';
const { signal } = new AbortController();

type Segmented = Extract<StreamPlan, { form: 'segmented' }>;

/** Reads one version after the other, as a recording does that reloads at those moments. */
async function follow(
  versions: readonly string[],
  before: StreamPlan | null = null,
): Promise<Map<string, MediaPlaylist[]>> {
  const clock = { now: Date.now() + 3_600_000 };
  const [first = ''] = versions;
  const web = new FakeWeb({ [url]: first });
  const answer = await web.get({ url, atMost: 1e9, signal });
  const origin = { url, answer, referer: null, title: null, quality: 'best', before };
  const plan = await planDash(origin, web, () => clock.now, signal);
  if (plan.form !== 'segmented') throw new Error('not in segments');
  const read = new Map<string, MediaPlaylist[]>(plan.tracks.map((track) => [track.id, []]));
  for (const version of versions) {
    web.pages.set(url, version);
    clock.now += 60_000;
    for (const track of plan.tracks) {
      read.get(track.id)?.push(await track.load({ signal, waitFor: null, before: null }));
    }
  }
  return read;
}

/** Every address with its place; fails when one has two places, a place two addresses, or a list has a hole or goes back. */
function places(playlists: readonly MediaPlaylist[]): Map<string, number> {
  const byAddress = new Map<string, number>();
  const byPlace = new Map<number, PlaylistSegment>();
  for (const { segments } of playlists) {
    for (const [at, segment] of segments.entries()) {
      expect(segment.sequence).toBe((segments[0]?.sequence ?? 0) + at);
      expect(byAddress.get(segment.url) ?? segment.sequence).toBe(segment.sequence);
      const same = byPlace.get(segment.sequence) ?? segment;
      expect([segment.url, segment.discontinuity, segment.map]).toEqual([same.url, same.discontinuity, same.map]);
      expect(Math.abs((segment.dateTime ?? 0) - (same.dateTime ?? 0))).toBeLessThanOrEqual(1);
      byAddress.set(segment.url, segment.sequence);
      byPlace.set(segment.sequence, segment);
    }
  }
  return byAddress;
}

const same = (version: string): string => version;

describe.each([
  ['numbers', same, ['-use_timeline', '1', '-media_seg_name', '$RepresentationID$-$Number%05d$.m4s']],
  ['times', same, ['-use_timeline', '1', '-media_seg_name', '$RepresentationID$-$Time$.m4s']],
  [
    'times and no number',
    (version: string) => version.replace(/ startNumber="\d+"/gu, ''),
    ['-use_timeline', '1', '-media_seg_name', '$RepresentationID$-$Time$.m4s'],
  ],
  [
    'times and a first number that stays',
    // Nobody can tell at the very beginning whether it will stay.
    (version: string) =>
      version.includes('startNumber="1"') ? '' : version.replace(/startNumber="\d+"/gu, 'startNumber="1"'),
    ['-use_timeline', '1', '-media_seg_name', '$RepresentationID$-$Time$.m4s'],
  ],
])('a live manifest of ffmpeg with %s', (_, change, options) => {
  const seconds = 24;
  let versions: string[] = [];
  beforeAll(async () => {
    const all = await manifestVersions(seconds, ['-window_size', '4', ...options]);
    // In the first one it may be that only the sound has a segment.
    versions = all
      .filter((version) => !/<SegmentTimeline>\s*<\/SegmentTimeline>/u.test(version))
      .map(change)
      .filter((version) => version !== '');
  });

  test('every segment has one place, whichever versions are seen', async () => {
    expect(versions.length).toBeGreaterThan(seconds / 2);
    const all = new Map([...(await follow(versions))].map(([track, read]) => [track, places(read)]));
    expect([...all.keys()]).toEqual(['main', 'audio']);
    expect(all.get('main')?.size).toBeGreaterThanOrEqual(seconds - 1);
    await fc.assert(
      fc.asyncProperty(fc.subarray(versions.slice(0, -1), { minLength: 1 }), fc.boolean(), async (some, ends) => {
        const seen = ends ? [...some, ...versions.slice(-1)] : some;
        for (const [track, read] of await follow(seen)) {
          const found = places(read);
          const whole = all.get(track) ?? new Map<string, number>();
          // Also for whoever begins later, as after a restart.
          const shifts = new Set([...found].map(([address, place]) => place - (whole.get(address) ?? Number.NaN)));
          expect(shifts).toEqual(new Set([0]));
        }
      }),
      { numRuns: 25 },
    );
  });

  test('a version from a cache that lags behind changes nothing', async () => {
    const lagging = versions.slice(0, -1).flatMap((version, at) => [version, versions[Math.max(0, at - 3)] ?? version]);
    for (const read of (await follow(lagging)).values()) places(read);
  });

  test('the stream is told to end, and segments that are gone do not come back', async () => {
    const read = (await follow(versions)).get('main') ?? [];
    expect(read.map((playlist) => playlist.ended)).toEqual(versions.map((_, at) => at === versions.length - 1));
    const live = read.at(-2)?.segments[0]?.sequence ?? Number.NaN;
    expect(read.at(-1)?.segments[0]?.sequence).toBeGreaterThanOrEqual(live);
    // Dates go on although a static manifest has none to count from.
    expect(read.at(-1)?.segments.at(-1)?.dateTime).not.toBeNull();
  });

  test('both tracks have dates on one timeline and lengths that add up', async () => {
    const read = await follow(versions.slice(0, -1));
    const date = (track: string): number => read.get(track)?.[0]?.segments[0]?.dateTime ?? Number.NaN;
    expect(Math.abs(date('main') - date('audio'))).toBeLessThan(100);
    const segments = new Map(
      read.get('main')?.flatMap((playlist) => playlist.segments.map((one) => [one.sequence, one])),
    );
    const ordered = [...segments.values()].toSorted((a, b) => a.sequence - b.sequence);
    for (const [at, segment] of ordered.entries()) {
      const next = ordered[at + 1];
      if (next === undefined) continue;
      expect((next.dateTime ?? 0) - (segment.dateTime ?? 0)).toBeCloseTo(segment.duration * 1000, -1);
    }
  });
});

test('a manifest without segments is of a stream that is not live yet', async () => {
  const [version = ''] = await manifestVersions(2, ['-use_timeline', '1']);
  const empty = version.replace(/<S [^>]*>/gu, '');
  await expect(follow([empty])).rejects.toMatchObject({ code: 'not-live' });
  await expect(follow([version.replace(/<Period.*<\/Period>/su, '')])).rejects.toMatchObject({ code: 'not-live' });
  const finished = empty.replace('type="dynamic"', 'type="static"');
  await expect(follow([finished])).rejects.toMatchObject({ code: 'not-found' });
});

test('a manifest that only tells the length of a segment is known by the clock, and is fetched seldom', async () => {
  const versions = await manifestVersions(8, ['-window_size', '4', '-use_timeline', '0', '-use_template', '1']);
  const first = versions.at(-2) ?? '';
  const epoch = Date.parse(/availabilityStartTime="([^"]+)"/u.exec(first)?.[1] ?? '');
  const clock = { now: epoch + 10_500 };
  const web = new FakeWeb({ [url]: first });
  const answer = await web.get({ url, atMost: 1e9, signal });
  const plan = (await planDash(
    { url, answer, referer: null, title: null, quality: 'best', before: null },
    web,
    () => clock.now,
    signal,
  )) as Segmented;
  const [main] = plan.tracks;
  const numbers = async (): Promise<number[]> =>
    (await main?.load({ signal, waitFor: null, before: null }))?.segments.map((segment) => segment.sequence) ?? [];
  // Ten are complete; the window holds those of the last four seconds, and the one before that while it may still be there.
  expect((await numbers()).at(-1)).toBe(10);
  const asked = web.requests.length;
  clock.now += 1000;
  expect((await numbers()).at(-1)).toBe(11);
  expect(web.requests.length).toBe(asked);
  clock.now += 10_000;
  const later = await numbers();
  expect(later.at(-1)).toBe(21);
  expect(later.length).toBeLessThanOrEqual(6);
  // It may have ended, whatever it promised.
  expect(web.requests.length).toBe(asked + 1);
  // The server may be away for a while: it promised that nothing changes for 500 seconds.
  web.pages.delete(url);
  clock.now += 100_000;
  expect((await numbers()).at(-1)).toBe(121);
  clock.now += 500_000;
  await expect(numbers()).rejects.toMatchObject({ code: 'not-found' });
  // It ends with a manifest that is finished.
  web.pages.set(url, versions.at(-1) ?? '');
  clock.now += 1000;
  const playlist = await main?.load({ signal, waitFor: null, before: null });
  expect(playlist?.ended).toBe(true);
  expect(playlist?.reloadAfter).toBeNull();
});

test('a plan made anew goes on with the numbers of the one before', async () => {
  const versions = await manifestVersions(12, [
    ...['-window_size', '3', '-use_timeline', '1', '-media_seg_name', '$RepresentationID$-$Time$.m4s'],
  ]);
  // Lengths that differ, so that the place cannot be told by the time alone.
  const odd = versions.map((version) =>
    version.replaceAll('d="10240"', 'd="10239"').replaceAll('d="44032"', 'd="37000"'),
  );
  const web = new FakeWeb({ [url]: odd[3] ?? '' });
  const now = (): number => Date.now() + 3_600_000;
  const at = async (version: string | undefined, before: StreamPlan | null): Promise<Segmented> => {
    web.pages.set(url, version ?? '');
    const answer = await web.get({ url, atMost: 1e9, signal });
    return (await planDash(
      { url, answer, referer: null, title: null, quality: 'best', before },
      web,
      now,
      signal,
    )) as Segmented;
  };
  const places = async (plan: Segmented): Promise<[string, number][]> =>
    (await plan.tracks[1]?.load({ signal, waitFor: null, before: null }))?.segments.map((one) => [
      one.url,
      one.sequence,
    ]) ?? [];
  const old = await at(odd[4], null);
  const known = new Map(await places(old));
  const anew = await places(await at(odd[5], old));
  const again = anew.filter(([address]) => known.has(address));
  expect(again.length).toBeGreaterThan(0);
  for (const [address, place] of again) expect(place).toBe(known.get(address));
});
