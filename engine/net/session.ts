import { isIP } from 'node:net';
import { Failure } from '../../contract/errors.ts';
import type { Header } from '../../contract/transfer.ts';
import { parseContentRange } from '../download/content-range.ts';
import type { RateLimit } from '../download/rate-limit.ts';
import type { ByteRange } from '../record/playlist.ts';
import type { Web, WebAnswer, WebRequest } from '../record/web.ts';
import { isLocalName, isPublicAddress } from './address.ts';
import type { Asker } from './asker.ts';
import type { ClientResponse, HttpClient } from './client.ts';
import { Collector, tooLarge } from './collector.ts';
import { codingsOf, decoded } from './content-coding.ts';
import { isHarmless } from './errand.ts';
import type { HeaderList } from './header-list.ts';
import { Pourer } from './pourer.ts';
import { followRedirect, isRedirect, MAX_REDIRECTS } from './redirect.ts';
import { SessionFields } from './session-fields.ts';
import { statusFailure } from './status.ts';

/** Who asks, and how. */
export interface SessionOptions extends Asker {
  readonly client: HttpClient;
  /** the user's own, without user and password */
  readonly link: string;
  readonly limits: readonly RateLimit[];
  /** the link was found and not given by the user, who did not mean this machine or a private network by it */
  readonly publicOnly?: boolean;
  /** sent instead of the page a stream was found in */
  readonly userReferer?: string | null;
}

/** What an answer means besides its bytes: which of them, and how they are packed. */
interface Reading {
  readonly skip: number;
  readonly take: number | null;
  readonly codings: readonly string[];
}

/**
 * Everything a recording fetches: many files of many hosts on behalf of one link. See `SessionFields` for who is told what.
 * Where a public server answered for the link, no redirect and no address from a playlist reaches this machine or a private
 * network; that is checked on the very address that is connected to.
 */
export class WebSession implements Web {
  readonly #options: SessionOptions;
  readonly #link: URL;
  #fields: Promise<SessionFields> | undefined;
  /** the link is answered by this machine or a private network; `undefined` until it has been answered */
  #private: boolean | undefined;
  /** what the site of a stream wants to be sent where the user says nothing */
  #site: readonly Header[] = [];

  /** @throws Failure `invalid-input`, `unsupported` */
  constructor(options: SessionOptions) {
    this.#options = options;
    const link = URL.parse(options.link);
    if (link === null) throw new Failure('invalid-input', { detail: 'not a link' });
    if (!/^https?:$/.test(link.protocol)) throw new Failure('unsupported', { detail: link.protocol });
    this.#link = link;
    this.#private = options.publicOnly === true ? false : privateByName(link.hostname.replace(/^\[|\]$/g, ''));
  }

  /**
   * From now on these fields go with every request, unless it has such a field anyway: how a site wants its streams to be asked
   * for. What may tell who asks is left out.
   */
  introduce(fields: readonly Header[]): void {
    this.#site = fields.filter(isHarmless);
  }

