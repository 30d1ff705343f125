import { Failure } from '../../contract/errors.ts';
import { HeaderList } from '../../engine/net/header-list.ts';
import type { Web, WebAnswer, WebRequest } from '../../engine/record/web.ts';

/** What an address answers: text, bytes, a failure, or whatever a function makes of the request. */
export type Page =
  | string
  | Uint8Array
  | Failure
  | {
      readonly body: string | Uint8Array;
      readonly type?: string;
      readonly headers?: readonly [string, string][];
      /** where a redirect led */
      readonly url?: string;
      /** goes on with zeros for ever */
      readonly endless?: boolean;
    }
  | ((request: { readonly url: string; readonly signal: AbortSignal }) => Page | Promise<Page>);

/** A network of a few addresses in memory; every other answers 404. */
export class FakeWeb implements Web {
  readonly pages: Map<string, Page>;
  readonly requests: {
    readonly url: string;
    readonly referer: string | null;
    readonly how: 'get' | 'stream';
    readonly anonymous?: true;
  }[] = [];
  /** answers that were given up before their end */
  given = 0;

  constructor(pages: Readonly<Record<string, Page>> = {}) {
    this.pages = new Map(Object.entries(pages));
  }

  get urls(): string[] {
    return this.requests.map((request) => request.url);
  }

  async get(request: WebRequest): Promise<WebAnswer> {
    this.#note(request, 'get');
    const answer = await this.#answer(request);
    const range = request.range ?? null;
    const body = range === null ? answer.body : answer.body.subarray(range.start, range.start + range.length);
    if (body.length > request.atMost) throw new Failure('corrupt-media', { detail: 'too much' });
    return { ...answer, body };
  }

  async stream(
    request: Omit<WebRequest, 'atMost' | 'range'>,
    onHead: (head: { url: string; headers: HeaderList }) => void,
    onBytes: (bytes: Uint8Array) => void | Promise<void>,
  ): Promise<void> {
    this.#note(request, 'stream');
    const answer = await this.#answer(request);
    onHead({ url: answer.url, headers: answer.headers });
    // In pieces, as a network does.
    for (let at = 0; at < answer.body.length; at += 700) {
      await onBytes(answer.body.slice(at, at + 700));
      this.#throwIfGivenUp(request.signal);
    }
    while (answer.endless) {
      await onBytes(new Uint8Array(700));
      this.#throwIfGivenUp(request.signal);
    }
  }

  #note({ url, referer, anonymous }: Omit<WebRequest, 'atMost'>, how: 'get' | 'stream'): void {
    this.requests.push({ url, referer: referer ?? null, how, ...(anonymous === true ? { anonymous } : {}) });
  }

  #throwIfGivenUp(signal: AbortSignal): void {
    if (!signal.aborted) return;
    this.given += 1;
    throw signal.reason;
  }

  async #answer(request: { url: string; signal: AbortSignal }): Promise<WebAnswer & { endless: boolean }> {
    request.signal.throwIfAborted();
    // What follows `#` is never sent.
    const url = request.url.split('#', 1)[0] ?? '';
    let page = this.pages.get(url) ?? this.pages.get(url.split('?', 1)[0] ?? '');
    while (typeof page === 'function') page = await page(request);
    request.signal.throwIfAborted();
    if (page === undefined) throw new Failure('not-found', { detail: 'HTTP 404' });
    if (page instanceof Failure) throw page;
    const given = typeof page === 'string' || page instanceof Uint8Array ? { body: page } : page;
    const body = typeof given.body === 'string' ? new TextEncoder().encode(given.body) : given.body;
    const headers: [string, string][] = [...(given.headers ?? [])];
    if (given.type !== undefined) headers.push(['content-type', given.type]);
    return { url: given.url ?? url, headers: new HeaderList(headers), body, endless: given.endless ?? false };
  }
}
