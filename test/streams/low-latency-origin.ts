import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { type LowLatencyShape, lowLatencyPlaylist, type Rendition, wholeSegments } from './low-latency-playlist.ts';
import type { StreamFiles } from './make-hls.ts';

/** A request as the server saw it. Milliseconds are those of `performance.now()`. */
export interface Seen {
  readonly path: string;
  /** `_HLS_msn`, or `null` */
  readonly msn: number | null;
  /** `_HLS_skip=YES` */
  readonly skip: boolean;
  readonly at: number;
  /** it was held back until what it asked for was there */
  held: boolean;
  status: number | 'cut';
  /** text it was answered with */
  body: string;
}

/** What the server does with a request that is to be held back. */
export type Blocking =
  | 'holds'
  /** answers at once with what there is */
  | 'ignores'
  /** answers this status at once */
  | number;

/** A request that is held back. */
interface Held {
  readonly seen: Seen;
  readonly response: ServerResponse;
  readonly ready: () => boolean;
  readonly answer: () => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * A low-latency server (RFC 8216bis) over renditions whose files are partial segments: media segments are several of them
 * behind each other. The test says how far the stream has come.
 */
export class LowLatencyOrigin {
  readonly requests: Seen[] = [];
  /** by media segment: when the last part of it was there */
  readonly completed = new Map<number, number>();
  blocking: Blocking = 'holds';
  /** partial segments that all renditions have, with which the stream ends */
  readonly total: number;
  /** requests that are held back are broken off as often as this */
  cuts = 0;
  readonly #files: ReadonlyMap<string, StreamFiles>;
  readonly #renditions: readonly Rendition[];
  readonly #shape: LowLatencyShape;
  readonly #server: Server;
  readonly #held = new Set<Held>();
  #parts = 0;
  #ended = false;
  #timer: NodeJS.Timeout | undefined;
  #port = 0;

