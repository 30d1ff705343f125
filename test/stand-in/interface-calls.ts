import { albumId, albumPage } from './album.ts';
import { noSuchList, playlistPage } from './browse.ts';
import { clip } from './catalogue.ts';
import { channelPage, tabNamed } from './channel-page.ts';
import { nextPage, parseContinuation } from './list-items.ts';
import { playerResponse } from './player-response.ts';
import { resolveAddress } from './resolve-address.ts';
import type { Site } from './site.ts';
import { type Answer, answerFor, type Video } from './video.ts';
import { watchNext } from './watch-next.ts';

/** What a call of the interface carries, as far as it matters. */
export interface Call {
  readonly client: string;
  readonly videoId?: string | undefined;
  readonly browseId?: string | undefined;
  readonly params?: string | undefined;
  readonly continuation?: string | undefined;
  readonly url?: string | undefined;
}

/** What is answered; `text` where it is no JSON. */
export interface CallAnswer {
  readonly status: number;
  readonly body: object | string;
}

const ok = (body: object): CallAnswer => ({ status: 200, body });
const failed = (status: number, message: string): CallAnswer => ({
  status,
  body: { error: { code: status, message, errors: [{ message, domain: 'global', reason: 'badRequest' }] } },
});

/** Reads the JSON that a client sent. */
export function parseCall(text: string): Call {
  const read: unknown = text === '' ? {} : JSON.parse(text);
  const { context, ...rest } = read as Omit<Call, 'client'> & { context?: { client?: { clientName?: string } } };
  return { ...rest, client: (context?.client?.clientName ?? 'WEB').toUpperCase() };
}

/** Answers one call of `/youtubei/v1/`. */
export async function answerCall(site: Site, name: string, call: Call): Promise<CallAnswer> {
  const { refuseAll, delay } = site.behaviour;
  if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
  if (refuseAll !== null) return failed(refuseAll, 'Resource has been exhausted (e.g. check quota).');
  switch (name) {
    case 'player':
      return playerCall(site, call);
    case 'next':
      return ok(
        watchNext(site.videos.get(call.videoId ?? '') ?? unknownVideo(call.videoId ?? ''), call.params === clip.params),
      );
    case 'browse':
      return browseCall(site, call);
    case 'navigation/resolve_url':
      return resolveCall(site, call);
    case 'config':
      return ok({
        responseContext: { globalConfigGroup: { coldHashData: 'cold', hotHashData: 'hot' } },
        configData: 'config',
      });
    default:
      return failed(404, 'Requested entity was not found.');
  }
}

async function playerCall(site: Site, { videoId = '', client }: Call): Promise<CallAnswer> {
  const video = site.videos.get(videoId) ?? unknownVideo(videoId);
  const answer = answerFor(video, client);
  if (answer === 'too-many') return failed(429, 'Resource has been exhausted (e.g. check quota).');
  if (answer === 'garbage') return { status: 200, body: '<!DOCTYPE html><title>Sorry…</title>' };
  if (answer === 'changed') return ok({ responseContext: {}, playback: { state: 'ready', tracks: [{ href: '/x' }] } });
  return ok(await playerAnswer(site, video, answer, client));
}

/** A player response that is true to its shape. */
export async function playerAnswer(site: Site, video: Video, answer: Answer, client: string): Promise<object> {
  const { goodFor } = site.behaviour;
  const expires = Math.floor(Date.now() / 1000 + goodFor);
  return playerResponse(video, await site.media(video.media), answer, {
    addresses: site.addresses,
    client,
    expires,
    goodFor,
  });
}

/** What the site says of a video that it does not have. */
export function unknownVideo(id: string): Video {
  return {
    id,
    title: '',
    channel: '',
    description: '',
    media: 'short',
    clients: { '*': 'removed' },
    published: '2026-01-31',
    live: 'no',
    startsAt: 0,
    chapters: [],
    captions: [],
  };
}

function browseCall(site: Site, { browseId = '', params, continuation }: Call): CallAnswer {
  if (site.behaviour.lists === 'garbage') return { status: 200, body: '<!DOCTYPE html><title>Sorry…</title>' };
  if (site.behaviour.lists === 'changed') return ok({ responseContext: {}, page: { rows: [{ kind: 'x' }] } });
  if (continuation !== undefined) {
    const at = parseContinuation(continuation);
    const list = at === null ? undefined : site.list(at.list);
    return at === null || list === undefined
      ? failed(400, 'Request contains an invalid argument.')
      : ok(nextPage(list, at.from));
  }
  if (browseId === albumId) return ok(albumPage());
  const list = site.list(browseId.replace(/^VL/, ''));
  if (list === undefined)
    return browseId.startsWith('UC') ? failed(404, 'Requested entity was not found.') : ok(noSuchList());
  if (!list.id.startsWith('UC')) return ok(playlistPage(list));
  return ok(channelPage(site, list, tabNamed(params)));
}

function resolveCall(site: Site, { url = '' }: Call): CallAnswer {
  const endpoint = resolveAddress(site, url);
  return endpoint === null ? failed(404, 'Requested entity was not found.') : ok({ endpoint });
}
