import { Failure } from '../../../contract/errors.ts';

/**
 * The attributes of an EXT-X-DEFINE tag with QUERYPARAM worked out to NAME and VALUE (RFC 8216bis section 4.4.2.3).
 * @param url of the playlist after redirects
 * @throws Failure `corrupt-media` when the address has no such parameter: the playlist must then not be used
 */
export function withQueryParameter(attributes: string, url: string): string {
  const name = /(?:^|,)\s*QUERYPARAM="([^"]*)"/u.exec(attributes)?.[1];
  if (name === undefined) return attributes;
  const value = URL.parse(url)?.searchParams.get(name) ?? null;
  if (value === null) {
    const detail = `the playlist wants ${JSON.stringify(name)} from its address, which does not have it`;
    throw new Failure('corrupt-media', { detail, retryable: false });
  }
  // A quoted string cannot hold these.
  const quoted = value.replace(/["\r\n]/gu, (char) => encodeURIComponent(char));
  return `NAME="${name}",VALUE="${quoted}"`;
}
