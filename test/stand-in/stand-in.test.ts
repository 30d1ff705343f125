import { createContext, runInContext } from 'node:vm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Innertube, Log, Platform, type Types } from 'youtubei.js';
import { usualBehaviour } from './behaviour.ts';
import { channelId, clip, hostileTitles, refusedIds } from './catalogue.ts';
import type { CodeKind } from './player-code.ts';
import type { StandIn } from './stand-in.ts';
import { temporaryStandIn } from './temporary.ts';
import { ask, bytesOf, fetchThrough } from './through.ts';

let standIn: StandIn;

beforeAll(async () => {
  standIn = await temporaryStandIn();
  Log.setLevel(Log.Level.NONE);
  Platform.shim.eval = async ({ output }: Types.BuildScriptResult) =>
    runInContext(`(() => {${output}})()`, createContext({}), { timeout: 500 });
});
afterAll(() => standIn.close());
beforeEach(() => void Object.assign(standIn.behaviour, usualBehaviour()));

function session(code: CodeKind = 'good'): Promise<Innertube> {
  standIn.behaviour.code = code;
  return Innertube.create({ fetch: fetchThrough(standIn), fail_fast: true });
}

describe('youtubei.js gets', () => {
  it.each([
    ['filmDirect1', 'VISIONOS'],
    ['cipheredTv1', 'TV'],
    ['challengedT', 'TV'],
  ] as const)('an address of %s that works', async (id, client) => {
    const youtube = await session();
    const { basic_info, streaming_data } = await youtube.getBasicInfo(id, { client });
    expect(basic_info).toMatchObject({ id, duration: 30, author: 'Stand-in' });
    const format = streaming_data?.adaptive_formats.find(({ itag }) => itag === 137);
    const response = await ask(standIn, (await format?.decipher(youtube.session.player)) ?? '', {
      headers: { range: 'bytes=0-999' },
    });
    expect([response.statusCode, (await bytesOf(response)).length]).toEqual([206, 1000]);
  });

  it.each(Object.entries(hostileTitles))('the title of %s as it is', async (id, title) => {
    expect((await (await session()).getBasicInfo(id, { client: 'VISIONOS' })).basic_info.title).toBe(title);
  });

  it('subtitles and chapters', async () => {
    const info = await (await session()).getInfo('filmDirect1', { client: 'VISIONOS' });
    const tracks = info.captions?.caption_tracks ?? [];
    expect(tracks.map(({ language_code, kind }) => [language_code, kind])).toEqual([
      ['en', undefined],
      ['ru', undefined],
      ['en', 'asr'],
    ]);
    const text = await bytesOf(await ask(standIn, `${tracks[1]?.base_url}&fmt=vtt`));
    expect(text.toString()).toMatch(/^WEBVTT\n[\s\S]+00:00:10\.000 --> 00:00:19\.500\nИ звук\.\n/);
    const bar = info.player_overlays?.decorated_player_bar?.player_bar;
    expect(bar?.markers_map[0]?.value.chapters?.map(({ title }) => title.toString())).toHaveLength(3);
  });

  it('only HLS, only SABR, only what is encrypted', async () => {
    const youtube = await session();
    const hls = (await youtube.getBasicInfo('hlsOnlyVide')).streaming_data?.hls_manifest_url ?? '';
    const variants = (await bytesOf(await ask(standIn, hls))).toString().match(/^https:.+$/gm) ?? [];
    const segments = (await bytesOf(await ask(standIn, variants[0] ?? ''))).toString().match(/^s\d+\.ts$/gm) ?? [];
    const segment = await bytesOf(await ask(standIn, new URL(segments[0] ?? '', variants[0]).href));
    expect([variants.length, segment[0], segment[188]]).toEqual([3, 0x47, 0x47]);
    const sabr = (await youtube.getBasicInfo('sabrOnlyVid')).streaming_data;
    expect(sabr?.adaptive_formats.some(({ url, signature_cipher }) => url ?? signature_cipher)).toBe(false);
    expect(sabr?.server_abr_streaming_url).toMatch(/^https:/);
    const drm = (await youtube.getBasicInfo('drmOnlyVide')).streaming_data?.adaptive_formats ?? [];
    expect(drm.every(({ drm_families }) => drm_families?.includes('WIDEVINE'))).toBe(true);
  });

  it.each([
    ['private', 'LOGIN_REQUIRED', /Private video/],
    ['members', 'UNPLAYABLE', /Join this channel/],
    ['age', 'LOGIN_REQUIRED', /confirm your age/],
    ['region', 'UNPLAYABLE', /unavailable/],
    ['bot', 'LOGIN_REQUIRED', /not a bot/],
    ['offline', 'LIVE_STREAM_OFFLINE', /will begin/],
    ['premiere', 'LIVE_STREAM_OFFLINE', /Premieres/],
    ['later', 'UNPLAYABLE', /unavailable/],
  ] as const)('the refusal %s', async (refusal, status, reason) => {
    const { playability_status } = await (await session()).getBasicInfo(refusedIds[refusal]);
    expect(playability_status).toMatchObject({ status, reason: expect.stringMatching(reason) });
  });

  it.each(['PLstand300', 'PLlockup300'])('all 300 of %s, page by page', async (id) => {
    let page = await (await session()).getPlaylist(id);
    const titles: string[] = [];
    const collect = (): number =>
      titles.push(...page.items.map((item) => JSON.stringify(item).match(/Part \d+ of 300|\[\w+ video\]/)?.[0] ?? ''));
    collect();
    while (page.has_continuation) {
      page = await page.getContinuation();
      collect();
    }
    expect(titles).toHaveLength(300);
    expect([titles[0], titles[6], titles[12], titles[299]]).toEqual([
      'Part 1 of 300',
      '[Private video]',
      '[Deleted video]',
      'Part 300 of 300',
    ]);
  });

  it('a channel by its name, and all its videos', async () => {
    const youtube = await session();
    const { payload } = await youtube.resolveURL('https://www.youtube.com/@standin');
    let page = await (await youtube.getChannel(String(payload.browseId))).getVideos();
    let count = page.videos.length;
    while (page.has_continuation) {
      page = (await page.getContinuation()) as typeof page;
      count += page.videos.length;
    }
    expect(count).toBe(75);
  });

  it('the other tabs of a channel', async () => {
    const channel = await (await session()).getChannel(channelId);
    expect((await channel.getShorts()).videos).toHaveLength(5);
    expect((await channel.getLiveStreams()).videos).toHaveLength(2);
  });

  it('what a clip, and a channel that is live, lead to', async () => {
    const youtube = await session();
    const { payload } = await youtube.resolveURL(`https://www.youtube.com/clip/${clip.id}`);
    expect(payload).toEqual({ videoId: clip.video, params: clip.params });
    const next: object = await youtube.actions.execute('/next', payload);
    expect(JSON.stringify(next)).toContain('"loopCommand":{"startTimeMs":"5000","endTimeMs":"12500"');
    expect((await youtube.resolveURL('https://www.youtube.com/@standin/live')).payload).toEqual({
      videoId: 'liveNowVide',
    });
  });

  it('player code that goes wrong', async () => {
    const address = async (code: CodeKind): Promise<string> => {
      const youtube = await session(code);
      const format = (await youtube.getBasicInfo('cipheredTv1', { client: 'TV' })).streaming_data?.adaptive_formats[0];
      return (await format?.decipher(youtube.session.player)) ?? '';
    };
    await expect(address('throwing')).rejects.toThrow('enhanced');
    await expect(address('endless')).rejects.toThrow('timed out');
    await expect(address('recursive')).rejects.toThrow('call stack');
    await expect(address('without-functions')).rejects.toThrow('No n/sig');
    await expect(session('garbage')).rejects.toThrow('Unexpected token');
    // An object of this program within reach of the code is enough.
    Platform.shim.eval = async ({ output }: Types.BuildScriptResult) => new Function(output)() as Types.VMPrimative;
    expect(await address('constructor')).toContain('n=escaped_');
  });
});
