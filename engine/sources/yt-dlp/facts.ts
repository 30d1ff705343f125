import { lineOf } from '../video/text.ts';
import { webUrlOrNull } from '../web-url.ts';
import type { ListShape, VideoShape } from './shape.ts';

type Facts = Pick<ListShape, 'id' | 'title' | 'webpage_url' | 'extractor_key' | 'channel' | 'uploader'>;

/** Seconds; no more than the contract takes. */
const longest = 10_000_000;

/**
 * What is true of videos and of lists.
 * @param asked the link that was asked about
 */
export function factsOf(found: Facts, asked: string, version: string) {
  const id = lineOf(found.id ?? '', 200);
  const site = lineOf(found.extractor_key ?? '', 100);
  return {
    url: webUrlOrNull(found.webpage_url ?? '', 'about:blank') ?? asked,
    site: site.startsWith('Youtube') ? 'YouTube' : site || 'yt-dlp',
    id,
    title: titleOf(found.title) || id,
    channel: channelOf(found),
    answeredBy: { resolver: 'yt-dlp', version, client: null },
  } as const;
}

/** May be empty. */
export function titleOf(title: string | null | undefined): string {
  return lineOf(title ?? '', 500);
}

export function channelOf({ channel, uploader }: Pick<Facts, 'channel' | 'uploader'>): string | null {
  return lineOf(channel ?? '', 200) || lineOf(uploader ?? '', 200) || null;
}

export function durationOf(duration: number | null | undefined): number | null {
  return duration !== null && duration !== undefined && duration <= longest ? duration : null;
}

/** Whether it is live, will be, or was. */
export function liveOf({
  live_status,
  is_live,
  was_live,
}: Pick<VideoShape, 'live_status' | 'is_live' | 'was_live'>): 'no' | 'live' | 'upcoming' | 'was-live' {
  if (live_status === 'is_upcoming') return 'upcoming';
  if (live_status === 'is_live' || (!live_status && is_live)) return 'live';
  // `post_live` is over, and the site still makes it into a video.
  if (live_status === 'was_live' || live_status === 'post_live' || (!live_status && was_live)) return 'was-live';
  return 'no';
}
