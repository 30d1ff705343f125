import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { StreamFiles } from './make-hls.ts';

/** How a path misbehaves. */
export type Fault =
  | { readonly status: number }
  /** the connection ends in the middle of the body */
  | { readonly cut: 'half' }
  /** half of the body under a Content-Length that fits it: the server believes that this is all; `packets`: to a whole packet */
  | { readonly short: 'bytes' | 'packets' }
  /** no answer at all */
  | { readonly silent: true }
  /** something else in its place */
  | { readonly text: string | Buffer };

export interface LiveOptions {
  /** segments a playlist names at most */
  readonly window: number;
  /** segments that are there at the beginning */
  readonly first?: number;
  /** EXT-X-TARGETDURATION, seconds */
  readonly target?: number;
  /** what the playlist says that a segment lasts, where that is not so; seconds */
  readonly said?: (duration: number) => number;
  /** lines before each segment of this index */
  readonly tags?: (index: number) => readonly string[];
  /** a token that every media playlist and segment has to carry; the master playlist hands it out */
  readonly token?: string;
  /** only `page.html` hands out the token, with the master playlist; everything else wants to be named by that page */
  readonly page?: boolean;
}

/** A live stream that a test reveals segment by segment, and breaks as it likes. */
export class LiveOrigin {
  readonly requests: string[] = [];
  readonly #stream: StreamFiles;
  readonly #options: LiveOptions;
  readonly #server: Server;
  readonly #faults = new Map<string, { fault: Fault; times: number }>();
  readonly #held = new Set<ServerResponse>();
  #revealed: number;
  #ended = false;
  #frozen: string | undefined;
  #shift = 0;
  #base = 0;
  #timer: NodeJS.Timeout | undefined;
  #port = 0;
  token: string | undefined;

  constructor(stream: StreamFiles, options: LiveOptions) {
    this.#stream = stream;
    this.#options = options;
    this.#revealed = options.first ?? options.window;
    this.token = options.token;
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => response.destroy(error as Error));
    });
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(this.#port, '127.0.0.1', resolve));
    const address = this.#server.address();
    if (typeof address === 'object' && address !== null) this.#port = address.port;
  }

  url(path = 'live.m3u8'): string {
    return `http://127.0.0.1:${this.#port}/${path}`;
  }

  get revealed(): number {
    return this.#revealed;
  }

  /** Lets the stream go on by some segments. */
  reveal(count = 1): void {
    this.#revealed = Math.min(this.#stream.segments.length, this.#revealed + count);
  }

  /** Lets the stream go on by itself; it ends with its last segment when `thenEnd`. */
  play(everyMs: number, thenEnd = true): void {
    this.#timer = setInterval(() => {
      this.reveal();
      if (thenEnd && this.#revealed === this.#stream.segments.length) this.end();
    }, everyMs);
  }

  end(): void {
    this.#ended = true;
    clearInterval(this.#timer);
  }

  /** From now on the playlist stays as it is, whatever is revealed. */
  freeze(): void {
    this.#frozen = this.playlist();
  }

  thaw(): void {
    this.#frozen = undefined;
  }

  /** What a path (a file name, or `live.m3u8`) does the next times. */
  fault(name: string, fault: Fault, times = Number.POSITIVE_INFINITY): void {
    this.#faults.set(name, { fault, times });
  }

  heal(name: string): void {
    this.#faults.delete(name);
  }

  /** The server counts media sequence numbers from 0 again, beginning with the next segment. */
  restart(): void {
    this.#base = this.#revealed;
    this.#shift = -this.#revealed;
  }

  /** No connection is accepted any more, open ones break. */
  async down(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    for (const response of this.#held) response.destroy();
    if (this.#server.listening) await this.down();
  }

  /** The playlist as it is now. */
  playlist(): string {
    const { window, target, tags, said = (duration) => duration } = this.#options;
    const { segments, map } = this.#stream;
    const first = Math.max(this.#base, this.#revealed - window);
    const longest = Math.max(1, ...segments.map(({ duration }) => Math.round(duration)));
    const query = this.token === undefined ? '' : `?token=${this.token}`;
    const lines = [
      ...['#EXTM3U', '#EXT-X-VERSION:7', `#EXT-X-TARGETDURATION:${target ?? longest}`],
      `#EXT-X-MEDIA-SEQUENCE:${first + this.#shift}`,
      ...(map === null ? [] : [`#EXT-X-MAP:URI="${map}${query}"`]),
    ];
    for (let index = first; index < this.#revealed; index++) {
      const segment = segments[index];
      if (segment === undefined) continue;
      lines.push(...(tags?.(index) ?? []), `#EXTINF:${said(segment.duration).toFixed(6)},`, `${segment.name}${query}`);
    }
    if (this.#ended) lines.push('#EXT-X-ENDLIST');
    return `${lines.join('\n')}\n`;
  }

  #page(): string {
    return `<!DOCTYPE html><title>Studio</title><video src="master.m3u8?token=${this.token ?? ''}"></video>`;
  }

  #master(): string {
    const query = this.token === undefined ? '' : `?token=${this.token}`;
    return `#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=500000\nlive.m3u8${query}\n`;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url());
    const name = url.pathname.slice(1);
    this.requests.push(name);
    const entry = this.#faults.get(name) ?? this.#faults.get('*');
    const fault = entry !== undefined && entry.times > 0 ? entry.fault : undefined;
    if (entry !== undefined) entry.times--;
    if (fault !== undefined && 'silent' in fault) {
      this.#held.add(response);
      return;
    }
    if (fault !== undefined && 'status' in fault) return this.#send(response, fault.status, Buffer.from('no'));
    if (fault !== undefined && 'text' in fault)
      return this.#send(response, 200, typeof fault.text === 'string' ? Buffer.from(fault.text) : fault.text);
    if (!this.#mayHave(name, url, request)) return this.#send(response, 403, Buffer.from('no'));
    const body = await this.#body(name);
    if (body === undefined) return this.#send(response, 404, Buffer.from('no'));
    if (fault !== undefined && 'short' in fault) {
      const half = Math.floor(body.length / 2);
      return this.#send(response, 200, body.subarray(0, half - (half % 188) + (fault.short === 'bytes' ? 94 : 0)));
    }
    if (fault !== undefined && 'cut' in fault) {
      response.writeHead(200, { 'content-length': body.length });
      response.write(body.subarray(0, body.length / 2), () => response.destroy());
      return;
    }
    this.#send(response, 200, body);
  }

  #mayHave(name: string, url: URL, { headers }: IncomingMessage): boolean {
    if (name === 'page.html' || this.token === undefined) return true;
    if (this.#options.page === true && headers.referer !== this.url('page.html')) return false;
    if (this.#options.page !== true && name === 'master.m3u8') return true;
    return url.searchParams.get('token') === this.token;
  }

  async #body(name: string): Promise<Buffer | undefined> {
    if (name === 'page.html' && this.#options.page === true) return Buffer.from(this.#page());
    if (name === 'master.m3u8') return Buffer.from(this.#master());
    if (name === 'live.m3u8') return Buffer.from(this.#frozen ?? this.playlist());
    const index = this.#stream.segments.findIndex((segment) => segment.name === name);
    const there = index >= this.#revealed - this.#options.window * 2 && index < this.#revealed;
    if (name !== this.#stream.map && !there) return undefined;
    return readFile(join(this.#stream.folder, name));
  }

  #send(response: ServerResponse, status: number, body: Buffer): void {
    response.writeHead(status, { 'content-length': body.length });
    response.end(body);
  }
}
