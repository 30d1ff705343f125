import { namesPlaylist } from './playlist-link.ts';

/** What a link leads to, judged by the link alone; `null` when Sluice cannot use it. */
export function kindOf(url: string): 'file' | 'stream' | null {
  const link = URL.parse(url);
  if (link === null || (link.protocol !== 'http:' && link.protocol !== 'https:')) return null;
  return namesPlaylist(link) ? 'stream' : 'file';
}
