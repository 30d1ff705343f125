import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Failure } from '../../../contract/errors.ts';
import type { StreamPlan } from '../../../engine/record/plan.ts';
import { resolveStream } from '../../../engine/sources/stream/resolve.ts';
import { FakeWeb, type Page } from '../fake-web.ts';

const { signal } = new AbortController();
const live = '#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXT-X-MEDIA-SEQUENCE:1\n#EXTINF:4,\n1.ts\n#EXTINF:4,\n2.ts\n';
const empty = '#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXT-X-MEDIA-SEQUENCE:0\n';
const locked = live.replace('#EXTINF', '#EXT-X-KEY:METHOD=SAMPLE-AES,URI="skd://x"\n#EXTINF');
const master = `#EXTM3U
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="English",LANGUAGE="en",DEFAULT=YES,URI="a.m3u8"
#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",NAME="English",LANGUAGE="en",URI="s.m3u8"
#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",NAME="English, too",LANGUAGE="en",URI="s2.m3u8"
#EXT-X-STREAM-INF:BANDWIDTH=5000000,RESOLUTION=1920x1080,CODECS="avc1.640028,mp4a.40.2",AUDIO="a",SUBTITLES="s"
hd.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=5000000,RESOLUTION=1920x1080,CODECS="avc1.640028,mp4a.40.2",AUDIO="a",SUBTITLES="s"
https://backup.example/hd.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=800000,RESOLUTION=640x360,CODECS="avc1.4d401e,mp4a.40.2"
sd.m3u8
`;
const mpd = `<?xml version="1.0"?><MPD type="static" mediaPresentationDuration="PT8S"><ProgramInformation><Title>Film</Title></ProgramInformation><Period><AdaptationSet mimeType="video/mp4"><Representation id="v" bandwidth="9" width="4" height="3" codecs="avc1.4d401e"><SegmentTemplate timescale="1" duration="4" media="$Number$.m4s" initialization="i.mp4"/></Representation></AdaptationSet></Period></MPD>`;

function resolve(web: FakeWeb, link: string, quality = 'best', given = signal): Promise<StreamPlan> {
  return resolveStream(link, { quality }, web, () => 0, given);
}

/** A finished file where a stream could be. */
function trailer(): Page {
  return { body: '\0\0\0\x18ftypisom\0\0\x02\0isomiso2', type: 'video/mp4', headers: [['content-length', '24']] };
}

async function segmented(
  web: FakeWeb,
  link: string,
  quality = 'best',
): Promise<Extract<StreamPlan, { form: 'segmented' }>> {
  const plan = await resolve(web, link, quality);
  if (plan.form !== 'segmented') throw new Error('not in segments');
  return plan;
}

test.each(['rtsp', 'rtmp', 'rtmps', 'srt', 'udp', 'rtp', 'mms'])('%s:// is refused with a sentence', async (scheme) => {
  const web = new FakeWeb();
  await expect(resolve(web, `${scheme}://camera.example:554/live`)).rejects.toMatchObject({
    code: 'unsupported',
    retryable: false,
    detail: expect.stringContaining(`${scheme}:// streams cannot be recorded yet`),
  });
  expect(web.requests).toEqual([]);
});

test.each([
  ['file:///etc/passwd', 'unsupported'],
  ['data:video/mp2t,x', 'unsupported'],
  ['concat:a|b', 'unsupported'],
  ['no link', 'invalid-input'],
  ['https://', 'invalid-input'],
])('%s is refused without a request', async (link, code) => {
  const web = new FakeWeb();
  await expect(resolve(web, link)).rejects.toMatchObject({ code });
  expect(web.requests).toEqual([]);
});

