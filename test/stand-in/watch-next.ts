import { channelId, clip } from './catalogue.ts';
import { thumbnail, visitorData } from './player-response.ts';
import type { Video } from './video.ts';

/** What `/youtubei/v1/next` answers for a video: the page around it, with its chapters, and with the clip of it if it is asked for. */
export function watchNext(video: Video, withClip = false): object {
  const { id, title, channel, description, published, chapters } = video;
  const endpoint = { browseEndpoint: { browseId: channelId, canonicalBaseUrl: '/@standin' } };
  const primary = {
    title: { runs: [{ text: title }] },
    viewCount: { videoViewCountRenderer: { viewCount: { simpleText: '300 views' } } },
    dateText: { simpleText: new Date(published).toLocaleDateString('en', { dateStyle: 'medium', timeZone: 'UTC' }) },
  };
  const secondary = {
    owner: {
      videoOwnerRenderer: {
        thumbnail: { thumbnails: [] },
        title: { runs: [{ text: channel, navigationEndpoint: endpoint }] },
        navigationEndpoint: endpoint,
      },
    },
    attributedDescription: { content: description },
  };
  return {
    responseContext: { visitorData, serviceTrackingParams: [] },
    contents: {
      twoColumnWatchNextResults: {
        results: {
          results: { contents: [{ videoPrimaryInfoRenderer: primary }, { videoSecondaryInfoRenderer: secondary }] },
        },
        secondaryResults: { secondaryResults: { results: [] } },
      },
    },
    currentVideoEndpoint: { watchEndpoint: { videoId: id } },
    playerOverlays: { playerOverlayRenderer: chapters.length === 0 ? {} : { decoratedPlayerBarRenderer: bar(video) } },
    engagementPanels: [...(chapters.length === 0 ? [] : [panel(video)]), ...(withClip ? [clipPanel()] : [])],
  };
}

function bar({ id, chapters }: Video): object {
  const markers = chapters.map(({ title, start }) => ({
    chapterRenderer: { title: { simpleText: title }, timeRangeStartMillis: start * 1000, thumbnail: thumbnail(id) },
  }));
  const value = { chapters: markers, trackingParams: 'CAAQ' };
  return {
    decoratedPlayerBarRenderer: {
      playerBar: { multiMarkersPlayerBarRenderer: { markersMap: [{ key: 'DESCRIPTION_CHAPTERS', value }] } },
    },
  };
}

function panel({ id, chapters }: Video): object {
  const contents = chapters.map(({ title, start }) => ({
    macroMarkersListItemRenderer: {
      title: { simpleText: title },
      timeDescription: { simpleText: `${Math.floor(start / 60)}:${String(start % 60).padStart(2, '0')}` },
      thumbnail: thumbnail(id),
      onTap: { watchEndpoint: { videoId: id, startTimeSeconds: start } },
      layout: 'MACRO_MARKERS_LIST_ITEM_RENDERER_LAYOUT_VERTICAL',
    },
  }));
  return {
    engagementPanelSectionListRenderer: {
      panelIdentifier: 'engagement-panel-macro-markers-description-chapters',
      targetId: 'engagement-panel-macro-markers-description-chapters',
      content: { macroMarkersListRenderer: { contents } },
    },
  };
}

function clipPanel(): object {
  const loop = { loopCommand: { startTimeMs: String(clip.start), endTimeMs: String(clip.end), loop: true } };
  const command = { commandExecutorCommand: { commands: [loop] } };
  const popup = { notificationActionRenderer: { actionButton: { buttonRenderer: { command } } } };
  const onScrubExit = { commandExecutorCommand: { commands: [{ openPopupAction: { popup, popupType: 'TOAST' } }] } };
  return {
    engagementPanelSectionListRenderer: {
      panelIdentifier: 'engagement-panel-clip-view',
      targetId: 'engagement-panel-clip-view',
      content: { clipSectionRenderer: { contents: [{ clipAttributionRenderer: { onScrubExit } }] } },
    },
  };
}
