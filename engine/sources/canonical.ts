import { Failure } from '../../contract/errors.ts';
import { percentBytes, textOfBytes } from '../files/text-of-bytes.ts';
import { youtubeLink, youtubeUrl } from './youtube/links.ts';

/**
 * The form of a link by which two are the same source: scheme and host in lower case, no default port, dot steps resolved,
 * percent escapes normal (RFC 3986 section 6.2.2), no user info, no fragment, no empty query. The order of the query is
 * kept: servers may care. Links to YouTube have a form of their own, in which two that lead to the same video are one. Throws
 * `invalid-input` for what is no URL.
 */
export function canonicalLink(url: string): string {
  const link = parsed(url);
  link.username = '';
  link.password = '';
  const youtube = youtubeLink(link.href);
  if (youtube !== null) return youtubeUrl(youtube);
  link.hash = '';
  if (link.search === '') link.search = '';
  return link.href.replace(/%[0-9a-f]{2}/giu, (triplet) => {
    const char = String.fromCharCode(Number.parseInt(triplet.slice(1), 16));
    return /[A-Za-z0-9._~-]/u.test(char) ? char : triplet.toUpperCase();
  });
}

/** What a link says of who asks. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/**
 * A link and, apart from it, the user and password it carried (decoded), or `null`. Throws `invalid-input` for what is no URL.
 */
export function splitCredentials(url: string): { url: string; auth: Credentials | null } {
  const link = parsed(url);
  if (link.username === '' && link.password === '') return { url: link.href, auth: null };
  const auth = { user: decoded(link.username), password: decoded(link.password) };
  link.username = '';
  link.password = '';
  return { url: link.href, auth };
}

function parsed(url: string): URL {
  const link = URL.parse(url.trim());
  // The text itself may hold a password: it does not go into the detail.
  if (link === null) throw new Failure('invalid-input', { detail: 'not a URL' });
  return link;
}

function decoded(text: string): string {
  return textOfBytes(percentBytes(text));
}
