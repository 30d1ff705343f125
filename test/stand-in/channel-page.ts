import { count, pageHeader } from './browse.ts';
import type { List } from './list.ts';
import { pageItems } from './list-items.ts';

/** Where the lists of the tabs are: `<id of the channel>.shorts`. */
interface Lists {
  list(id: string): List | undefined;
}

export type TabName = keyof typeof tabParams;

/** `params` of the tabs of a channel, as the site has them. */
export const tabParams = {
  featured: 'EghmZWF0dXJlZPIGBAoCMgA%3D',
  videos: 'EgZ2aWRlb3PyBgQKAjoA',
  shorts: 'EgZzaG9ydHPyBgUKA5oBAA%3D%3D',
  streams: 'EgdzdHJlYW1z8gYECgJ6AA%3D%3D',
} as const;

interface Tab {
  readonly name: TabName;
  readonly title: string;
}

const tabs: readonly Tab[] = [
  { name: 'featured', title: 'Home' },
  { name: 'videos', title: 'Videos' },
  { name: 'shorts', title: 'Shorts' },
  { name: 'streams', title: 'Live' },
];

/** The tab that `params` or the end of a path names; the home where it is none. */
export function tabNamed(word: string | undefined): TabName {
  const wanted = decodeURIComponent(word ?? '');
  return tabs.find(({ name }) => name === wanted || decodeURIComponent(tabParams[name]) === wanted)?.name ?? 'featured';
}

/** A channel with one of its tabs open; its home has no videos. */
export function channelPage(site: Lists, list: List, tab: TabName): object {
  const base = `/${list.handle ?? `channel/${list.id}`}`;
  const url = (name: TabName): object => ({
    commandMetadata: {
      webCommandMetadata: {
        url: `${base}/${name}`,
        webPageType: 'WEB_PAGE_TYPE_CHANNEL',
        apiUrl: '/youtubei/v1/browse',
      },
    },
    browseEndpoint: { browseId: list.id, params: tabParams[name], canonicalBaseUrl: base },
  });
  const make = ({ name, title }: Tab): object => ({
    tabRenderer: {
      endpoint: url(name),
      title,
      selected: tab === name,
      ...(tab === name ? { content: content(name) } : {}),
    },
  });
  const content = (name: TabName): object => {
    const inside = name === 'videos' ? list : site.list(`${list.id}.${name}`);
    if (inside === undefined) return { sectionListRenderer: { contents: [] } };
    return { richGridRenderer: { contents: pageItems(inside, 0), targetId: `browse-feed${list.id}${name}102` } };
  };
  return {
    responseContext: { serviceTrackingParams: [] },
    contents: { twoColumnBrowseResultsRenderer: { tabs: tabs.map(make) } },
    header: {
      pageHeaderRenderer: { pageTitle: list.title, content: pageHeader(list.title, [list.handle ?? '', count(list)]) },
    },
    metadata: {
      channelMetadataRenderer: {
        title: list.title,
        description: 'Test patterns',
        externalId: list.id,
        ownerUrls: [`http://www.youtube.com${base}`],
        avatar: { thumbnails: [] },
        channelUrl: `https://www.youtube.com/channel/${list.id}`,
        isFamilySafe: true,
        vanityChannelUrl: `http://www.youtube.com${base}`,
      },
    },
    microformat: {
      microformatDataRenderer: { urlCanonical: `https://www.youtube.com/channel/${list.id}`, title: list.title },
    },
  };
}