describe('playlists', () => {
  test('a media playlist is the one track, and is read once', async () => {
    const link = 'https://cdn.example/live.m3u8?token=a';
    const web = new FakeWeb({ [link]: live });
    const plan = await segmented(web, link);
    expect(plan).toMatchObject({ title: null, quality: null, referer: null, tracks: [{ id: 'main', kind: 'main' }] });
    const playlist = await plan.tracks[0]?.load({ signal, waitFor: null, before: null });
    expect(playlist?.segments).toHaveLength(2);
    expect(web.urls).toEqual([link]);
    await plan.tracks[0]?.load({ signal, waitFor: null, before: playlist ?? null });
    expect(web.urls).toEqual([link, link]);
  });

  test('addresses in it are relative to where a redirect led, and it is asked for at the front door', async () => {
    const link = 'https://front.example/go.m3u8';
    const web = new FakeWeb({ [link]: { body: live, url: 'https://edge.example/x/live.m3u8' } });
    const plan = await segmented(web, link);
    const playlist = await plan.tracks[0]?.load({ signal, waitFor: null, before: null });
    expect(playlist?.segments[0]?.url).toBe('https://edge.example/x/1.ts');
    await plan.tracks[0]?.load({ signal, waitFor: null, before: null });
    expect(web.urls).toEqual([link, link]);
  });

  test('a multivariant playlist: the quality, the sound, all subtitles', async () => {
    const base = 'https://cdn.example/';
    const web = new FakeWeb({
      [`${base}m.m3u8`]: master,
      [`${base}hd.m3u8`]: live,
      [`${base}sd.m3u8`]: live,
      [`${base}a.m3u8`]: live,
    });
    const plan = await segmented(web, `${base}m.m3u8`);
    expect(plan.quality).toEqual({ width: 1920, height: 1080, bandwidth: 5_000_000, codecs: 'avc1.640028,mp4a.40.2' });
    expect(plan.tracks.map(({ id, kind, language, name }) => [id, kind, language, name])).toEqual([
      ['main', 'main', null, null],
      ['audio', 'audio', 'en', 'English'],
      ['subtitles-en', 'subtitles', 'en', 'English'],
      ['subtitles-en-2', 'subtitles', 'en', 'English, too'],
    ]);
    await plan.tracks[1]?.load({ signal, waitFor: null, before: null });
    expect(web.urls.at(-1)).toBe(`${base}a.m3u8`);
    const low = await segmented(web, `${base}m.m3u8`, 'worst');
    expect(low.quality?.height).toBe(360);
    expect(low.tracks).toHaveLength(1);
  });

  test('where only sound is wanted, its playlist alone is read', async () => {
    const base = 'https://cdn.example/';
    const web = new FakeWeb({ [`${base}m.m3u8`]: master, [`${base}a.m3u8`]: live });
    const plan = await resolveStream(`${base}m.m3u8`, { quality: 'best', sound: true }, web, () => 0, signal);
    if (plan.form !== 'segmented') throw new Error('not in segments');
    expect(plan.tracks).toMatchObject([{ id: 'main', kind: 'main', language: 'en', name: 'English' }]);
    expect(plan).toMatchObject({ quality: null, tracks: { length: 1 } });
    expect(web.urls).toEqual([`${base}m.m3u8`, `${base}a.m3u8`]);
  });

  test('a variant that cannot be had is replaced by the same one elsewhere', async () => {
    const web = new FakeWeb({ 'https://cdn.example/m.m3u8': master, 'https://backup.example/hd.m3u8': live });
    const plan = await segmented(web, 'https://cdn.example/m.m3u8');
    const playlist = await plan.tracks[0]?.load({ signal, waitFor: null, before: null });
    expect(playlist?.segments[0]?.url).toBe('https://backup.example/1.ts');
    expect(web.urls).toEqual([
      'https://cdn.example/m.m3u8',
      'https://cdn.example/hd.m3u8',
      'https://backup.example/hd.m3u8',
    ]);
  });

  test('a multivariant playlist may lead to another one, but not for ever', async () => {
    const outer = '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nm.m3u8\n';
    const web = new FakeWeb({
      'https://cdn.example/o.m3u8': outer,
      'https://cdn.example/m.m3u8': master,
      'https://cdn.example/hd.m3u8': live,
    });
    expect((await segmented(web, 'https://cdn.example/o.m3u8')).quality?.height).toBe(1080);
    web.pages.set('https://cdn.example/m.m3u8', outer);
    await expect(resolve(web, 'https://cdn.example/o.m3u8')).rejects.toMatchObject({ code: 'corrupt-media' });
  });

  test.each<[string, Readonly<Record<string, Page>>, string]>([
    ['the playlist is not there', {}, 'not-live'],
    ['the playlist is empty', { 'https://cdn.example/m.m3u8': empty }, 'not-live'],
    ['the playlist is nothing but its first line', { 'https://cdn.example/m.m3u8': '#EXTM3U\n' }, 'not-live'],
    ['its variants are not there', { 'https://cdn.example/m.m3u8': master }, 'not-live'],
    [
      'its variant is empty',
      { 'https://cdn.example/m.m3u8': master, 'https://cdn.example/hd.m3u8': empty },
      'not-live',
    ],
    ['it ended and is empty', { 'https://cdn.example/m.m3u8': `${empty}#EXT-X-ENDLIST` }, 'not-found'],
    ['it is protected', { 'https://cdn.example/m.m3u8': locked }, 'protected'],
    [
      'its variant is protected',
      { 'https://cdn.example/m.m3u8': master, 'https://cdn.example/hd.m3u8': locked },
      'protected',
    ],
    ['it is forbidden', { 'https://cdn.example/m.m3u8': new Failure('forbidden') }, 'forbidden'],
    [
      'its variant is a file',
      { 'https://cdn.example/m.m3u8': master.replaceAll(/.*hd.m3u8/gu, 'file:///etc/passwd') },
      'forbidden',
    ],
    [
      'its sound is a file',
      {
        'https://cdn.example/m.m3u8': master.replace('a.m3u8', 'file:///etc/passwd'),
        'https://cdn.example/hd.m3u8': live,
      },
      'forbidden',
    ],
  ])('when %s', async (_, pages, code) => {
    await expect(resolve(new FakeWeb(pages), 'https://cdn.example/m.m3u8')).rejects.toMatchObject({ code });
  });

  test('a playlist counts whatever its type is called', async () => {
    for (const type of ['text/html', 'text/plain', 'application/octet-stream', 'video/mp2t']) {
      const web = new FakeWeb({ 'https://cdn.example/x': { body: `\ufeff\n${live}`, type } });
      expect((await segmented(web, 'https://cdn.example/x')).tracks).toHaveLength(1);
    }
  });

  test('a manifest of DASH', async () => {
    const web = new FakeWeb({ 'https://cdn.example/x': { body: mpd, type: 'application/dash+xml' } });
    const plan = await segmented(web, 'https://cdn.example/x');
    expect(plan).toMatchObject({
      title: 'Film',
      quality: { width: 4, height: 3, bandwidth: 9, codecs: 'avc1.4d401e' },
    });
    const playlist = await plan.tracks[0]?.load({ signal, waitFor: null, before: null });
    expect(playlist?.segments.map((segment) => segment.sequence)).toEqual([1, 2]);
    expect(web.requests).toHaveLength(1);
  });
});

