import { expect, test } from 'vitest';
import { chooseAudio, chooseMain, chooseSoundAlone, chooseSubtitles } from '../../../engine/sources/dash/choose.ts';
import { type Manifest, readManifest } from '../../../engine/sources/dash/manifest.ts';
import { segmentsOf } from '../../../engine/sources/dash/segments.ts';

const url = 'https://cdn.example/vod/a/manifest.mpd?x=1';

function mpd(body: string, attributes = 'type="static" mediaPresentationDuration="PT20S"'): string {
  return `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" xmlns:cenc="urn:mpeg:cenc:2013" ${attributes}>${body}</MPD>`;
}

/** A period with one set of video. */
function video(segments: string, more = ''): string {
  return `<Period id="p"><AdaptationSet mimeType="video/mp4"><Representation id="v 1" bandwidth="100" ${more}>${segments}</Representation></AdaptationSet></Period>`;
}

function segments(
  manifest: Manifest,
  now = 0,
): { url: string; start: number; duration: number; range: unknown; map: unknown }[] {
  return manifest.periods.flatMap((period) => {
    const chosen = chooseMain(period, 'best');
    return chosen === null ? [] : segmentsOf(manifest, period, chosen, now);
  });
}

test('the head of a manifest', async () => {
  const manifest = await readManifest(
    mpd(
      '<ProgramInformation><Title> News </Title></ProgramInformation><Location>https://other.example/next.mpd</Location><UTCTiming schemeIdUri="urn:mpeg:dash:utc:direct:2014" value="2024-01-01T00:00:00Z"/><Period start="PT0S"/><Period id="b" start="PT1M"/>',
      'type="dynamic" availabilityStartTime="2024-01-01T00:00:00" minimumUpdatePeriod="PT1.5S" timeShiftBufferDepth="PT2M" suggestedPresentationDelay="PT12S" maxSegmentDuration="P0Y0M0DT0H0M4.0S"',
    ),
    url,
  );
  expect(manifest).toMatchObject({
    url,
    dynamic: true,
    epoch: Date.UTC(2024, 0, 1),
    updatePeriod: 1.5,
    windowDepth: 120,
    suggestedDelay: 12,
    longestSegment: 4,
    duration: null,
    title: 'News',
    location: 'https://other.example/next.mpd',
    clocks: [{ scheme: 'urn:mpeg:dash:utc:direct:2014', value: '2024-01-01T00:00:00Z' }],
    periods: [
      { key: 'at 0', start: 0, end: 60, last: false },
      { key: 'b', start: 60, end: null, last: true },
    ],
  });
});

test('periods follow one another by their lengths; one that begins nobody knows when is left out', async () => {
  const lengths = await readManifest(mpd('<Period duration="PT5S"/><Period duration="PT6S"/><Period/>'), url);
  expect(lengths.periods.map(({ start, end }) => [start, end])).toEqual([
    [0, 5],
    [5, 11],
    [11, 20],
  ]);
  const early = await readManifest(mpd('<Period start="PT0S"/><Period id="x"/>', 'type="dynamic"'), url);
  expect(early.periods.map((period) => period.start)).toEqual([0]);
  expect((await readManifest(mpd('<Period/>', 'type="dynamic"'), url)).periods).toEqual([]);
});

test('a template with a timeline: numbers, times, padding, runs, and times no number can hold', async () => {
  const manifest = await readManifest(
    mpd(
      '<BaseURL>media/</BaseURL>' +
        video(
          '<SegmentTemplate timescale="10000000" presentationTimeOffset="17000000000000001" startNumber="7" initialization="$RepresentationID$/init-$Bandwidth$.mp4" media="$RepresentationID$/$Number%03d$-$Time$-$$.m4s"><SegmentTimeline><S t="17000000000000001" d="40000000" r="1"/><S d="20000000"/><S t="17000000120000003" d="40000000" r="-1"/></SegmentTimeline></SegmentTemplate>',
        ),
    ),
    url,
  );
  const list = segments(manifest);
  expect(list.map((segment) => segment.url.slice('https://cdn.example/vod/a/media/'.length))).toEqual([
    'v%201/007-17000000000000001-$.m4s',
    'v%201/008-17000000040000001-$.m4s',
    'v%201/009-17000000080000001-$.m4s',
    'v%201/010-17000000120000003-$.m4s',
    'v%201/011-17000000160000003-$.m4s',
  ]);
  expect(list.map((segment) => segment.duration)).toEqual([4, 4, 2, 4, 4]);
  expect(list[3]?.start).toBeCloseTo(12, 5);
  expect(list[0]?.map).toEqual({ url: 'https://cdn.example/vod/a/media/v%201/init-100.mp4', range: null, key: null });
});

