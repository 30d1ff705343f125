import { webUrlOrNull } from '../web-url.ts';

/** Whether a text in the form of M3U is a playlist of HLS (RFC 8216 section 4.1), not a plain list of addresses. */
export function isHls(text: string): boolean {
  return /^[ \t]*#EXT-X-(?:STREAM-INF|TARGETDURATION|MEDIA-SEQUENCE|VERSION|PLAYLIST-TYPE|ENDLIST|KEY|MAP)/mu.test(
    text,
  );
}

/** The addresses in a list as radio stations offer it (M3U, PLS, ASX, XSPF), absolute, in their order, each once. */
export function linksInList(text: string, base: string): string[] {
  const found = new Set<string>();
  for (const reference of references(text)) {
    const url = webUrlOrNull(reference, base);
    if (url !== null && url !== base) found.add(url);
  }
  return [...found];
}

function references(text: string): string[] {
  const plain = text.replace(/^[\ufeff\s]+/u, '');
  if (/^\[playlist\]/iu.test(plain)) return matches(plain, /^\s*File\d*\s*=\s*(\S+)\s*$/gimu);
  if (plain.startsWith('<')) {
    const links = matches(plain, /<ref\s[^>]*?href\s*=\s*["']([^"']+)["']|<location>\s*([^<\s]+)\s*<\/location>/giu);
    return links.map((link) => link.replaceAll('&amp;', '&'));
  }
  return plain
    .split(/[\r\n]+/u)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

function matches(text: string, expression: RegExp): string[] {
  return [...text.matchAll(expression)].map(([, one, other]) => one ?? other ?? '');
}