describe('streams without a playlist', () => {
  let folder = '';
  const media = new Map<string, Uint8Array>();
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sluice-resolve-'));
    for (const [name, codec] of [
      ['a.mp3', 'libmp3lame'],
      ['a.aac', 'aac'],
      ['a.ts', 'aac'],
      ['a.flv', 'aac'],
      ['a.mp4', 'aac'],
      ['a.ogg', 'libopus'],
    ] as const) {
      const path = join(folder, name);
      await promisify(execFile)('ffmpeg', [
        '-v',
        'error',
        '-f',
        'lavfi',
        '-i',
        'sine=440:duration=3',
        '-c:a',
        codec,
        path,
      ]);
      media.set(name, await readFile(path));
    }
  });
  afterAll(() => rm(folder, { recursive: true }));

  test.each(['a.mp3', 'a.aac', 'a.ts', 'a.flv'])(
    '%s without an end is given up as soon as it is known',
    async (name) => {
      const body = media.get(name) ?? new Uint8Array();
      const headers: [string, string][] = [['icy-name', Buffer.from('Rädio').toString('latin1')]];
      const web = new FakeWeb({ 'https://radio.example/live': { body, endless: true, headers } });
      expect(await resolve(web, 'https://radio.example/live')).toEqual({
        form: 'continuous',
        title: 'Rädio',
        url: 'https://radio.example/live',
        referer: null,
      });
      expect(web.given).toBe(1);
    },
  );

  test('a station of an older server has its name in windows-1252', async () => {
    const body = media.get('a.mp3') ?? new Uint8Array();
    const headers: [string, string][] = [['icy-name', 'Radio \xdcbersee \x96 Caf\xe9']];
    const web = new FakeWeb({ 'https://radio.example/live': { body, endless: true, headers } });
    expect(await resolve(web, 'https://radio.example/live')).toMatchObject({ title: 'Radio Übersee – Café' });
  });

  test('one that begins in the middle of a frame is known by its type', async () => {
    const body = (media.get('a.mp3') ?? new Uint8Array()).subarray(777);
    const web = new FakeWeb({ 'https://radio.example/live': { body, endless: true, type: 'audio/mpeg' } });
    expect(await resolve(web, 'https://radio.example/live')).toMatchObject({ form: 'continuous' });
  });

  test.each([
    ['a finished file', 'a.ts', [['content-length', '1000']], 'finished-file', '1000 bytes'],
    ['a finished MP4', 'a.mp4', [['content-length', '1000']], 'finished-file', 'an MP4 file'],
    ['MP4', 'a.mp4', [], 'unsupported', 'an MP4 file'],
    ['Ogg', 'a.ogg', [], 'unsupported', 'an Ogg stream'],
  ] as [string, string, [string, string][], string, string][])(
    '%s is refused with a sentence',
    async (_, name, headers, code, said) => {
      const web = new FakeWeb({ 'https://cdn.example/x': { body: media.get(name) ?? '', headers } });
      await expect(resolve(web, 'https://cdn.example/x')).rejects.toMatchObject({
        code,
        detail: expect.stringContaining(said),
      });
    },
  );

  test.each([
    ['M3U', '#EXTM3U\n#EXTINF:-1,Station\nhttps://gone.example/live\nhttps://radio.example/live\n', 'audio/x-mpegurl'],
    ['M3U without a head', 'https://radio.example/live\n', 'audio/x-mpegurl'],
    ['PLS', '[playlist]\nNumberOfEntries=1\nFile1=https://radio.example/live\nTitle1=Station\n', 'audio/x-scpls'],
    ['ASX', '<asx version="3.0"><entry><ref href="https://radio.example/live"/></entry></asx>', 'video/x-ms-asf'],
    [
      'XSPF',
      '<?xml version="1.0"?>\n<playlist xmlns="http://xspf.org/ns/0/"><trackList><track><location>https://radio.example/live</location></track></trackList></playlist>',
      'text/xml',
    ],
  ])('a list of stations: %s', async (_, body, type) => {
    const radio = { body: media.get('a.mp3') ?? '', endless: true };
    const web = new FakeWeb({ 'https://x.example/list': { body, type }, 'https://radio.example/live': radio });
    expect(await resolve(web, 'https://x.example/list')).toMatchObject({
      form: 'continuous',
      url: 'https://radio.example/live',
    });
  });

  test('a collection of channels is not a stream', async () => {
    const body = `#EXTM3U\n${Array.from({ length: 40 }, (_, at) => `#EXTINF:-1,Channel ${at}\nhttps://x.example/${at}.m3u8`).join('\n')}`;
    const web = new FakeWeb({ 'https://x.example/list.m3u': body });
    await expect(resolve(web, 'https://x.example/list.m3u')).rejects.toMatchObject({
      code: 'several-streams',
      detail: expect.stringContaining('a list of 40 streams'),
    });
    expect(web.requests).toHaveLength(1);
  });

  test('lists that lead to one another are not followed for ever', async () => {
    const web = new FakeWeb({
      'https://x.example/a.m3u': '#EXTM3U\nhttps://x.example/b.m3u\n',
      'https://x.example/b.m3u': '#EXTM3U\nhttps://x.example/a.m3u\n',
    });
    await expect(resolve(web, 'https://x.example/a.m3u')).rejects.toMatchObject({ code: 'unsupported' });
  });
});