test('a template with a length: as many as the period is long, the last one shorter', async () => {
  const template = '<SegmentTemplate timescale="1000" duration="6000" media="$Number$-$Time$.ts"/>';
  const list = segments(await readManifest(mpd(video(template)), url));
  expect(list.map((segment) => [segment.url.split('/').at(-1), segment.duration])).toEqual([
    ['1-0.ts', 6],
    ['2-6000.ts', 6],
    ['3-12000.ts', 6],
    ['4-18000.ts', 2],
  ]);
  expect(list[0]?.map).toBeNull();
  const ended = template.replace('media', 'startNumber="5" endNumber="6" media');
  expect(segments(await readManifest(mpd(video(ended)), url)).map((one) => one.url.split('/').at(-1))).toEqual([
    '5-0.ts',
    '6-6000.ts',
  ]);
  const endless = mpd(video(template), 'type="static"');
  await expect(readManifest(endless, url).then((manifest) => segments(manifest))).rejects.toMatchObject({
    code: 'corrupt-media',
  });
});

test('what a period inherits: an inner timeline replaces an outer one', async () => {
  const outer =
    '<SegmentTemplate timescale="1" media="$Time$.m4s"><SegmentTimeline><S t="0" d="9" r="9"/></SegmentTimeline></SegmentTemplate>';
  const inner =
    '<SegmentTemplate initialization="i.mp4"><SegmentTimeline><S t="0" d="5" r="3"/></SegmentTimeline></SegmentTemplate>';
  const text = mpd(
    `<Period><AdaptationSet contentType="video" mimeType="video/mp4">${outer}<Representation id="a">${inner}</Representation></AdaptationSet></Period>`,
  );
  expect(segments(await readManifest(text, url)).map((segment) => segment.duration)).toEqual([5, 5, 5, 5]);
});

test('a list of segments with ranges', async () => {
  const list =
    '<SegmentList timescale="1000" duration="4000"><Initialization sourceURL="all.mp4" range="0-99"/><SegmentURL media="all.mp4" mediaRange="100-199"/><SegmentURL media="all.mp4" mediaRange="200-249"/></SegmentList>';
  const manifest = await readManifest(mpd(video(list), 'type="static" mediaPresentationDuration="PT7S"'), url);
  expect(segments(manifest).map(({ range, duration, start }) => [range, duration, start])).toEqual([
    [{ start: 100, length: 100 }, 4, 0],
    [{ start: 200, length: 50 }, 3, 4],
  ]);
  expect(segments(manifest)[0]?.map).toMatchObject({ range: { start: 0, length: 100 } });
});

test.each([
  ['<BaseURL>file:///etc/</BaseURL>', 'a.m4s', 'file:'],
  ['', 'data:video/mp4,x', 'data:'],
  ['<BaseURL>ftp://x/</BaseURL>', '$Number$.m4s', 'ftp:'],
])('only http and https are followed: %s %s', async (base, media, scheme) => {
  const text = mpd(base + video(`<SegmentTemplate timescale="1" duration="10" media="${media}"/>`));
  await expect(readManifest(text, url).then((manifest) => segments(manifest))).rejects.toMatchObject({
    code: 'forbidden',
    detail: expect.stringContaining(scheme),
  });
});

test.each([
  ['', 'not a DASH'],
  ['<html>MPD</html>', 'not a DASH'],
  ['<?xml version="1.0"?><MPD><Period></MPD', 'broken'],
  ['<note><MPD></MPD></note>', 'broken'],
])('%j is no manifest', async (text, named) => {
  await expect(readManifest(text, url)).rejects.toMatchObject({
    code: 'corrupt-media',
    detail: expect.stringContaining(named),
  });
});

test('a timeline of more segments than there can be is refused', async () => {
  const template =
    '<SegmentTemplate timescale="1" media="$Time$"><SegmentTimeline><S t="0" d="1" r="900000000"/></SegmentTimeline></SegmentTemplate>';
  await expect(readManifest(mpd(video(template)), url).then((one) => segments(one))).rejects.toMatchObject({
    code: 'corrupt-media',
  });
});

