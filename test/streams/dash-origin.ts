import { readFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { type DashPeriod, type DashShape, dashManifest, periodLength, timesOf } from './dash-manifest.ts';

/** How a server tells its clock, if at all. */
export type DashClock = 'direct' | 'http-iso' | 'http-xsdate' | 'http-head' | 'date' | 'none';

export interface DashOptions extends DashShape {
  /** seconds of the presentation that have passed at the beginning */
  readonly first: number;
  /** milliseconds by which the server's clock is ahead of this computer's */
  readonly skew?: number;
  readonly clock?: DashClock;
  /** seconds after which a segment that is due by the clock is really there */
  readonly late?: number;
  /** the manifest stays as it was while it was live, whatever comes */
  readonly endless?: boolean;
}

/** A live presentation of DASH that goes on by the server's own clock and becomes static at its end. */
export class DashOrigin {
  readonly requests: { readonly path: string; readonly status: number }[] = [];
  readonly #periods: readonly DashPeriod[];
  readonly #options: DashOptions;
  readonly #server: Server;
  readonly #epoch: number;
  #port = 0;

  constructor(periods: readonly DashPeriod[], options: DashOptions) {
    this.#periods = periods;
    this.#options = options;
    this.#epoch = this.#now - options.first * 1000;
    this.#server = createServer((request, response) => {
      const path = (request.url ?? '/').slice(1);
      this.#answer(path, response).catch((error: unknown) => response.destroy(error as Error));
    });
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const address = this.#server.address();
    if (typeof address === 'object' && address !== null) this.#port = address.port;
  }

  url(path = 'live.mpd'): string {
    return `http://127.0.0.1:${this.#port}/${path}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  /** By the server's clock, milliseconds since the epoch. */
  get #now(): number {
    return Date.now() + (this.#options.skew ?? 0);
  }

  /** Seconds of the presentation that have passed. */
  get #at(): number {
    return (this.#now - this.#epoch) / 1000;
  }

  async #answer(path: string, response: ServerResponse): Promise<void> {
    const { late = 0, clock = 'date' } = this.#options;
    // Node sets this computer's date by itself.
    response.sendDate = false;
    if (clock !== 'none') response.setHeader('date', new Date(this.#now).toUTCString());
    const body = await this.#body(path, this.#at - late);
    const status = body === null ? 404 : 200;
    this.requests.push({ path, status });
    response.writeHead(status, { 'content-length': Buffer.byteLength(body ?? 'no') });
    response.end(body ?? 'no');
  }

  async #body(path: string, at: number): Promise<string | Buffer | null> {
    if (path === 'time') return new Date(this.#now).toISOString();
    const last = this.#periods.at(-1);
    const length = last === undefined ? 0 : last.start + periodLength(last);
    const ended = at > length + 0.5 && this.#options.endless !== true;
    if (path === 'live.mpd') {
      return dashManifest(this.#periods, this.#options, { epoch: this.#epoch, at, ended, clock: this.#clock() });
    }
    const [, id, kind, name = ''] = /^([^/]+)\/(video|audio)\/(\w+)\.(?:mp4|m4s)$/u.exec(path) ?? [];
    const period = this.#periods.find((one) => one.id === id);
    if (period === undefined) return null;
    const files = period[kind === 'video' ? 'video' : 'audio'];
    if (name === 'init') return readFile(join(files.folder, files.map ?? ''));
    const index = Number(name) - 1;
    const time = timesOf(files)[index];
    const { depth, segment } = this.#options;
    // A whole frame of sound may end a little behind the pictures.
    if (time === undefined || period.start + time.end > at + segment / 10) return null;
    if (period.start + time.end < at - depth - 2 * segment) return null;
    return readFile(join(files.folder, files.segments[index]?.name ?? ''));
  }

  #clock(): string {
    const { clock = 'date' } = this.#options;
    if (clock === 'date' || clock === 'none') return '';
    const value = clock === 'direct' ? new Date(this.#now).toISOString() : 'time';
    return `<UTCTiming schemeIdUri="urn:mpeg:dash:utc:${clock}:2014" value="${value}"/>`;
  }
}
