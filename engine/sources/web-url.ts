import { Failure } from '../../contract/errors.ts';

/**
 * The absolute address of what a playlist or manifest names. User and password in it are dropped: a server does not sign a
 * user in, and those of the user's link are added where they belong by who fetches.
 * @param base the absolute address of where it is named
 * @param what it is, for the failure: `a media segment`, `a key`
 * @throws Failure `forbidden` for every scheme but http and https, `corrupt-media` for what is no address
 */
export function webUrl(reference: string, base: string, what: string): string {
  const url = URL.parse(reference.trim(), base);
  if (url === null) {
    const detail = `the address of ${what} is no address: ${JSON.stringify(reference.slice(0, 100))}`;
    throw new Failure('corrupt-media', { detail, retryable: false });
  }
  if (!isWeb(url)) {
    const detail = `the stream names ${what} by ${url.protocol} and only http: and https: are followed`;
    throw new Failure('forbidden', { detail, retryable: false });
  }
  if (url.username !== '' || url.password !== '') {
    url.username = '';
    url.password = '';
  }
  return url.href;
}

/** Characters of an address; no server takes one that is near it. */
const longest = 50_000;

/** As `webUrl`, where an address that cannot be used is simply none. */
export function webUrlOrNull(reference: string, base: string): string | null {
  const url = reference.length > longest ? null : URL.parse(reference.trim(), base);
  if (url === null || !isWeb(url) || url.hostname === '') return null;
  url.username = '';
  url.password = '';
  return url.href;
}

function isWeb(url: URL): boolean {
  return url.protocol === 'http:' || url.protocol === 'https:';
}