const template = '<SegmentTemplate timescale="1" duration="10" media="$RepresentationID$-$Number$.m4s"/>';
const drm =
  '<ContentProtection schemeIdUri="urn:mpeg:dash:mp4protection:2011" value="cenc"><cenc:pssh>...</cenc:pssh></ContentProtection>';

function set(attributes: string, representations: string, more = ''): string {
  return `<AdaptationSet ${attributes}>${more}${template}${representations}</AdaptationSet>`;
}

const sets = {
  tricks: set(
    'mimeType="video/mp4"',
    '<Representation id="trick" height="9000"/>',
    '<EssentialProperty schemeIdUri="http://dashif.org/guidelines/trickmode" value="1"/>',
  ),
  sign: set(
    'mimeType="video/mp4"',
    '<Representation id="sign" height="1080"/>',
    '<Role schemeIdUri="urn:mpeg:dash:role:2011" value="sign"/>',
  ),
  video: set(
    'mimeType="video/mp4"',
    '<Representation id="360" height="360" bandwidth="9" codecs="avc1.1"/><Representation id="720" height="720" width="1280" frameRate="30000/1001" codecs="avc1.1"/>',
  ),
  webm: set('mimeType="video/webm"', '<Representation id="webm" height="2160"/>'),
  locked: set('mimeType="video/mp4"', '<Representation id="locked" height="2160"/>', drm),
  described: set(
    'mimeType="audio/mp4" lang="en"',
    '<Representation id="described" bandwidth="9"/>',
    '<Role value="description"/>',
  ),
  audio: set(
    'mimeType="audio/mp4" lang="en"',
    '<Representation id="64k" bandwidth="64000" codecs="mp4a.40.2"/><Representation id="128k" bandwidth="128000"/>',
    '<Label>English</Label>',
  ),
  french: set('mimeType="audio/mp4" lang="fr"', '<Representation id="fr" bandwidth="999000"/>'),
  subtitles:
    set('mimeType="text/vtt" lang="en"', '<Representation id="vtt"/>') +
    set('mimeType="application/mp4" codecs="stpp" lang="de"', '<Representation id="ttml"/>'),
  images: set('contentType="image" mimeType="image/jpeg"', '<Representation id="jpg" height="9000"/>'),
};

async function chosen(...names: (keyof typeof sets)[]): Promise<(quality: string) => (string | undefined)[]> {
  const manifest = await readManifest(mpd(`<Period>${names.map((name) => sets[name]).join('')}</Period>`), url);
  const [period] = manifest.periods;
  if (period === undefined) throw new Error('no period');
  return (quality) => [chooseMain(period, quality)?.id, chooseAudio(period, quality)?.id];
}

test('what is chosen in a period', async () => {
  const all = await chosen(
    'tricks',
    'images',
    'sign',
    'webm',
    'locked',
    'video',
    'described',
    'audio',
    'french',
    'subtitles',
  );
  expect(all('best')).toEqual(['720', '128k']);
  expect(all('worst')).toEqual(['360', '64k']);
  expect(all('480p')).toEqual(['360', '128k']);
  expect((await chosen('audio', 'french'))('best')).toEqual(['128k', undefined]);
  expect((await chosen('subtitles', 'images'))('best')).toEqual([undefined, undefined]);
  expect((await chosen('described', 'video'))('best')).toEqual(['720', 'described']);
});

test('sound that is in the pictures is not fetched once more', async () => {
  const muxed = sets.video.replaceAll('avc1.1', 'avc1.1,mp4a.40.2');
  const manifest = await readManifest(mpd(`<Period>${muxed}${sets.audio}</Period>`), url);
  expect(manifest.periods.map((period) => chooseAudio(period, 'best'))).toEqual([null]);
});

test('where only sound is wanted, the sound is chosen, and pictures where there is none without them', async () => {
  const alone = async (quality: string, ...given: readonly string[]): Promise<(string | undefined)[]> => {
    const manifest = await readManifest(mpd(`<Period>${given.join('')}</Period>`), url);
    return manifest.periods.map((period) => chooseSoundAlone(period, quality)?.id);
  };
  const both = [sets.video, sets.described, sets.audio, sets.french];
  expect(await alone('best', ...both)).toEqual(['128k']);
  expect(await alone('worst', ...both)).toEqual(['64k']);
  expect(await alone('100k', ...both)).toEqual(['64k']);
  const muxed = sets.video.replaceAll('avc1.1', 'avc1.1,mp4a.40.2');
  expect(await alone('best', sets.video.replaceAll('"360"', '"mute"'), muxed)).toEqual(['360']);
  expect(await alone('best', muxed, sets.audio)).toEqual(['128k']);
  expect(await alone('best', sets.subtitles)).toEqual([undefined]);
});

