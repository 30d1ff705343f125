import { nameFromLink } from '../files/link-name.ts';
import { youtubeLink } from './youtube/links.ts';

/** What to call that to which a link leads, while nothing is known of it but the link. Safe as a file name. */
export function guessName(url: string): string {
  const link = youtubeLink(url);
  if (link === null) return nameFromLink(url);
  return link.kind === 'channel' || link.kind === 'channel-live' ? nameFromLink(link.path) : `YouTube ${link.id}`;
}
