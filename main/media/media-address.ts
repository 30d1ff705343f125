/** The scheme of what can be watched, apart from the page's own, so that no media file can ever count as a part of the page. */
export const MEDIA_SCHEME = 'sluice-media';
/** The only host there is. The id of a task is no host: one of digits only would be read as an IP address. */
const host = 'recordings';

/** What the page may watch of a task. */
export type Watched =
  /** a file in the work folder of a recording: the playlist of what is stored, or what it names */
  | { readonly id: string; readonly live: string }
  /** a finished file: its number among the task's artifacts, from 1 */
  | { readonly id: string; readonly part: number };

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
  if (what === 'live' && /^[\w-][\w.-]{0,200}$/.test(name) && !/\.jsonl?$/i.test(name)) return { id, live: name };
  if (what === 'part' && /^[1-9]\d{0,5}$/.test(name)) return { id, part: Number(name) };
  return undefined;
}