test('subtitles that can be saved as they are', async () => {
  const manifest = await readManifest(mpd(`<Period>${sets.subtitles}</Period>`), url);
  expect(manifest.periods.flatMap(chooseSubtitles).map((one) => [one.id, one.language])).toEqual([['vtt', 'en']]);
});

test('DRM and WebM are refused when there is nothing else', async () => {
  expect(await chosen('locked', 'audio')).toBeInstanceOf(Function);
  for (const [names, code] of [
    [['locked', 'audio'], 'protected'],
    [['webm'], 'unsupported'],
  ] as const) {
    const choose = await chosen(...names);
    expect(() => choose('best')).toThrow(expect.objectContaining({ code, retryable: false }));
  }
  const sound = await readManifest(
    mpd(`<Period>${sets.video}${sets.audio.replace('<Label>', `${drm}<Label>`)}</Period>`),
    url,
  );
  expect(() => sound.periods.map((period) => chooseAudio(period, 'best'))).toThrow(
    expect.objectContaining({ code: 'protected' }),
  );
});

test('a live window by the clock', async () => {
  const live =
    'type="dynamic" availabilityStartTime="2024-01-01T00:00:00Z" timeShiftBufferDepth="PT30S" minimumUpdatePeriod="PT5S"';
  const epoch = Date.UTC(2024, 0, 1);
  const numbers = async (text: string, seconds: number): Promise<string[]> =>
    segments(await readManifest(text, url), epoch + seconds * 1000).map((one) => one.url.split('/').at(-1) ?? '');
  const text = mpd(
    `<Period id="a" start="PT0S" duration="PT45S"><AdaptationSet mimeType="video/mp4"><Representation id="v">${template}</Representation></AdaptationSet></Period><Period id="b" start="PT45S"><AdaptationSet mimeType="video/mp4"><Representation id="w">${template}</Representation></AdaptationSet></Period>`,
    live,
  );
  expect(await numbers(text, -5)).toEqual([]);
  expect(await numbers(text, 9)).toEqual([]);
  expect(await numbers(text, 10.5)).toEqual([]);
  expect(await numbers(text, 11)).toEqual(['v-1.m4s']);
  expect(await numbers(text, 41)).toEqual(['v-1.m4s', 'v-2.m4s', 'v-3.m4s', 'v-4.m4s']);
  // The last one of a period may be shorter.
  expect(await numbers(text, 46)).toEqual(['v-1.m4s', 'v-2.m4s', 'v-3.m4s', 'v-4.m4s', 'v-5.m4s']);
  // One stays for as long as the window is deep, and its own length more.
  expect(await numbers(text, 66)).toEqual(['v-3.m4s', 'v-4.m4s', 'v-5.m4s', 'w-1.m4s', 'w-2.m4s']);
  expect(await numbers(text, 1000)).toEqual(['w-92.m4s', 'w-93.m4s', 'w-94.m4s', 'w-95.m4s']);
  // Everything since 1970 is more than anybody wants: the five of the first period, and the newest of the second.
  const forever = text.replace('2024-01-01', '1970-01-01').replace(' timeShiftBufferDepth="PT30S"', '');
  expect((await numbers(forever, 0)).length).toBe(20_005);
});

test('segments that a timeline announces are left out until their time, unless the clock is plainly wrong', async () => {
  const live = 'type="dynamic" availabilityStartTime="2024-01-01T00:00:00Z" minimumUpdatePeriod="PT5S"';
  const timeline =
    '<SegmentTemplate timescale="1" media="$Time$.m4s"><SegmentTimeline><S t="100" d="10" r="4"/></SegmentTimeline></SegmentTemplate>';
  const text = mpd(video(timeline).replace('<Period id="p">', '<Period id="p" start="PT0S">'), live);
  const manifest = await readManifest(text, url);
  const count = (seconds: number): number => segments(manifest, Date.UTC(2024, 0, 1) + seconds * 1000).length;
  expect(count(130)).toBe(3);
  expect(count(200)).toBe(5);
  expect(count(-3600)).toBe(5);
});
