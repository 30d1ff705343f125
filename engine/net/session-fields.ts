import type { Header } from '../../contract/transfer.ts';
import type { Asker } from './asker.ts';
import { Cookies, isHarmless } from './errand.ts';
import { basicAuthorization } from './request-head.ts';

/** What the user gave for a link. */
export interface Credentials extends Pick<Asker, 'headers' | 'auth' | 'cookies'> {
  readonly link: URL;
}

/**
 * Who is told what. User, password and the user's own fields are for the origin of the user's link alone, apart from fields that
 * say nothing about who asks (see `isHarmless`). The user's cookies
 * go where their domain says, with one exception: a domain says nothing of ports, so that on the host of the link they go to
 * its own port and to the usual ones only, not to another program on the same machine.
 */
export class SessionFields {
  readonly #given: Credentials;
  readonly #cookies: Cookies;

  private constructor(given: Credentials, cookies: Cookies) {
    this.#given = given;
    this.#cookies = cookies;
  }

  static async open(given: Credentials): Promise<SessionFields> {
    return new SessionFields(given, await Cookies.open(given.cookies));
  }

  /**
   * The fields for one request. A referer of the user's own wins over `referer`.
   * @param anonymous nothing is sent that says who asks, whatever the address
   */
  for(url: URL, referer: string | null, anonymous = false): Header[] {
    const { link, headers, auth } = this.#given;
    const fields: Header[] = [];
    const said = referer === null ? undefined : plainReferer(referer);
    if (said !== undefined) fields.push({ name: 'Referer', value: said });
    if (anonymous) return [...fields, ...headers.filter(isHarmless)];
    const cookie = this.#cookies.for(url, this.#mayHaveCookies(url));
    if (cookie !== '') fields.push({ name: 'Cookie', value: cookie });
    if (url.origin !== link.origin) return [...fields, ...headers.filter(isHarmless)];
    if (auth !== null) fields.push({ name: 'Authorization', value: basicAuthorization(auth.user, auth.password) });
    return [...fields, ...headers];
  }

  /** @param given the values of Set-Cookie in an answer from `url` */
  keep(given: readonly string[], url: URL): void {
    this.#cookies.keep(given, url);
  }

  #mayHaveCookies(url: URL): boolean {
    const { link } = this.#given;
    // An empty port is the usual one of its scheme.
    return url.hostname !== link.hostname || url.port === '' || url.port === link.port;
  }
}

/** A referer never carries a fragment, a user or a password (RFC 9110 section 10.1.3). */
function plainReferer(referer: string): string | undefined {
  const url = URL.parse(referer);
  if (url === null || !/^https?:$/.test(url.protocol)) return undefined;
  url.hash = '';
  url.username = '';
  url.password = '';
  return url.href;
}
