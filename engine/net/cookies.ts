import { Cookie, CookieJar } from 'tough-cookie';

/**
 * A jar filled from the text of a Netscape cookie file, as browsers' extensions and curl write it: seven fields with tabs
 * between, `#HttpOnly_` before the domain. Lines that are no cookie are passed over.
 */
export function cookieJar(netscape: string | null): CookieJar {
  const jar = new CookieJar(undefined, { looseMode: true, rejectPublicSuffixes: false });
  for (const line of (netscape ?? '').split(/\r?\n/)) {
    const httpOnly = line.startsWith('#HttpOnly_');
    if (line.startsWith('#') && !httpOnly) continue;
    const [domain = '', subdomains, path = '/', secure, expires, key, value = ''] = line
      .slice(httpOnly ? '#HttpOnly_'.length : 0)
      .split('\t');
    if (key === undefined || domain === '') continue;
    const host = domain.replace(/^\./, '');
    const seconds = Number(expires);
    const cookie = new Cookie({
      key,
      value,
      domain: host,
      path,
      httpOnly,
      secure: secure === 'TRUE',
      hostOnly: subdomains !== 'TRUE',
      expires: seconds > 0 ? new Date(seconds * 1000) : 'Infinity',
    });
    keepCookie(jar, cookie, `http${secure === 'TRUE' ? 's' : ''}://${host}${path}`);
  }
  return jar;
}

/** Puts a cookie into a jar, unless it is none: a domain that cannot be one is an error that `ignoreError` does not cover. */
export function keepCookie(jar: CookieJar, cookie: Cookie | string, url: string): void {
  try {
    jar.setCookieSync(cookie, url, { ignoreError: true });
  } catch {
    // passed over, as browsers do
  }
}
