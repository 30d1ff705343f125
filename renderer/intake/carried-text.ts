import { linksInHtml } from './html-links.ts';

/** The part of a `DataTransfer` that matters here. */
export interface Carried {
  getData(type: string): string;
}

/** Types in which a drag can carry links. */
export const carriedTypes: readonly string[] = ['Files', 'text/uri-list', 'text/plain', 'text/html'];

/**
 * The text to look for links in, out of what the clipboard or a drag carries. A dragged link comes as `text/uri-list`
 * (RFC 2483, `#` begins a comment). A piece of a page copied from a browser has its addresses in the HTML only, so these
 * are taken when the plain text shows none.
 */
export function carriedText(carried: Carried): string {
  const list = carried
    .getData('text/uri-list')
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.startsWith('#'));
  if (list.length > 0) return list.join('\n');
  const plain = carried.getData('text/plain');
  if (plain.includes('://')) return plain;
  const links = linksInHtml(carried.getData('text/html'));
  return links.length > 0 ? links.join('\n') : plain;
}