  /** @param files by the folder they are served in; @param first partial segments that are there at the beginning */
  constructor(files: Readonly<Record<string, StreamFiles>>, shape: LowLatencyShape, first: number) {
    this.#files = new Map(Object.entries(files));
    this.#renditions = [...this.#files].map(([name, { segments }]) => ({
      name,
      parts: segments.map(({ duration }) => duration),
    }));
    this.#shape = shape;
    this.total = Math.min(...this.#renditions.map(({ parts }) => parts.length));
    this.reveal(first);
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => response.destroy(error as Error));
    });
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(this.#port, '127.0.0.1', resolve));
    const address = this.#server.address();
    if (typeof address === 'object' && address !== null) this.#port = address.port;
  }

  url(path: string): string {
    return `http://127.0.0.1:${this.#port}/${path}`;
  }

  get waiting(): number {
    return this.#held.size;
  }

  /** Lets the stream go on by some partial segments. */
  reveal(count = 1): void {
    for (let more = 0; more < count && this.#parts < this.total; more += 1) {
      this.#parts += 1;
      const whole = wholeSegments({ parts: this.#parts, ended: false }, this.#shape.perSegment);
      if (!this.completed.has(whole - 1)) this.completed.set(whole - 1, performance.now());
    }
    this.#release();
  }

  /** Lets the stream go on by itself, and end with its last partial segment. */
  play(everyMs: number): void {
    this.#timer = setInterval(() => {
      if (this.#parts < this.total) this.reveal();
      else this.end();
    }, everyMs);
  }

  end(): void {
    this.#ended = true;
    clearInterval(this.#timer);
    this.#release();
  }

  /** No connection is accepted any more, open ones break: also those of requests that are held back. */
  async down(): Promise<void> {
    for (const held of this.#held) this.#cut(held);
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    if (this.#server.listening) await this.down();
  }

  #release(): void {
    for (const held of this.#held) {
      if (!held.ready()) continue;
      clearTimeout(held.timer);
      this.#held.delete(held);
      held.answer();
    }
  }

  #cut(held: Held): void {
    clearTimeout(held.timer);
    this.#held.delete(held);
    held.seen.status = 'cut';
    held.response.destroy();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url(''));
    const number = (name: string): number | null => {
      const value = url.searchParams.get(name);
      return value === null ? null : Number(value);
    };
    const path = url.pathname.slice(1);
    const [msn, part] = [number('_HLS_msn'), number('_HLS_part')];
    const skip = url.searchParams.get('_HLS_skip') === 'YES';
    const seen: Seen = { path, msn, skip, at: performance.now(), held: false, status: 0, body: '' };
    this.requests.push(seen);
    const [folder = '', name = ''] = path.split('/');
    const rendition = this.#renditions.find((one) => one.name === folder);
    if (path === 'master.m3u8') return send(response, seen, 200, this.#master());
    if (rendition === undefined) return send(response, seen, 404, 'no');
    if (name !== 'live.m3u8') {
      const body = await this.#media(folder, name);
      return send(response, seen, body === null ? 404 : 200, body ?? 'no');
    }
    const now = (): void => send(response, seen, 200, this.#playlist(rendition, skip));
    if (msn === null) return part === null ? now() : send(response, seen, 400, 'a part of what?');
    const ready = (): boolean => this.#ended || this.#has(msn, part);
    if (ready()) return now();
    if (typeof this.blocking === 'number') return send(response, seen, this.blocking, 'no');
    if (this.blocking === 'ignores') return now();
    // Section 6.2.5.2: what lies too far ahead is refused, and nobody is held back longer than three target durations.
    const { perSegment, target } = this.#shape;
    if (msn > Math.ceil(this.#parts / perSegment) - 1 + 2) return send(response, seen, 400, 'too far ahead');
    seen.held = true;
    const late = (): void => {
      this.#held.delete(held);
      send(response, seen, 503, 'too long');
    };
    const held: Held = { seen, response, ready, answer: now, timer: setTimeout(late, 3000 * target) };
    this.#held.add(held);
    response.once('close', () => {
      clearTimeout(held.timer);
      this.#held.delete(held);
    });
    if (this.cuts > 0) {
      this.cuts -= 1;
      this.#cut(held);
    }
  }

  #has(msn: number, part: number | null): boolean {
    const { perSegment } = this.#shape;
    return this.#parts >= (part === null ? (msn + 1) * perSegment : msn * perSegment + part + 1);
  }

  #playlist(rendition: Rendition, skip: boolean): string {
    const others = this.#renditions.filter((one) => one !== rendition);
    return lowLatencyPlaylist(rendition, others, this.#shape, { parts: this.#parts, ended: this.#ended }, skip);
  }

  #master(): string {
    const [main, sound] = this.#renditions.map(({ name }) => name);
    const media = `#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="Main",DEFAULT=YES,AUTOSELECT=YES,URI="${sound}/live.m3u8"\n`;
    const group = sound === undefined ? '' : ',AUDIO="a"';
    return `#EXTM3U\n${sound === undefined ? '' : media}#EXT-X-STREAM-INF:BANDWIDTH=500000${group}\n${main}/live.m3u8\n`;
  }

  async #media(folder: string, name: string): Promise<Buffer | null> {
    const { folder: path = '', segments = [] } = this.#files.get(folder) ?? {};
    if (name === 'init.mp4') return readFile(join(path, name));
    const [, kind, digits] = /^(part|segment)(\d+)\.m4s$/u.exec(name) ?? [];
    const per = kind === 'part' ? 1 : this.#shape.perSegment;
    const first = Number(digits) * per;
    const end = Math.min(first + per, this.total);
    if (kind === undefined || first >= this.total || end > this.#parts) return null;
    const parts = segments.slice(first, end).map((segment) => readFile(join(path, segment.name)));
    return Buffer.concat(await Promise.all(parts));
  }
}

function send(response: ServerResponse, seen: Seen, status: number, body: string | Buffer): void {
  seen.status = status;
  if (typeof body === 'string') seen.body = body;
  response.writeHead(status, { 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
