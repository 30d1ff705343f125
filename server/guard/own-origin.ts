import type { IncomingHttpHeaders } from 'node:http';
import type { Outer } from './outer.ts';

/**
 * Whether a request may come from where it says it does. Browsers say which page asks, and a page cannot change that: by `Origin`,
 * and by Fetch Metadata where the address is a safe one. What says neither is no page, or only loads something, without a cookie.
 * @param isPage the page itself is asked for, which anybody may link to
 */
export function isOwnOrigin(
  method: string,
  headers: IncomingHttpHeaders,
  { scheme, authority }: Pick<Outer, 'scheme' | 'authority'>,
  isPage: boolean,
): boolean {
  const { origin } = headers;
  if (origin !== undefined) {
    const own = originOf(`${scheme}://${authority}`);
    if (own === undefined || originOf(origin) !== own) return false;
  }
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return true;
  const isVisit = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
  return isPage && isVisit && (method === 'GET' || method === 'HEAD');
}

/** An origin in the one way of writing it. */
function originOf(address: string): string | undefined {
  return URL.parse(address)?.origin;
}
