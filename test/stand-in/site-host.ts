import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { noSuchList, playlistPage } from './browse.ts';
import { captionText } from './captions.ts';
import { clip } from './catalogue.ts';
import { channelPage, tabNamed } from './channel-page.ts';
import { answerCall, type CallAnswer, parseCall, playerAnswer, unknownVideo } from './interface-calls.ts';
import { iframeApi, serviceWorkerData, sitePage } from './pages.ts';
import { playerCode } from './player-code.ts';
import type { Site } from './site.ts';
import { answerFor } from './video.ts';
import { watchNext } from './watch-next.ts';

/** A whole answer. */
export interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
  readonly location?: string;
}

const html = (body: string, status = 200): Reply => ({ status, type: 'text/html; charset=utf-8', body });
const script = (body: string): Reply => ({ status: 200, type: 'text/javascript; charset=utf-8', body });
const json = ({ status, body }: CallAnswer): Reply =>
  typeof body === 'string'
    ? html(body, status)
    : { status, type: 'application/json; charset=utf-8', body: JSON.stringify(body) };
const nothing: Reply = html('<!DOCTYPE html><title>404 Not Found</title>', 404);

/** The pages of the site and its interface. */
export async function siteReply(site: Site, url: URL, body: string): Promise<Reply> {
  const { pathname, searchParams } = url;
  const [, call] = /^\/youtubei\/v1\/(.+)$/.exec(pathname) ?? [];
  if (call !== undefined) return json(await answerCall(site, call, parseCall(body)));
  if (site.behaviour.refuseAll !== null) return html('<!DOCTYPE html><title>Sorry…</title>', site.behaviour.refuseAll);
  if (pathname === '/iframe_api') return script(iframeApi(site.version));
  if (pathname === '/sw.js_data') return { status: 200, type: 'application/json', body: serviceWorkerData() };
  if (/^\/s\/player\/[\w-]+\/.+\/base\.js$/.test(pathname)) return script(playerCode(site.behaviour.code));
  if (pathname === '/api/timedtext') return captionReply(site, searchParams);
  if (pathname === '/oembed') return oembed(site, searchParams.get('url') ?? '');
  if (pathname === '/watch') return watchPage(site, searchParams.get('v') ?? '');
  const [, first = '', second = '', third = ''] = pathname.split('/');
  if (['shorts', 'live', 'embed', 'v', 'e'].includes(first) && second.length === 11) return watchPage(site, second);
  if (first === 'clip') return second === clip.id ? watchPage(site, clip.video, true) : nothing;
  if (pathname === '/playlist') return listPage(site, searchParams.get('list') ?? '');
  if (first.startsWith('@') && second === 'live') return watchPage(site, 'liveNowVide');
  const named = first === 'channel' ? second : first === 'c' || first === 'user' ? `@${second}` : first;
  const list = site.list(named);
  if (list === undefined) return pathname === '/' ? html(sitePage(site.version, 'YouTube', {}, null)) : nothing;
  const tab = tabNamed(first.startsWith('@') ? second : third);
  return html(sitePage(site.version, list.title, channelPage(site, list, tab), null));
}

async function watchPage(site: Site, id: string, withClip = false): Promise<Reply> {
  const video = site.videos.get(id) ?? unknownVideo(id);
  const answer = answerFor(video, 'WEB');
  if (answer === 'too-many') return html('<!DOCTYPE html><title>Sorry…</title>', 429);
  if (answer === 'garbage' || answer === 'changed') return html('<!DOCTYPE html><title>YouTube</title><p>New here</p>');
  return html(
    sitePage(site.version, video.title, watchNext(video, withClip), await playerAnswer(site, video, answer, 'WEB')),
  );
}

function listPage(site: Site, id: string): Reply {
  const list = site.list(id);
  if (site.behaviour.lists !== 'good') return html('<!DOCTYPE html><title>YouTube</title><p>New here</p>');
  return html(sitePage(site.version, list?.title ?? '', list === undefined ? noSuchList() : playlistPage(list), null));
}

async function captionReply(site: Site, query: URLSearchParams): Promise<Reply> {
  const video = site.videos.get(query.get('v') ?? '');
  const track = video?.captions.find(
    ({ language, automatic }) => language === query.get('lang') && automatic === (query.get('kind') === 'asr'),
  );
  if (video === undefined || track === undefined) return nothing;
  const { seconds } = await site.media(video.media);
  return { status: 200, ...captionText(track, seconds, query.get('fmt')) };
}

function oembed(site: Site, address: string): Reply {
  const id = URL.parse(address)?.searchParams.get('v') ?? address.split('/').at(-1) ?? '';
  const video = site.videos.get(id);
  if (video === undefined) return { status: 400, type: 'text/plain', body: 'Bad Request' };
  const { title, channel } = video;
  const thumbnail = `https://i.ytimg.com/vi/${id}/hqdefault.jpg`;
  return json({
    status: 200,
    body: {
      title,
      author_name: channel,
      author_url: 'https://www.youtube.com/@standin',
      type: 'video',
      provider_name: 'YouTube',
      thumbnail_url: thumbnail,
    },
  });
}

/** The pictures of `*.ytimg.com`: `/vi/<id>/hqdefault.jpg`, `/vi_webp/<id>/maxresdefault.webp`. */
export async function pictureReply(site: Site, pathname: string): Promise<Reply> {
  const [, id = '', file = ''] = /^\/vi(?:_webp)?\/([\w-]{11})\/(\w+\.(?:jpg|webp))$/.exec(pathname) ?? [];
  const video = site.videos.get(id);
  if (video === undefined) return nothing;
  const { pictures } = await site.media(video.media);
  const body = await readFile(join(pictures, file)).catch(() => null);
  return body === null ? nothing : { status: 200, type: file.endsWith('.webp') ? 'image/webp' : 'image/jpeg', body };
}
