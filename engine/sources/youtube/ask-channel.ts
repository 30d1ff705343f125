import { Failure } from '../../../contract/errors.ts';
import { type TabName, tabNames, tabsOf, usualParams } from './channel-tabs.ts';
import { web } from './clients.ts';
import { dig, wordOf } from './dig.ts';
import { type YoutubeLink, youtubeUrl } from './links.ts';
import { alertOf, readListHead, readListPage } from './list-page.ts';
import { outdated } from './outdated.ts';
import type { Site } from './site.ts';

/** A channel with one of its tabs open. */
export interface OpenChannel {
  /** `UC…` */
  readonly id: string;
  readonly title: string;
  /** what is in the tab, as `readListPage` wants it */
  readonly contents: unknown;
}

/** What an address of the site leads to, as the site itself says. */
export async function resolveUrl(site: Site, url: string): Promise<unknown> {
  const json = await site.ask('navigation/resolve_url', { url }, web);
  const endpoint = dig(json, 'endpoint');
  if (endpoint === undefined) throw outdated('an address that leads nowhere', web.name);
  return endpoint;
}

/**
 * Opens the tab of a channel that a link names, else the first that it has of videos, shorts and streams.
 * @throws Failure `unsupported` (its playlists), `no-stream` (no such tab), `video-removed`, `not-found`, and of `Site`
 */
export async function openChannel(site: Site, link: YoutubeLink & { readonly kind: 'channel' }): Promise<OpenChannel> {
  const { tab } = link;
  if (tab === 'playlists') {
    throw new Failure('unsupported', { detail: 'a list of playlists; take the link of one of them' });
  }
  const endpoint = await resolveUrl(site, youtubeUrl({ ...link, tab: null }));
  const id = wordOf(dig(endpoint, 'browseEndpoint', 'browseId'));
  if (id === null) throw new Failure('not-found', { detail: 'no channel is called that' });
  const wanted = tab ?? tabNames[0];
  const first = await openTab(site, id, usualParams[wanted], wanted);
  if (first.contents !== null) return { id, title: first.title, contents: first.contents };
  const others = first.tabs.filter(({ name, params }) => (tab === null || name === tab) && params !== null);
  for (const { name, params } of others) {
    const other = await openTab(site, id, params ?? '', name);
    if (other.contents !== null) return { id, title: other.title, contents: other.contents };
  }
  throw new Failure('no-stream', { detail: `this channel has no ${tab ?? 'videos'}` });
}

async function openTab(site: Site, browseId: string, params: string, wanted: TabName) {
  const json = await site.ask('browse', { browseId, params }, web);
  const alert = alertOf(json);
  if (alert !== null) throw alert;
  const title = readListHead(json).title;
  if (title === null) throw outdated('a channel of a shape that nobody knows', web.name);
  const tabs = tabsOf(json);
  const open = tabs.find(({ selected }) => selected);
  const inside = open?.name === wanted ? { contents: open.content } : null;
  // A tab may be there and empty.
  const contents = (readListPage(inside)?.entries.length ?? 0) > 0 ? inside : null;
  return { title, tabs: tabs.filter(({ name }) => name !== open?.name), contents };
}
