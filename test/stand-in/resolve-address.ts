import { clip } from './catalogue.ts';
import { tabNamed, tabParams } from './channel-page.ts';
import type { List } from './list.ts';

/** What `/youtubei/v1/navigation/resolve_url` says that an address leads to; `null` where that is nothing. */
export function resolveAddress(site: { list(id: string): List | undefined }, address: string): object | null {
  const url = URL.parse(address, 'https://www.youtube.com');
  const [, first = '', second = '', third = ''] = url?.pathname.split('/') ?? [];
  const at = (endpoint: object, webPageType: string): object => ({
    commandMetadata: { webCommandMetadata: { url: url?.pathname ?? '/', webPageType, apiUrl: '/youtubei/v1/browse' } },
    ...endpoint,
  });
  const watch = (watchEndpoint: object): object => at({ watchEndpoint }, 'WEB_PAGE_TYPE_WATCH');
  if (first === 'clip') return second === clip.id ? watch({ videoId: clip.video, params: clip.params }) : null;
  const videoId = url?.searchParams.get('v') ?? (first === 'shorts' || first === 'live' ? second : null);
  if (videoId !== null) return watch({ videoId });
  const playlist = url?.searchParams.get('list');
  if (playlist) return at({ browseEndpoint: { browseId: `VL${playlist}` } }, 'WEB_PAGE_TYPE_PLAYLIST');
  const list = site.list(first === 'channel' ? second : first === 'c' || first === 'user' ? `@${second}` : first);
  if (list === undefined) return null;
  const word = first.startsWith('@') ? second : third;
  if (word === 'live') return watch({ videoId: 'liveNowVide' });
  const params = word === '' ? {} : { params: tabParams[tabNamed(word)] };
  const browseEndpoint = { browseId: list.id, ...params, canonicalBaseUrl: `/${list.handle ?? ''}` };
  return at({ browseEndpoint }, 'WEB_PAGE_TYPE_CHANNEL');
}
