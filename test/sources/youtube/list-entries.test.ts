import { expect, test } from 'vitest';
import { entryOf } from '../../../engine/sources/youtube/list-entries.ts';
import { alertOf, readListHead, readListPage } from '../../../engine/sources/youtube/list-page.ts';

const id = 'abcdefghijk';
const overlay = (text: string, style: string) => [
  { thumbnailOverlayTimeStatusRenderer: { text: { simpleText: text }, style } },
];

test.each<[string, object, object | null]>([
  [
    'playlistVideoRenderer',
    {
      videoId: id,
      title: { runs: [{ text: 'T' }] },
      shortBylineText: { runs: [{ text: 'C' }] },
      lengthSeconds: '61',
      isPlayable: true,
    },
    { title: 'T', channel: 'C', duration: 61, live: false, missing: null },
  ],
  [
    'playlistVideoRenderer',
    { videoId: id, title: { runs: [{ text: '[Private video]' }] }, isPlayable: false },
    { missing: 'private', duration: null },
  ],
  [
    'playlistVideoRenderer',
    { videoId: id, title: { runs: [{ text: 'T' }] }, isPlayable: false },
    { missing: 'unavailable' },
  ],
  [
    'playlistVideoRenderer',
    { videoId: id, title: { runs: [{ text: 'T' }] }, isPlayable: false, upcomingEventData: { startTime: '1' } },
    { missing: null },
  ],
  [
    'playlistVideoRenderer',
    { videoId: id, title: { runs: [{ text: 'T' }] }, thumbnailOverlays: overlay('LIVE', 'LIVE'), isPlayable: false },
    { live: true, missing: null },
  ],
  [
    'playlistVideoRenderer',
    { videoId: id, title: { runs: [{ text: 'T' }] }, style: 'PLAYLIST_VIDEO_RENDERER_STYLE_RECOMMENDED_VIDEO' },
    null,
  ],
  [
    'videoRenderer',
    {
      videoId: id,
      title: { runs: [{ text: 'T' }] },
      ownerText: { runs: [{ text: 'C' }] },
      lengthText: { simpleText: '1:02:03' },
    },
    { channel: 'C', duration: 3723 },
  ],
  [
    'videoRenderer',
    {
      videoId: id,
      title: { simpleText: 'T' },
      badges: [{ metadataBadgeRenderer: { style: 'BADGE_STYLE_TYPE_LIVE_NOW' } }],
    },
    { live: true, duration: null },
  ],
  [
    'gridVideoRenderer',
    { videoId: id, title: { simpleText: 'T' }, thumbnailOverlays: overlay('3:21', 'DEFAULT') },
    { duration: 201, live: false },
  ],
  ['reelItemRenderer', { videoId: id, headline: { simpleText: 'Short' } }, { title: 'Short', duration: null }],
  [
    'shortsLockupViewModel',
    {
      entityId: `shorts-shelf-item-${id}`,
      onTap: { innertubeCommand: { reelWatchEndpoint: { videoId: id } } },
      overlayMetadata: { primaryText: { content: 'Short' } },
    },
    { title: 'Short' },
  ],
  [
    'lockupViewModel',
    {
      contentId: id,
      contentType: 'LOCKUP_CONTENT_TYPE_VIDEO',
      metadata: { lockupMetadataViewModel: { title: { content: 'T' } } },
    },
    { title: 'T', channel: null },
  ],
  ['lockupViewModel', { contentId: 'PLx', contentType: 'LOCKUP_CONTENT_TYPE_PLAYLIST' }, null],
  ['videoRenderer', { videoId: 'too short' }, null],
  ['videoRenderer', {}, null],
])('an entry as %s: %j', (name, value, expected) => {
  const entry = entryOf({ name, value }, null);
  if (expected === null) expect(entry).toBeNull();
  else expect(entry).toMatchObject({ id, url: `https://www.youtube.com/watch?v=${id}`, ...expected });
});

const more = (token: string) => ({
  continuationItemRenderer: { continuationEndpoint: { continuationCommand: { token } } },
});
const video = { playlistVideoRenderer: { videoId: id, title: { simpleText: 'T' } } };

test('what continues the list, and not what continues the page', () => {
  const list = { playlistVideoListRenderer: { contents: [video, more('list')] } };
  const json = {
    contents: {
      sectionListRenderer: { contents: [{ itemSectionRenderer: { contents: [list] } }, more('recommended')] },
    },
  };
  expect(readListPage(json)).toMatchObject({ entries: [{ name: 'playlistVideoRenderer' }], continuation: 'list' });
  const without = {
    contents: {
      sectionListRenderer: { contents: [{ itemSectionRenderer: { contents: [video] } }, more('recommended')] },
    },
  };
  expect(readListPage(without)?.continuation).toBeNull();
});

test.each([
  [
    {
      continuationItemRenderer: {
        continuationEndpoint: {
          commandExecutorCommand: {
            commands: [{ playlistVotingRefreshPopupCommand: {} }, { continuationCommand: { token: 'x' } }],
          },
        },
      },
    },
  ],
  [
    {
      continuationItemViewModel: { continuationCommand: { innertubeCommand: { continuationCommand: { token: 'x' } } } },
    },
  ],
])('the forms of a continuation: %j', (item) => {
  const json = { onResponseReceivedActions: [{ appendContinuationItemsAction: { continuationItems: [video, item] } }] };
  expect(readListPage(json)).toMatchObject({ entries: [{}], continuation: 'x' });
});

test('what is no page of a list is none', () => {
  for (const json of [null, {}, { page: { rows: [] } }]) expect(readListPage(json)).toBeNull();
});

test('the head of a list, in the newer and in the older form', () => {
  const parts = ['1,234 videos', '5 views'].map((content) => ({ text: { content } }));
  const rows = [
    { metadataParts: [{ avatarStack: { avatarStackViewModel: { text: { content: 'by C' } } } }] },
    { metadataParts: parts },
  ];
  const newer = {
    header: {
      pageHeaderRenderer: {
        pageTitle: 'T',
        content: { pageHeaderViewModel: { metadata: { contentMetadataViewModel: { metadataRows: rows } } } },
      },
    },
  };
  expect(readListHead(newer)).toEqual({ title: 'T', channel: 'C', count: 1234 });
  const older = {
    header: {
      playlistHeaderRenderer: {
        title: { simpleText: 'T' },
        ownerText: { runs: [{ text: 'C' }] },
        numVideosText: { runs: [{ text: '2' }, { text: ' videos' }] },
      },
    },
  };
  expect(readListHead(older)).toEqual({ title: 'T', channel: 'C', count: 2 });
  expect(readListHead({})).toEqual({ title: null, channel: null, count: null });
});

test.each([
  ['ERROR', 'This playlist is private.', 'video-private'],
  ['ERROR', 'The playlist does not exist.', 'video-removed'],
  ['ERROR', 'This channel was removed because it violated our Community Guidelines.', 'video-removed'],
  ['ERROR', 'This channel is not available in your country.', 'region'],
  ['ERROR', 'Something else', 'no-stream'],
  ['INFO', 'Unavailable videos are hidden', null],
])('%s: %s', (type, text, code) => {
  const json = { alerts: [{ alertWithButtonRenderer: { type, text: { simpleText: text } } }] };
  expect(alertOf(json)?.code ?? null).toBe(code);
});
