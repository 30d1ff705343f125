import { channelId } from './catalogue.ts';
import type { List } from './list.ts';
import { pageItems } from './list-items.ts';
import { thumbnail } from './player-response.ts';

/** The first page of a playlist: what `/youtubei/v1/browse` answers to `VL…`. */
export function playlistPage(list: List): object {
  const items = pageItems(list, 0);
  const inside =
    list.shape === 'lockup'
      ? items
      : [{ playlistVideoListRenderer: { contents: items, playlistId: list.id, isEditable: false, canReorder: false } }];
  const section = { itemSectionRenderer: { contents: inside } };
  return {
    responseContext: { serviceTrackingParams: [] },
    contents: {
      twoColumnBrowseResultsRenderer: {
        tabs: [{ tabRenderer: { selected: true, content: { sectionListRenderer: { contents: [section] } } } }],
      },
    },
    header: {
      pageHeaderRenderer: { pageTitle: list.title, content: pageHeader(list.title, [list.channel, count(list)]) },
    },
    metadata: { playlistMetadataRenderer: { title: list.title, description: 'Made of test patterns' } },
    microformat: {
      microformatDataRenderer: {
        urlCanonical: `https://www.youtube.com/playlist?list=${list.id}`,
        title: list.title,
        unlisted: false,
      },
    },
    sidebar: { playlistSidebarRenderer: { items: [primary(list), owner(list)] } },
  };
}

/** What is said instead of a list that is not there. */
export function noSuchList(): object {
  const text = { runs: [{ text: 'The playlist does not exist.' }] };
  return { responseContext: {}, alerts: [{ alertRenderer: { type: 'ERROR', text } }] };
}

/** What stands at the top of a list. */
export function pageHeader(title: string, parts: readonly string[]): object {
  const rows = [{ metadataParts: parts.map((content) => ({ text: { content } })) }];
  return {
    pageHeaderViewModel: {
      title: { dynamicTextViewModel: { text: { content: title } } },
      metadata: { contentMetadataViewModel: { metadataRows: rows, delimiter: ' • ' } },
    },
  };
}

function primary({ id, title, entries }: List): object {
  const stats = [
    { runs: [{ text: String(entries.length) }, { text: ' videos' }] },
    { simpleText: '300 views' },
    { runs: [{ text: 'Updated today' }] },
  ];
  return {
    playlistSidebarPrimaryInfoRenderer: {
      thumbnailRenderer: { playlistVideoThumbnailRenderer: { thumbnail: thumbnail(entries[0]?.id ?? 'none') } },
      stats,
      title: { runs: [{ text: title }] },
      navigationEndpoint: { watchEndpoint: { videoId: entries[0]?.id, playlistId: id } },
      description: { simpleText: 'Made of test patterns' },
    },
  };
}

function owner({ channel }: List): object {
  const endpoint = { browseEndpoint: { browseId: channelId, canonicalBaseUrl: '/@standin' } };
  return {
    playlistSidebarSecondaryInfoRenderer: {
      videoOwner: {
        videoOwnerRenderer: {
          thumbnail: { thumbnails: [] },
          title: { runs: [{ text: channel, navigationEndpoint: endpoint }] },
          navigationEndpoint: endpoint,
        },
      },
    },
  };
}

/** How many there are, as the site says it. */
export function count({ entries }: List): string {
  return `${entries.length} videos`;
}
