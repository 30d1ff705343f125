import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ErrorCode } from '../../../contract/errors.ts';
import { HttpClient } from '../../../engine/net/client.ts';
import { YtDlpResolver } from '../../../engine/sources/yt-dlp/resolver.ts';
import { hostileTitles, refusedIds } from '../../stand-in/catalogue.ts';
import type { StandIn } from '../../stand-in/stand-in.ts';
import { temporaryStandIn } from '../../stand-in/temporary.ts';
import { access, ask } from './program.ts';
import { soundUrl, startSoundSite } from './sound-site.ts';

/** A yt-dlp as it is given to everybody. Set-up puts it there; without it nothing of this can be shown. */
const program = process.env['SLUICE_TEST_YT_DLP'] ?? '';
const real = describe.skipIf(program === '');
const signal = new AbortController().signal;

function videoUrl(id: string): string {
  return `https://www.youtube.com/watch?v=${id}`;
}

real('yt-dlp itself reads the stand-in of YouTube:', () => {
  let standIn: StandIn;
  const before = process.env['SSL_CERT_FILE'];

  beforeAll(async () => {
    standIn = await temporaryStandIn();
    process.env['SSL_CERT_FILE'] = standIn.ca;
  });
  afterAll(async () => {
    if (before === undefined) delete process.env['SSL_CERT_FILE'];
    else process.env['SSL_CERT_FILE'] = before;
    await standIn.close();
  });

  const video = (id: string) => ask(program, { url: videoUrl(id), proxy: standIn.proxy });

  test('a video', async () => {
    const found = await video('filmDirect1');
    expect(found).toMatchObject({
      kind: 'video',
      url: videoUrl('filmDirect1'),
      site: 'YouTube',
      id: 'filmDirect1',
      title: 'Bars and tone',
      channel: 'Stand-in',
      duration: 30,
      published: '2026-01-31',
      live: 'no',
      answeredBy: { resolver: 'yt-dlp', version: expect.stringMatching(/^\d{4}\.\d\d\.\d\d/), client: null },
      chapters: [
        { title: 'Beginning', start: 0, end: 10 },
        { title: 'Middle: <b>bars</b> & "tone"', start: 10, end: 20 },
        { title: 'End', start: 20, end: 30 },
      ],
    });
    expect(found.formats).toContainEqual(
      expect.objectContaining({ id: '137', kind: 'video', height: 1080, container: 'mp4', road: 'https' }),
    );
    expect(found.formats).toContainEqual(expect.objectContaining({ id: '140', kind: 'audio', road: 'https' }));
    for (const { place } of found.formats.filter(({ road }) => road === 'https'))
      expect(place).toMatchObject({ url: expect.stringContaining('.googlevideo.com/'), chunk: 10 * 1024 * 1024 });
    expect(found.subtitles.map(({ language, automatic }) => [language, automatic])).toEqual(
      expect.arrayContaining([
        ['en', false],
        ['ru', false],
        ['en', true],
      ]),
    );
    expect(found.pictures[0]?.url).toMatch(/^https:\/\/i\.ytimg\.com\//);
  });

  test('a video, and only over public addresses', async () => {
    const client = new HttpClient({}, 'public');
    const found = await ask(program, { url: videoUrl('filmDirect1'), proxy: standIn.proxy, client });
    expect(found).toMatchObject({ id: 'filmDirect1', answeredBy: { resolver: 'yt-dlp' } });
  });

  test('what there is only as HLS, and what is live', async () => {
    const found = await video('hlsOnlyVide');
    expect(found.formats.map(({ road }) => road)).toContain('hls');
    expect(await video('liveNowVide')).toMatchObject({
      live: 'live',
      title: 'Live bars',
      duration: null,
      hls: { url: expect.stringContaining('manifest.googlevideo.com') },
      dash: { url: expect.stringContaining('manifest.googlevideo.com/api/manifest/dash') },
    });
  });

  test.each(Object.entries(hostileTitles))('a hostile title: %s', async (id, title) => {
    const found = await video(id);
    expect(found.id).toBe(id);
    expect(found.title).not.toMatch(/[\p{Cc}\u202e]/u);
    const words = (text: string): string => text.replace(/[\s\p{Cc}\u202e]+/gu, '');
    expect(words(title)).toContain(words(found.title));
    expect(found.title).not.toBe('');
  });

  test.each<[id: string, ErrorCode]>([
    [refusedIds.private, 'video-private'],
    [refusedIds.removed, 'video-removed'],
    [refusedIds.copyright, 'video-removed'],
    [refusedIds.members, 'members-only'],
    [refusedIds.age, 'age-limit'],
    [refusedIds.region, 'region'],
    [refusedIds.bot, 'bot-check'],
    [refusedIds.offline, 'not-live'],
    [refusedIds.premiere, 'premiere'],
    [refusedIds.later, 'rate-limited'],
    ['tooManyAsks', 'rate-limited'],
    ['drmOnlyVide', 'protected'],
    ['sabrOnlyVid', 'extractor-outdated'],
    ['changedShap', 'extractor-outdated'],
    ['garbageAnsw', 'extractor-outdated'],
    // That of Debian comes without the part that runs the code of a player.
    ['cipheredTv1', 'tool-missing'],
    ['tooShort', 'not-found'],
  ])('%s is refused as %s', async (id, code) => {
    await expect(video(id)).rejects.toMatchObject({ code, detail: expect.stringContaining(id) });
  });

  test('a list of 300 in pages, with what cannot be had', async () => {
    const resolver = new YtDlpResolver(access({ proxy: standIn.proxy }), program, () => {});
    const url = 'https://www.youtube.com/playlist?list=PLstand300';
    const numbers: number[] = [];
    const missing: unknown[] = [];
    let next: string | null = null;
    do {
      const page = await resolver.list({ url, next, signal });
      expect(page).toMatchObject({ kind: 'list', title: 'Three hundred', count: 300, site: 'YouTube' });
      expect(page.entries.length).toBeLessThanOrEqual(100);
      numbers.push(...page.entries.map(({ number }) => number));
      missing.push(
        ...page.entries.filter((entry) => entry.missing !== null).map((entry) => [entry.number, entry.missing]),
      );
      next = page.next;
    } while (next !== null);
    expect(numbers).toEqual(Array.from({ length: 300 }, (_, at) => at + 1));
    expect(missing).toEqual([
      [7, 'private'],
      [13, 'deleted'],
    ]);
  });

  test('an empty list, a channel, and a list that is taken for a video', async () => {
    const resolver = new YtDlpResolver(access({ proxy: standIn.proxy }), program, () => {});
    const list = (path: string) => resolver.list({ url: `https://www.youtube.com/${path}`, next: null, signal });
    expect(await list('playlist?list=PLempty')).toMatchObject({ count: 0, entries: [], next: null });
    expect(await list('@standin/videos')).toMatchObject({ channel: 'Stand-in', entries: { length: 75 }, next: null });
    await expect(
      ask(program, { url: 'https://www.youtube.com/playlist?list=PLsmall', proxy: standIn.proxy }),
    ).rejects.toMatchObject({ code: 'is-list' });
  });

  test('nobody who is not wanted: a host with a certificate of its own', async () => {
    delete process.env['SSL_CERT_FILE'];
    try {
      await expect(video('filmDirect1')).rejects.toMatchObject({ code: 'tls' });
    } finally {
      process.env['SSL_CERT_FILE'] = standIn.ca;
    }
  });
});

real('yt-dlp itself', () => {
  test('reads another site, through a proxy with a password that nobody can see', async () => {
    let pid = 0;
    let seen = '';
    await using site = await startSoundSite(async () => {
      seen = await readFile(`/proc/${pid}/cmdline`, 'utf8');
      seen += await readFile(`/proc/${pid}/environ`, 'utf8');
    });
    const found = await ask(program, {
      url: soundUrl,
      proxy: `http://me:sword%20fish@${site.address}`,
      headers: [
        { name: 'User-Agent', value: `some'body "else" # \\` },
        { name: 'Authorization', value: 'Bearer verysecret' },
        { name: 'Cookie', value: 'mine=alsosecret' },
      ],
      cookies: '.other.example\tTRUE\t/\tFALSE\t0\tforeign\tanothersecret',
      onChild: (child, running) => {
        if (running) pid = child;
      },
    });
    expect(found).toMatchObject({
      site: 'Freesound',
      id: '12345',
      title: 'gulls & waves $(reboot)',
      channel: 'somebody',
      duration: 130.233,
      formats: [
        { kind: 'audio', container: 'mp3', place: { url: 'https://cdn.freesound.org/previews/12/12345-hq.mp3' } },
        { kind: 'audio', container: 'mp3', place: { url: 'https://cdn.freesound.org/previews/12/12345-lq.mp3' } },
      ],
    });
    expect(seen).toContain(soundUrl);
    expect(seen).not.toMatch(/sword|secret/);
    const [request] = site.requests;
    expect(request?.headers).toMatchObject({
      'proxy-authorization': `Basic ${Buffer.from('me:sword fish').toString('base64')}`,
      'user-agent': `some'body "else" # \\`,
      cookie: 'mine=alsosecret',
    });
    expect(request?.headers.authorization).toBeUndefined();
  });

  test('reads another site over public addresses only, by the same proxy', async () => {
    await using site = await startSoundSite();
    const client = new HttpClient({}, 'public');
    const proxy = `http://me:sword%20fish@${site.address}`;
    expect(await ask(program, { url: soundUrl, proxy, client })).toMatchObject({ id: '12345', formats: { length: 2 } });
    expect(site.requests).toMatchObject([
      { url: soundUrl, headers: { 'proxy-authorization': expect.stringMatching(/^Basic bWU6/u) } },
    ]);
  });

  test('asks nobody about a link that is of no site it knows', async () => {
    await using site = await startSoundSite();
    const url = 'http://films.example/film.mp4';
    await expect(ask(program, { url, proxy: `http://${site.address}` })).rejects.toMatchObject({ code: 'unsupported' });
    expect(site.requests).toEqual([]);
  });

  test('says why it got no answer', async () => {
    await using site = await startSoundSite();
    const url = soundUrl.replace('12345', '54321');
    await expect(ask(program, { url, proxy: `http://${site.address}` })).rejects.toMatchObject({ code: 'not-found' });
    await site[Symbol.asyncDispose]();
    await expect(ask(program, { url, proxy: `http://${site.address}` })).rejects.toMatchObject({ code: 'network' });
  });
});
