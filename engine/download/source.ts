import { Failure } from '../../contract/errors.ts';
import type { Header } from '../../contract/transfer.ts';
import type { ClientResponse, HttpClient } from '../net/client.ts';
import { Cookies, isHarmless } from '../net/errand.ts';
import { followRedirect, isRedirect, MAX_REDIRECTS } from '../net/redirect.ts';
import { basicAuthorization } from '../net/request-head.ts';

/** Who asks for the file, and how. */
export interface SourceOptions {
  readonly url: string;
  readonly headers: readonly Header[];
  readonly auth: { readonly user: string; readonly password: string } | null;
  /** the text of a Netscape cookie file, or `null` */
  readonly cookies: string | null;
  readonly proxy: string;
  /** milliseconds without a byte after which a connection counts as dead */
  readonly idleMs: number;
  /** the address was found and not given by the user, who did not mean this machine or a private network by it */
  readonly publicOnly?: boolean;
  /** finds the address anew, where it is good for a while only, and says what may go there: it may be another server's */
  readonly renew?: () => Promise<Omit<SourceOptions, 'renew'>>;
}

/**
 * The place a file comes from. Follows redirects, and remembers where they led so that further connections go there at
 * once. User, password, cookies and the user's own fields stay with the origin they were given for.
 */
export class Source {
  readonly #client: HttpClient;
  #options: SourceOptions;
  #start: URL;
  /** made when there is a first one */
  #cookies: Cookies | undefined;
  #current: URL;
  #redirected = false;
  #crossed = false;
  /** the user's own link is on this machine or in a private network, so that what it leads to may be as well */
  #startPrivate: boolean | undefined;

  /** @throws Failure `invalid-input`, `unsupported` */
  constructor(client: HttpClient, options: SourceOptions) {
    this.#client = client;
    this.#options = options;
    this.#start = webUrl(options.url);
    this.#current = this.#start;
    if (options.publicOnly === true) this.#startPrivate = false;
  }

  /** The link as the user gave it. */
  get link(): URL {
    return this.#start;
  }

  /** Where the last redirect led. */
  get url(): URL {
    return this.#current;
  }

  /** Whether a redirect was ever followed, so that a refusal may only mean that its target has expired. */
  get redirected(): boolean {
    return this.#redirected;
  }

  /** Whether another address can be found when this one is refused. */
  get renewable(): boolean {
    return this.#options.renew !== undefined;
  }

  /** Has the address found anew: the next request begins with it. @throws Failure of whoever finds it */
  async renew(): Promise<void> {
    const { renew } = this.#options;
    if (renew !== undefined) {
      const options = await renew();
      const sameUser = options.cookies === this.#options.cookies;
      this.#start = webUrl(options.url);
      this.#options = { ...options, renew };
      this.#startPrivate = options.publicOnly === true ? false : undefined;
      if (!sameUser) this.#cookies = await Cookies.open(options.cookies);
    }
    this.restart();
  }

  /** Forgets where redirects led: the next request begins with the link itself. */
  restart(): void {
    this.#current = this.#start;
    this.#crossed = false;
  }

  /**
   * Sends a GET and follows redirects to an answer that is none.
   * @param extra fields such as Range
   * @throws Failure of the client, `unsupported`, `forbidden` (a public server led into a private network)
   */
  async get(extra: readonly Header[], signal: AbortSignal): Promise<ClientResponse> {
    for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
      const url = this.#current;
      const response = await this.#client.get({
        url,
        headers: [...this.#fields(url), ...extra],
        proxy: this.#options.proxy,
        publicOnly: (url !== this.#start || this.#options.publicOnly === true) && this.#startPrivate === false,
        idleMs: this.#options.idleMs,
        signal,
      });
      this.#startPrivate ??= response.private;
      await this.#keepCookies(response, url);
      if (!isRedirect(response.head.status)) return response;
      response.cancel();
      const { url: next, crossOrigin } = followRedirect(url, response.head.headers.first('location'));
      this.#redirected = true;
      this.#crossed ||= crossOrigin;
      // Only a request of the same moment may have moved on meanwhile; its target is as good.
      if (this.#current === url) this.#current = next;
    }
    throw new Failure('source-unavailable', { detail: `more than ${MAX_REDIRECTS} redirects`, retryable: false });
  }

  /** Reads the cookie file, if there is one. To be called once before the first request. */
  async prepare(): Promise<void> {
    if (this.#options.cookies !== null) this.#cookies = await Cookies.open(this.#options.cookies);
  }

  #fields(url: URL): Header[] {
    const fields: Header[] = [];
    // A cookie's domain says nothing of ports, so that the jar alone would give the user's to another server on the host.
    const cookie = this.#cookies?.for(url, !this.#crossed) ?? '';
    if (cookie !== '') fields.push({ name: 'Cookie', value: cookie });
    if (this.#crossed) return [...fields, ...this.#options.headers.filter(isHarmless)];
    const { auth, headers } = this.#options;
    if (auth !== null) fields.push({ name: 'Authorization', value: basicAuthorization(auth.user, auth.password) });
    return [...fields, ...headers];
  }

  async #keepCookies(response: ClientResponse, url: URL): Promise<void> {
    const given = response.head.headers.all('set-cookie');
    if (given.length === 0) return;
    if (this.#cookies === undefined) {
      const opened = await Cookies.open(null);
      // Another answer may have brought one in the same moment.
      this.#cookies ??= opened;
    }
    this.#cookies.keep(given, url);
  }
}

function webUrl(text: string): URL {
  const url = URL.parse(text);
  if (url === null) throw new Failure('invalid-input', { detail: 'not a link' });
  if (!/^https?:$/.test(url.protocol)) throw new Failure('unsupported', { detail: url.protocol });
  return url;
}