describe('pages', () => {
  const page = 'https://www.station.example/live';
  const html = (inside: string): Page => ({
    body: `<!doctype html><title>The Show</title>${inside}`,
    type: 'text/html',
  });

  test('the stream of a page has its title, and the page as referer', async () => {
    const web = new FakeWeb({
      [page]: html('<script>u="https:\\/\\/cdn.example\\/m.m3u8"</script>'),
      'https://cdn.example/m.m3u8': master,
      'https://cdn.example/hd.m3u8': live,
      'https://cdn.example/a.m3u8': live,
    });
    const plan = await segmented(web, `${page}#player`);
    expect(plan).toMatchObject({ title: 'The Show', referer: page });
    await plan.tracks[1]?.load({ signal, waitFor: null, before: null });
    expect(web.requests.map((request) => request.referer)).toEqual([null, page, page, page]);
  });

  test('a frame in a frame is looked into, and is the referer', async () => {
    const web = new FakeWeb({
      [page]: html('<iframe src="https://player.example/1"></iframe>'),
      'https://player.example/1': html('<iframe src="/2"></iframe>'),
      'https://player.example/2': html('<video src="https://cdn.example/live.mpd"></video>'),
      'https://cdn.example/live.mpd': mpd,
    });
    const plan = await segmented(web, page);
    expect(plan).toMatchObject({ title: 'The Show', referer: 'https://player.example/2' });
    expect(web.requests.map((request) => request.referer)).toEqual([
      null,
      page,
      'https://player.example/1',
      'https://player.example/2',
    ]);
  });

  test('frames that lead to one another are opened once', async () => {
    const web = new FakeWeb({
      [page]: html('<iframe src="/1"></iframe><iframe src="/2"></iframe>'),
      'https://www.station.example/1': html('<iframe src="/2"></iframe><iframe src="/live"></iframe>'),
      'https://www.station.example/2': html('<iframe src="/1"></iframe>'),
    });
    await expect(resolve(web, page)).rejects.toMatchObject({
      code: 'no-stream',
      detail: expect.stringContaining('no stream was found'),
    });
    expect(new Set(web.urls).size).toBe(3);
  });

  test('what does not work is passed over', async () => {
    const web = new FakeWeb({
      [page]: html(
        '<video src="/gone.m3u8"></video><script>a="/page.m3u8"; b="https://cdn.example/live.m3u8"</script>',
      ),
      'https://www.station.example/page.m3u8': html('not a playlist'),
      'https://cdn.example/live.m3u8': live,
    });
    expect((await segmented(web, page)).tracks).toHaveLength(1);
  });

  test('a script of the same site may hold it', async () => {
    const web = new FakeWeb({
      [page]: html(
        '<script src="https://other.example/x.js"></script><script src="https://static.station.example/p.js"></script>',
      ),
      'https://static.station.example/p.js': 'play({hls: "https://cdn.example/live.m3u8"})',
      'https://cdn.example/live.m3u8': live,
    });
    expect(await segmented(web, page)).toMatchObject({ title: 'The Show', referer: page });
    expect(web.urls).not.toContain('https://other.example/x.js');
  });

  describe('a script of another host', () => {
    const scripts = (...urls: string[]) => html(urls.map((url) => `<script src="${url}"></script>`).join(''));
    const names = 'play({hls: "https://cdn.example/live.m3u8"})';

    test('is looked through last, without telling who asks', async () => {
      const web = new FakeWeb({
        [page]: scripts('https://cdn.example/player.js', 'https://static.station.example/p.js'),
        'https://static.station.example/p.js': 'nothing()',
        'https://cdn.example/player.js': names,
        'https://cdn.example/live.m3u8': live,
      });
      expect(await segmented(web, page)).toMatchObject({ title: 'The Show', referer: page });
      const asked = (url: string) => web.requests.find((request) => request.url === url);
      expect(web.urls.indexOf('https://cdn.example/player.js')).toBeGreaterThan(
        web.urls.indexOf('https://static.station.example/p.js'),
      );
      expect(asked('https://cdn.example/player.js')).toMatchObject({ anonymous: true, referer: page });
      expect(asked('https://cdn.example/live.m3u8')).not.toHaveProperty('anonymous');
    });

    test('is found among many, and not all of them are fetched', async () => {
      const counters = Array.from({ length: 30 }, (_, index) => `https://count${index}.example/t.js`);
      const web = new FakeWeb({
        [page]: scripts(...counters, 'https://cdn.example/video/app.js'),
        ...Object.fromEntries(counters.map((url) => [url, 'count()'])),
        'https://cdn.example/video/app.js': names,
        'https://cdn.example/live.m3u8': live,
      });
      expect(await segmented(web, page)).toMatchObject({ referer: page });
      const without = new FakeWeb({
        [page]: scripts(...counters),
        ...Object.fromEntries(counters.map((url) => [url, 'count()'])),
      });
      await expect(resolve(without, page)).rejects.toMatchObject({ code: 'no-stream' });
      expect(without.urls.filter((url) => url.includes('count'))).toHaveLength(8);
    });

    test('that is too large, or fails, is no reason to fail otherwise', async () => {
      const web = new FakeWeb({
        [page]: scripts('https://a.example/player.js', 'https://b.example/player.js', 'https://c.example/player.js'),
        'https://a.example/player.js': `/*${' '.repeat(5_000_000)}*/${names}`,
        'https://b.example/player.js': new Failure('forbidden', { detail: 'a private address' }),
      });
      await expect(resolve(web, page)).rejects.toMatchObject({
        code: 'no-stream',
        detail: expect.stringContaining('no stream was found'),
      });
      expect(web.urls).not.toContain('https://cdn.example/live.m3u8');
    });

    test('ends with the search', async () => {
      const stop = new AbortController();
      const web = new FakeWeb({
        [page]: scripts('https://a.example/player.js'),
        'https://a.example/player.js': () => {
          stop.abort(new Error('enough'));
          return names;
        },
      });
      await expect(resolve(web, page, 'best', stop.signal)).rejects.toThrow('enough');
    });
  });

  test('an interface that answers JSON is a page as well', async () => {
    const web = new FakeWeb({
      [page]: { body: '{"playback":{"url":"https:\\/\\/cdn.example\\/live.m3u8"}}', type: 'application/json' },
      'https://cdn.example/live.m3u8': live,
    });
    expect(await segmented(web, page)).toMatchObject({ title: null, referer: page });
  });

  test('a page that is packed although nobody asked for it', async () => {
    const web = new FakeWeb({
      [page]: html('<video src="https://cdn.example/live.m3u8">'),
      'https://cdn.example/live.m3u8': live,
    });
    const stream = web.stream.bind(web);
    web.stream = (request, ...rest) =>
      request.url === page
        ? Promise.reject(new Failure('unsupported', { detail: 'Content-Encoding gzip' }))
        : stream(request, ...rest);
    expect(await segmented(web, page)).toMatchObject({ title: 'The Show' });
  });

  test.each<[string, Readonly<Record<string, Page>>, string]>([
    ['the playlist on it is not there', {}, 'not-live'],
    ['the playlist on it is empty', { 'https://cdn.example/live.m3u8': empty }, 'not-live'],
    ['the playlist on it is protected', { 'https://cdn.example/live.m3u8': locked }, 'protected'],
    ['the playlist on it is forbidden', { 'https://cdn.example/live.m3u8': new Failure('forbidden') }, 'forbidden'],
    ['the playlist on it is a page', { 'https://cdn.example/live.m3u8': html('') }, 'no-stream'],
    ['there is only a trailer on it', { 'https://cdn.example/live.m3u8': trailer() }, 'no-stream'],
  ])('when %s', async (_, pages, code) => {
    const web = new FakeWeb({ [page]: html('<video src="https://cdn.example/live.m3u8">'), ...pages });
    await expect(resolve(web, page)).rejects.toMatchObject({ code });
  });

  test('a page that is not there is not there', async () => {
    await expect(resolve(new FakeWeb(), page)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('one who gives up gets his own reason, and nothing more is asked for', async () => {
    const stop = new AbortController();
    const web = new FakeWeb({
      [page]: html('<video src="https://cdn.example/live.m3u8"><iframe src="/x">'),
      'https://cdn.example/live.m3u8': () => {
        stop.abort(new Error('enough'));
        return live;
      },
    });
    await expect(resolve(web, page, 'best', stop.signal)).rejects.toThrow('enough');
    expect(web.requests).toHaveLength(2);
  });
});
