import { channelId } from './catalogue.ts';
import { type Entry, entryTitle, type List } from './list.ts';
import { thumbnail } from './player-response.ts';

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
  const [, list, from] = /^stand-in:([\w.-]+):(\d+)$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  return list === undefined ? null : { list, from: Number(from) };
}

/** A page of a list, with what leads to the next. */
export function pageItems(list: List, from: number): object[] {
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
  if (list.shape === 'renderer') return renderer(entry, number, list);
  const inside = list.shape === 'short' ? short(entry) : lockup(entry, list);
  return list.id.startsWith('UC') ? { richItemRenderer: { content: inside } } : inside;
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

function short(entry: Entry): object {
  const sources = [{ url: `https://i.ytimg.com/vi/${entry.id}/hqdefault.jpg`, width: 480, height: 360 }];
  return {
    shortsLockupViewModel: {
      entityId: `shorts-shelf-item-${entry.id}`,
      accessibilityText: `${entryTitle(entry)}, 300 views - play Short`,
      thumbnail: { sources },
      onTap: { innertubeCommand: { reelWatchEndpoint: { videoId: entry.id } } },
      overlayMetadata: { primaryText: { content: entryTitle(entry) }, secondaryText: { content: '300 views' } },
    },
  };
}

function time(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
