import { channelId } from './catalogue.ts';
import { type Entry, entryTitle, type List } from './list.ts';
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

/** The videos of a channel, or with `null` its home, which has none. */
export function channelPage(list: List, tab: 'videos' | 'featured'): object {
  const base = `/${list.handle ?? `channel/${list.id}`}`;
  const url = (name: string): object => ({
    commandMetadata: {
      webCommandMetadata: {
        url: `${base}/${name}`,
        webPageType: 'WEB_PAGE_TYPE_CHANNEL',
        apiUrl: '/youtubei/v1/browse',
      },
    },
    browseEndpoint: { browseId: list.id, params: tabParams[name as 'videos'], canonicalBaseUrl: base },
  });
  const grid = { richGridRenderer: { contents: pageItems(list, 0), targetId: `browse-feed${list.id}videos102` } };
  const home = { sectionListRenderer: { contents: [] } };
  const make = (name: 'videos' | 'featured', title: string): object => ({
    tabRenderer: {
      endpoint: url(name),
      title,
      selected: tab === name,
      ...(tab === name ? { content: name === 'videos' ? grid : home } : {}),
    },
  });
  return {
    responseContext: { serviceTrackingParams: [] },
    contents: { twoColumnBrowseResultsRenderer: { tabs: [make('featured', 'Home'), make('videos', 'Videos')] } },
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

/** `params` of the tabs of a channel, as the site has them. */
export const tabParams = { videos: 'EgZ2aWRlb3PyBgQKAjoA', featured: 'EghmZWF0dXJlZPIGBAoCMgA%3D' } as const;

/** The page behind another: what `/youtubei/v1/browse` answers to a continuation. */
export function nextPage(list: List, from: number): object {
  const items = { continuationItems: pageItems(list, from), targetId: list.id };
  return {
    responseContext: { serviceTrackingParams: [] },
    onResponseReceivedActions: [{ appendContinuationItemsAction: items }],
  };
}

/** The place that a continuation stands for; `null` where it is none of these. */
export function parseContinuation(token: string): { list: string; from: number } | null {
  const [, list, from] = /^stand-in:([\w-]+):(\d+)$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  return list === undefined ? null : { list, from: Number(from) };
}

/** What is said instead of a list that is not there. */
export function noSuchList(): object {
  const text = { runs: [{ text: 'The playlist does not exist.' }] };
  return { responseContext: {}, alerts: [{ alertRenderer: { type: 'ERROR', text } }] };
}

function pageItems(list: List, from: number): object[] {
  const to = Math.min(from + list.page, list.entries.length);
  const entries = list.entries.slice(from, to).map((entry, index) => item(entry, from + index + 1, list));
  if (to === list.entries.length) return entries;
  const token = Buffer.from(`stand-in:${list.id}:${to}`).toString('base64url');
  const more = {
    continuationItemRenderer: {
      trigger: 'CONTINUATION_TRIGGER_ON_ITEM_SHOWN',
      continuationEndpoint: {
        commandMetadata: { webCommandMetadata: { sendPost: true, apiUrl: '/youtubei/v1/browse' } },
        continuationCommand: { token, request: 'CONTINUATION_REQUEST_TYPE_BROWSE' },
      },
    },
  };
  return [...entries, more];
}

function item(entry: Entry, number: number, list: List): object {
  if (list.id.startsWith('UC')) return { richItemRenderer: { content: lockup(entry, list) } };
  return list.shape === 'lockup' ? lockup(entry, list) : renderer(entry, number, list);
}

function renderer(entry: Entry, number: number, { id: playlistId }: List): object {
  const { id, seconds, channel, state } = entry;
  const title = entryTitle(entry);
  const there = state === 'there' || state === 'live';
  const byline = {
    runs: [
      { text: channel, navigationEndpoint: { browseEndpoint: { browseId: channelId, canonicalBaseUrl: '/@standin' } } },
    ],
  };
  return {
    playlistVideoRenderer: {
      videoId: id,
      thumbnail: thumbnail(id),
      title: { runs: [{ text: title }], accessibility: { accessibilityData: { label: `${title} by ${channel}` } } },
      index: { simpleText: String(number) },
      ...(there ? { shortBylineText: byline } : {}),
      ...(state === 'there' ? { lengthText: { simpleText: time(seconds) }, lengthSeconds: String(seconds) } : {}),
      ...(state === 'live'
        ? {
            thumbnailOverlays: [
              { thumbnailOverlayTimeStatusRenderer: { text: { runs: [{ text: 'LIVE' }] }, style: 'LIVE' } },
            ],
          }
        : {}),
      navigationEndpoint: { watchEndpoint: { videoId: id, playlistId, index: number - 1 } },
      setVideoId: `SET${number}`,
      isPlayable: there,
    },
  };
}

function lockup(entry: Entry, list: List): object {
  const { id, seconds, channel, state } = entry;
  const badge = (text: string, badgeStyle: string): object => ({
    thumbnailBottomOverlayViewModel: { badges: [{ thumbnailBadgeViewModel: { text, badgeStyle } }] },
  });
  const overlays =
    state === 'there'
      ? [badge(time(seconds), 'THUMBNAIL_OVERLAY_BADGE_STYLE_DEFAULT')]
      : state === 'live'
        ? [badge('LIVE', 'THUMBNAIL_OVERLAY_BADGE_STYLE_LIVE')]
        : [];
  const parts = state === 'there' || state === 'live' ? [{ text: { content: channel } }] : [];
  return {
    lockupViewModel: {
      contentImage: {
        thumbnailViewModel: {
          image: { sources: [{ url: `https://i.ytimg.com/vi/${id}/hqdefault.jpg`, width: 480, height: 360 }] },
          overlays,
        },
      },
      metadata: {
        lockupMetadataViewModel: {
          title: { content: entryTitle(entry) },
          metadata: {
            contentMetadataViewModel: {
              metadataRows: [{ metadataParts: parts }, { metadataParts: [{ text: { content: '300 views' } }] }],
              delimiter: ' • ',
            },
          },
        },
      },
      contentId: id,
      contentType: 'LOCKUP_CONTENT_TYPE_VIDEO',
      rendererContext: {
        commandContext: {
          onTap: {
            innertubeCommand: {
              commandMetadata: { webCommandMetadata: { url: `/watch?v=${id}` } },
              watchEndpoint: { videoId: id, playlistId: list.id },
            },
          },
        },
      },
    },
  };
}

function pageHeader(title: string, parts: readonly string[]): object {
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

function count({ entries }: List): string {
  return `${entries.length} videos`;
}

function time(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
