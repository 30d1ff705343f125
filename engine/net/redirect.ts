import { Failure } from '../../contract/errors.ts';

/** As many as browsers and curl's users are used to; a longer chain is a loop. */
export const MAX_REDIRECTS = 20;

/** Whether a status sends the client elsewhere for the same GET (RFC 9110 section 15.4). */
export function isRedirect(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
}

/** Where a redirect leads. */
export interface Redirect {
  readonly url: URL;
  /** the target is another origin: user, password, cookies of the user's and extra headers stay behind */
  readonly crossOrigin: boolean;
}

/**
 * Decides where a redirect leads. User and password inside a Location are ignored: a server does not sign a user in.
 * @throws Failure `unsupported` for schemes other than http and https, `source-unavailable` without a usable Location
 */
export function followRedirect(from: URL, location: string | undefined): Redirect {
  if (location === undefined) throw lost('a redirect without a Location');
  // Servers send raw UTF-8 here; the head was read as latin1.
  const text = Buffer.from(location, 'latin1').toString('utf8');
  const target = URL.canParse(text, from.href) ? new URL(text, from.href) : undefined;
  if (target === undefined) throw lost(`a redirect to ${JSON.stringify(text.slice(0, 100))}`);
  if (target.protocol !== 'http:' && target.protocol !== 'https:') {
    throw new Failure('unsupported', { detail: `a redirect to ${target.protocol}` });
  }
  target.username = '';
  target.password = '';
  if (target.hash === '') target.hash = from.hash;
  return { url: target, crossOrigin: target.origin !== from.origin };
}

function lost(detail: string): Failure {
  return new Failure('source-unavailable', { detail, retryable: false });
}
