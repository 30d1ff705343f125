import type { Recognised } from '../../contract/calls.ts';
import { namesPlaylist } from './playlist-link.ts';
import { isYoutubePage, youtubeLink } from './youtube/links.ts';

/** What a link can lead to: a video or a list of a site that has to be asked, a live stream, or a file. */
export type LinkKind = NonNullable<Recognised['kind']>;

/**
 * What a link leads to, judged by the link alone; `null` when Sluice cannot use it. A video that is played from a list is a video.
 * What plays on a site other than YouTube cannot be told from a file.
 */
export function kindOf(url: string): LinkKind | null {
  const link = URL.parse(url);
  if (link === null || (link.protocol !== 'http:' && link.protocol !== 'https:')) return null;
  const youtube = youtubeLink(url);
  if (youtube !== null) return youtube.kind === 'list' || youtube.kind === 'channel' ? 'list' : 'video';
  if (isYoutubePage(link)) return null;
  return namesPlaylist(link) ? 'stream' : 'file';
}