  async get(request: WebRequest): Promise<WebAnswer> {
    const range = request.range ?? null;
    const extra: Header[] = [];
    if (range !== null) extra.push({ name: 'Range', value: `bytes=${range.start}-${range.start + range.length - 1}` });
    else if (request.compressible === true) extra.push({ name: 'Accept-Encoding', value: 'gzip, deflate, br' });
    const { url, response } = await this.#open(request, extra);
    const { head } = response;
    let over = false;
    try {
      const { skip, take, codings } = readingOf(response, range);
      const announced = head.framing.kind === 'length' ? head.framing.length : head.framing.kind === 'none' ? 0 : null;
      if ((take ?? announced ?? 0) > request.atMost) throw tooLarge(request.atMost);
      const sink = new Collector({ skip, take, announced, atMost: request.atMost }, this.#options.limits, response);
      try {
        await response.body(sink);
      } catch (error) {
        if (!sink.enough) throw error;
      } finally {
        over = true;
        sink.end();
      }
      if (take !== null && sink.bytes.length < take) {
        throw new Failure('network', { detail: `${url.host}: ${sink.bytes.length} of ${take} bytes of a part` });
      }
      const body = await decoded(sink.bytes, codings, request.atMost);
      // A part of something packed can only be cut out of the whole.
      if (range === null || take !== null) return { url: url.href, headers: head.headers, body };
      if (body.length < range.start + range.length) {
        throw new Failure('network', { detail: `${url.host}: the part lies behind the end` });
      }
      const part = body.subarray(range.start, range.start + range.length);
      return { url: url.href, headers: head.headers, body: part };
    } catch (error) {
      // A body that was read to its end has left its connection to others.
      if (!over) response.cancel(error);
      throw error;
    }
  }

  async stream(
    request: Omit<WebRequest, 'atMost' | 'range'>,
    onHead: (head: { url: string; headers: HeaderList }) => void,
    onBytes: (bytes: Uint8Array) => void | Promise<void>,
  ): Promise<void> {
    const { url, response } = await this.#open(request, []);
    const { head } = response;
    let over = false;
    try {
      const codings = codingsOf(head.headers.get('content-encoding'));
      if (head.status !== 200) throw statusFailure(head, Date.now());
      if (codings.length > 0) throw new Failure('unsupported', { detail: `Content-Encoding ${codings.join(', ')}` });
      onHead({ url: url.href, headers: head.headers });
      const sink = new Pourer(onBytes, this.#options.limits, response);
      try {
        await response.body(sink);
      } finally {
        over = true;
        sink.end();
      }
      await sink.done();
    } catch (error) {
      if (!over) response.cancel(error);
      throw error;
    }
  }

  /** Sends a GET and follows redirects to an answer of success. */
  async #open(
    request: Omit<WebRequest, 'atMost' | 'range'>,
    extra: readonly Header[],
  ): Promise<{ url: URL; response: ClientResponse }> {
    const { client, proxy, idleMs, userReferer } = this.#options;
    this.#fields ??= SessionFields.open({ ...this.#options, link: this.#link });
    const fields = await this.#fields;
    let url = webUrl(request.url);
    for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
      const own = hops === 0 && this.#isLink(url);
      const response = await client.get({
        url,
        headers: [
          ...this.#completed(fields.for(url, userReferer ?? request.referer ?? null, request.anonymous)),
          ...extra,
        ],
        proxy,
        // Nothing but the link itself may find out where it is.
        publicOnly: own ? this.#private === false : this.#private !== true,
        idleMs,
        signal: request.signal,
      });
      if (own) this.#private ??= response.private;
      if (request.anonymous !== true) fields.keep(response.head.headers.all('set-cookie'), url);
      const { status, headers } = response.head;
      if (isRedirect(status)) {
        response.cancel();
        url = redirected(url, headers.first('location'));
      } else if (status === 200 || status === 206) {
        return { url, response };
      } else {
        response.cancel();
        throw statusFailure(response.head, Date.now());
      }
    }
    throw new Failure('source-unavailable', { detail: `more than ${MAX_REDIRECTS} redirects`, retryable: false });
  }

  #completed(fields: readonly Header[]): Header[] {
    const given = new Set(fields.map(({ name }) => name.toLowerCase()));
    return [...fields, ...this.#site.filter(({ name }) => !given.has(name.toLowerCase()))];
  }

  #isLink(url: URL): boolean {
    return url.origin === this.#link.origin && url.pathname === this.#link.pathname && url.search === this.#link.search;
  }
}

/** Which bytes of an answer are those that were asked for (RFC 9110 sections 14.2 and 15.3.7). */
function readingOf(response: ClientResponse, range: ByteRange | null): Reading {
  const { status, headers } = response.head;
  const codings = codingsOf(headers.get('content-encoding'));
  if (status === 206) {
    const part = parseContentRange(headers.first('content-range'));
    if (range === null || part?.start !== range.start || part.end !== range.start + range.length) {
      const got = headers
        .first('content-range')
        ?.replace(/[^\x20-\x7e]/g, '')
        .slice(0, 60);
      throw new Failure('network', {
        detail: `another part than the one that was asked for: ${got ?? 'not said which'}`,
      });
    }
    if (codings.length > 0) throw new Failure('unsupported', { detail: 'a part of a packed body' });
    return { skip: 0, take: range.length, codings };
  }
  if (range === null || codings.length > 0) return { skip: 0, take: null, codings };
  return { skip: range.start, take: range.length, codings };
}

function webUrl(text: string): URL {
  const url = URL.parse(text);
  if (url === null) throw new Failure('source-unavailable', { detail: 'not an address', retryable: false });
  if (!/^https?:$/.test(url.protocol)) throw refusedScheme(url.protocol);
  url.username = '';
  url.password = '';
  url.hash = '';
  return url;
}

function redirected(from: URL, location: string | undefined): URL {
  try {
    return webUrl(followRedirect(from, location).url.href);
  } catch (error) {
    if (error instanceof Failure && error.code === 'unsupported') throw refusedScheme(error.detail ?? '');
    throw error;
  }
}

function refusedScheme(what: string): Failure {
  return new Failure('forbidden', { detail: `${what} is nothing a stream may lead to`, retryable: false });
}

/** What a host says of itself before anything is looked up. */
function privateByName(host: string): boolean | undefined {
  if (isIP(host) !== 0) return !isPublicAddress(host);
  return isLocalName(host) ? true : undefined;
}
