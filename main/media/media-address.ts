import { isWatchable, type Watched } from '../../server/media/watched.ts';

/** The scheme of what can be watched, apart from the page's own, so that no media file can ever count as a part of the page. */
export const MEDIA_SCHEME = 'sluice-media';
/** The only host there is. The id of a task is no host: one of digits only would be read as an IP address. */
const host = 'recordings';

/**
 * What an address asks for, `sluice-media://recordings/<id>/live/<file>` or `…/<id>/part/<n>`; `undefined` for any other.
 * The file is a plain name of a media file or a playlist: no separators, no leading dot, and not one of the records of the
 * recording, which end in `.json` and `.jsonl`.
 */
export function watchedBy(address: string): Watched | undefined {
  const url = URL.parse(address);
  if (url === null || url.protocol !== `${MEDIA_SCHEME}:` || url.host !== host) return undefined;
  const [, id = '', what, name = '', ...more] = url.pathname.split('/');
  if (!/^[0-9a-z]{10}$/.test(id) || more.length > 0) return undefined;
  if (what === 'live' && isWatchable(name)) return { id, live: name };
  if (what === 'part' && /^[1-9]\d{0,5}$/.test(name)) return { id, part: Number(name) };
  return undefined;
}
