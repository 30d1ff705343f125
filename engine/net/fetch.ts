import { Failure } from '../../contract/errors.ts';
import type { Header } from '../../contract/transfer.ts';
import type { RateLimit } from '../download/rate-limit.ts';
import type { Asker } from './asker.ts';
import type { ClientResponse, HttpClient } from './client.ts';
import { Collector, tooLarge } from './collector.ts';
import { codingsOf, decoded } from './content-coding.ts';
import { followRedirect, isRedirect, MAX_REDIRECTS } from './redirect.ts';
import type { Method } from './request-head.ts';
import type { ResponseHead } from './response-head.ts';
import { SessionFields } from './session-fields.ts';

/** The part of the platform's `fetch` that libraries use (https://fetch.spec.whatwg.org). */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** Who asks, and how. */
export interface FetchOptions extends Omit<Asker, 'auth'> {
  readonly client: HttpClient;
  /** the site that is talked to: what the user gave is for its origin, apart from what is harmless */
  readonly site: URL;
  readonly limits: readonly RateLimit[];
  /** bytes above which a body, unpacked, is refused with `corrupt-media` */
  readonly atMost: number;
}

/** How one `fetch` of a session differs from the next. */
export interface Asking {
  readonly signal: AbortSignal;
  /** it is of no concern who asks: no cookies and none of the user's fields but the harmless ones */
  readonly anonymous: boolean;
}

/**
 * Asks one site on behalf of a library that wants a `fetch`, over Sluice's own client: its proxy, TLS, cookies and limits. See
 * `SessionFields` for who is told what; where the library sets a field, that wins over the user's, but `Cookie` is what the session
 * says. Never reaches this machine or a private network.
 */
export class FetchSession {
  readonly #options: FetchOptions;
  #fields: Promise<SessionFields> | undefined;

  constructor(options: FetchOptions) {
    this.#options = options;
  }

  /** The value of `Cookie` that a request to `url` would carry, empty for none. */
  async cookie(url: URL): Promise<string> {
    const cookie = (await this.#sessionFields()).for(url, null).findLast(({ name }) => name.toLowerCase() === 'cookie');
    return cookie?.value ?? '';
  }

  /**
   * A `fetch`: any status is an answer. Its promise rejects with a `Failure` of the HTTP client, `corrupt-media` (too large),
   * `unsupported` (another method than GET and POST, a coding or scheme nobody knows), or the reason of a signal.
   */
  fetch({ signal, anonymous }: Asking): Fetch {
    return async (input, init) => {
      const request = new Request(input, init);
      const either = AbortSignal.any([signal, request.signal]);
      const body = request.body === null ? null : new Uint8Array(await request.arrayBuffer());
      return this.#follow(request, methodOf(request.method), body, either, anonymous);
    };
  }

  async #follow(
    request: Request,
    method: Method,
    body: Uint8Array | null,
    signal: AbortSignal,
    anonymous: boolean,
  ): Promise<Response> {
    const { client, proxy, idleMs } = this.#options;
    const fields = await this.#sessionFields();
    const own = [...request.headers].map(([name, value]) => ({ name, value }));
    let hop = { url: withoutHash(request.url), method, body, headers: own };
    for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
      const { url } = hop;
      const given = fields.for(url, null, anonymous);
      const response = await client.send({
        ...hop,
        headers: [acceptPacked, ...given, ...hop.headers.filter(({ name }) => name.toLowerCase() !== 'cookie')],
        proxy,
        publicOnly: true,
        idleMs,
        signal,
      });
      const { head } = response;
      if (!anonymous) fields.keep(head.headers.all('set-cookie'), url);
      if (!isRedirect(head.status) || request.redirect === 'manual') return this.#answer(response, url);
      response.cancel();
      if (request.redirect === 'error') {
        throw new Failure('source-unavailable', { detail: `HTTP ${head.status}, a redirect`, retryable: false });
      }
      hop = next(hop, head);
    }
    throw new Failure('source-unavailable', { detail: `more than ${MAX_REDIRECTS} redirects`, retryable: false });
  }

  async #answer(response: ClientResponse, url: URL): Promise<Response> {
    const { head } = response;
    const { atMost, limits } = this.#options;
    const { framing } = head;
    const announced = framing.kind === 'length' ? framing.length : framing.kind === 'none' ? 0 : null;
    if ((announced ?? 0) > atMost) {
      const failure = tooLarge(atMost);
      response.cancel(failure);
      throw failure;
    }
    const sink = new Collector({ skip: 0, take: null, announced, atMost }, limits, response);
    try {
      await response.body(sink);
    } finally {
      sink.end();
    }
    const body = await decoded(sink.bytes, codingsOf(head.headers.get('content-encoding')), atMost);
    return toResponse(head, url, body);
  }

  #sessionFields(): Promise<SessionFields> {
    const { site, headers, cookies } = this.#options;
    this.#fields ??= SessionFields.open({ link: site, headers, auth: null, cookies });
    return this.#fields;
  }
}

interface Hop {
  readonly url: URL;
  readonly method: Method;
  readonly body: Uint8Array | null;
  readonly headers: Header[];
}

const acceptPacked = { name: 'Accept-Encoding', value: 'gzip, deflate, br' };

/** Where a redirect leads, and with what (RFC 9110 section 15.4; what signs in stays with its origin). */
function next(hop: Hop, head: ResponseHead): Hop {
  const { url, crossOrigin } = followRedirect(hop.url, head.headers.first('location'));
  const stays = hop.method === 'GET' || head.status === 307 || head.status === 308;
  const dropped = (name: string): boolean =>
    (crossOrigin && /^(?:authorization|x-goog-.*)$/i.test(name)) || (!stays && /^content-/i.test(name));
  return {
    url: withoutHash(url.href),
    method: stays ? hop.method : 'GET',
    body: stays ? hop.body : null,
    headers: hop.headers.filter(({ name }) => !dropped(name)),
  };
}

function toResponse(head: ResponseHead, url: URL, body: Uint8Array): Response {
  const { status } = head;
  if (status > 599) throw new Failure('source-unavailable', { detail: `HTTP ${status}`, retryable: false });
  const headers = new Headers();
  for (const [name, value] of head.headers.fields) {
    // The body is unpacked, and only that much of it is true.
    if (/^(?:content-encoding|content-length|transfer-encoding)$/i.test(name)) continue;
    if (/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) headers.append(name, value);
  }
  const bodiless = status === 204 || status === 205 || status === 304;
  const statusText = head.reason.replace(/[^\x20-\x7e]/g, '');
  const response = new Response(bodiless ? null : Buffer.from(body), { status, statusText, headers });
  Object.defineProperty(response, 'url', { value: url.href });
  return response;
}

function methodOf(method: string): Method {
  if (method === 'GET' || method === 'POST') return method;
  throw new Failure('unsupported', { detail: `HTTP method ${method}` });
}

function withoutHash(href: string): URL {
  const url = new URL(href);
  if (!/^https?:$/.test(url.protocol)) throw new Failure('unsupported', { detail: url.protocol });
  url.hash = '';
  url.username = '';
  url.password = '';
  return url;
}
