import type { FoundEntry } from '../video/found.ts';
import { lineOf } from '../video/text.ts';
import { clockOf, dig, type Found, findAll, findFirst, listOf, secondsOf, textOf, wordOf } from './dig.ts';
import { youtubeUrl } from './links.ts';

/** What the site calls an entry of a list, by who draws it. */
export const entryNames: ReadonlySet<string> = new Set([
  'playlistVideoRenderer',
  'lockupViewModel',
  'videoRenderer',
  'gridVideoRenderer',
  'compactVideoRenderer',
  'reelItemRenderer',
  'shortsLockupViewModel',
]);

type Entry = Omit<FoundEntry, 'number' | 'url'>;

/**
 * One entry of a list; `null` for what is no video.
 * @param number its place in the list, from 1
 * @param owner whose videos all of them are, or `null`: entries of a channel do not say
 */
export function entryOf({ name, value }: Found, number: number, owner: string | null): FoundEntry | null {
  const entry = readers[name]?.(value) ?? null;
  if (entry === null || !/^[\w-]{11}$/.test(entry.id)) return null;
  const url = youtubeUrl({ kind: 'video', id: entry.id, start: null, list: null });
  const title = lineOf(entry.title, 500) || entry.id;
  return { number, url, ...entry, title, channel: owner ?? (lineOf(entry.channel ?? '', 200) || null) };
}

const readers: Readonly<Record<string, (value: unknown) => Entry | null>> = {
  playlistVideoRenderer,
  lockupViewModel,
  videoRenderer,
  gridVideoRenderer: videoRenderer,
  compactVideoRenderer: videoRenderer,
  reelItemRenderer,
  shortsLockupViewModel,
};

function playlistVideoRenderer(value: unknown): Entry | null {
  // What the site would like to be added to the list is not in it.
  if (/RECOMMENDED/.test(wordOf(dig(value, 'style')) ?? '')) return null;
  const entry = videoRenderer(value);
  if (entry === null || entry.missing !== null || entry.live) return entry;
  const there = dig(value, 'isPlayable') !== false || dig(value, 'upcomingEventData') !== undefined;
  return there ? entry : { ...entry, missing: 'unavailable' };
}

function videoRenderer(value: unknown): Entry | null {
  const id = wordOf(dig(value, 'videoId'));
  if (id === null) return null;
  const title = textOf(dig(value, 'title')) ?? id;
  const overlay = findFirst(dig(value, 'thumbnailOverlays'), 'thumbnailOverlayTimeStatusRenderer');
  const badges = listOf(dig(value, 'badges')).map(
    (badge) => wordOf(dig(badge, 'metadataBadgeRenderer', 'style')) ?? '',
  );
  const time = textOf(dig(value, 'lengthText')) ?? textOf(dig(overlay, 'text'));
  const names = ['shortBylineText', 'ownerText', 'longBylineText'];
  return {
    id,
    title,
    channel: names.map((name) => textOf(dig(value, name))).find((name) => name !== null) ?? null,
    duration: secondsOf(dig(value, 'lengthSeconds')) ?? clockOf(time),
    live: dig(overlay, 'style') === 'LIVE' || badges.some((style) => /LIVE_NOW/.test(style)),
    missing: missingOf(title),
  };
}

function lockupViewModel(value: unknown): Entry | null {
  const type = wordOf(dig(value, 'contentType')) ?? '';
  const id = wordOf(dig(value, 'contentId'));
  if (id === null || !/VIDEO|SHORT|MOVIE|EPISODE/.test(type)) return null;
  const about = dig(value, 'metadata', 'lockupMetadataViewModel');
  const title = textOf(dig(about, 'title')) ?? id;
  const parts = listOf(dig(about, 'metadata', 'contentMetadataViewModel', 'metadataRows', 0, 'metadataParts'));
  const badges = findAll(dig(value, 'contentImage'), new Set(['thumbnailBadgeViewModel'])).map((badge) => badge.value);
  const live = badges.some(
    (badge) => /LIVE/.test(wordOf(dig(badge, 'badgeStyle')) ?? '') || dig(badge, 'text') === 'LIVE',
  );
  const times = badges.map((badge) => clockOf(textOf(dig(badge, 'text'))));
  return {
    id,
    title,
    channel: textOf(dig(parts[0], 'text')),
    duration: times.find((time) => time !== null) ?? null,
    live,
    missing: missingOf(title),
  };
}

function reelItemRenderer(value: unknown): Entry | null {
  const id = wordOf(dig(value, 'videoId'));
  return id === null ? null : short(id, textOf(dig(value, 'headline')));
}

function shortsLockupViewModel(value: unknown): Entry | null {
  const id = wordOf(dig(findFirst(dig(value, 'onTap'), 'reelWatchEndpoint'), 'videoId'));
  return id === null ? null : short(id, textOf(dig(value, 'overlayMetadata', 'primaryText')));
}

function short(id: string, title: string | null): Entry {
  return { id, title: title ?? id, channel: null, duration: null, live: false, missing: null };
}

/** The site has one title, in English here, for all that nobody may see. */
function missingOf(title: string): string | null {
  return /^\[(private|deleted|unavailable) video\]$/i.exec(title)?.[1]?.toLowerCase() ?? null;
}
