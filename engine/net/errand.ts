import type { CookieJar } from 'tough-cookie';

/**
 * Fields of the user that say how to fetch, or from which page, and nothing about who fetches: any server may have them. Servers of
 * media often want to see the page's `Origin` or `Referer`, and have other hosts than the page. Not so `Accept-Encoding`: which
 * packings are understood is for the client to say, and media comes unpacked.
 */
const harmless: ReadonlySet<string> = new Set(['accept', 'user-agent', 'origin', 'referer', 'dnt']);

/** Whether a field of the user's may go to another origin than the one it was given for. What is not known may be a credential. */
export function isHarmless({ name }: { readonly name: string }): boolean {
  const field = name.toLowerCase();
  return harmless.has(field) || (field.startsWith('accept-') && field !== 'accept-encoding');
}

/** The cookies of one errand: what the user gave, and apart from it what servers set on the way. */
export class Cookies {
  /** the user's and what servers set */
  readonly #all: CookieJar;
  /** only what servers set */
  readonly #ofServers: CookieJar;
  readonly #keep: (jar: CookieJar, cookie: string, url: string) => void;

  private constructor(
    all: CookieJar,
    ofServers: CookieJar,
    keep: (jar: CookieJar, cookie: string, url: string) => void,
  ) {
    this.#all = all;
    this.#ofServers = ofServers;
    this.#keep = keep;
  }

  /** @param netscape the text of a cookie file, or `null` */
  static async open(netscape: string | null): Promise<Cookies> {
    const { cookieJar, keepCookie } = await import('./cookies.ts');
    return new Cookies(cookieJar(netscape), cookieJar(null), keepCookie);
  }

  /**
   * The value of `Cookie` for a request, empty for none.
   * @param mayHaveUsers whether those of the user may go there; domains alone say nothing of ports
   */
  for(url: URL, mayHaveUsers: boolean): string {
    return (mayHaveUsers ? this.#all : this.#ofServers).getCookieStringSync(url.href);
  }

  /** @param given the values of Set-Cookie in an answer from `url` */
  keep(given: readonly string[], url: URL): void {
    for (const jar of [this.#all, this.#ofServers]) for (const text of given) this.#keep(jar, text, url.href);
  }
}
