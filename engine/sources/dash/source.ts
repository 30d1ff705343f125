import type { Web, WebAnswer } from '../../record/web.ts';
import { playlistAtMost, textOf } from '../hls/track.ts';
import { webUrl } from '../web-url.ts';
import { clockOffset } from './clock.ts';
import { type Manifest, readManifest } from './manifest.ts';

/** A version of a manifest. */
export interface Version {
  /** from 1 */
  readonly count: number;
  readonly manifest: Manifest;
  /** milliseconds since the epoch by this computer's clock */
  readonly fetchedAt: number;
  /** milliseconds to add to this computer's clock for the server's */
  readonly offset: number;
}

/** The manifest of a stream, fetched once for all tracks that ask for it at the same time. */
export class DashSource {
  readonly #url: string;
  readonly #referer: string | null;
  readonly #web: Web;
  readonly #now: () => number;
  #version: Version | null = null;
  #running: Running | null = null;

  /** @param url as it is to be asked for again and again, before redirects */
  constructor(url: string, referer: string | null, web: Web, now: () => number) {
    this.#url = url;
    this.#referer = referer;
    this.#web = web;
    this.#now = now;
  }

  /** The last version that was read, or `null`. */
  get version(): Version | null {
    return this.#version;
  }

  /** Reads an answer that has come already, as the first version. @throws Failure `corrupt-media` */
  async take(answer: WebAnswer, signal: AbortSignal): Promise<Version> {
    const manifest = await readManifest(textOf(answer), answer.url);
    const clock = { web: this.#web, referer: this.#referer, signal, now: this.#now };
    const before = this.#version;
    const asked = before !== null && manifest.clocks.every((one) => !one.scheme.includes(':direct:'));
    // The clocks of two computers do not part within a recording; asking once is enough.
    const offset = !manifest.dynamic ? 0 : asked ? before.offset : await clockOffset(manifest, answer.headers, clock);
    this.#version = { count: (before?.count ?? 0) + 1, manifest, fetchedAt: this.#now(), offset };
    return this.#version;
  }

  /**
   * Fetches the manifest anew, or waits for whoever is about to. The request ends when nobody waits for it any more.
   * @throws Failure of the HTTP client, `corrupt-media`; the reason of the signal when it is aborted
   */
  async fetch(signal: AbortSignal): Promise<Version> {
    signal.throwIfAborted();
    this.#running ??= this.#start();
    const running = this.#running;
    running.waiting += 1;
    const aborted = Promise.withResolvers<never>();
    const onAbort = (): void => aborted.reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await Promise.race([running.fetch, aborted.promise]);
    } finally {
      signal.removeEventListener('abort', onAbort);
      running.waiting -= 1;
      if (running.waiting === 0 && this.#running === running) {
        running.stop.abort(signal.reason);
        this.#running = null;
      }
    }
  }

  #start(): Running {
    const stop = new AbortController();
    const fetch = this.#load(stop.signal).finally(() => {
      if (this.#running?.stop === stop) this.#running = null;
    });
    // Whoever waits is told; nobody may be left who does.
    fetch.catch(() => {});
    return { fetch, stop, waiting: 0 };
  }

  async #load(signal: AbortSignal): Promise<Version> {
    const manifest = this.#version?.manifest ?? null;
    const moved = manifest?.location ?? null;
    if (manifest !== null && moved !== null) {
      const url = webUrl(moved, manifest.url, 'the next manifest');
      try {
        return await this.take(await this.#get(url, signal), signal);
      } catch {
        // The place it sent us to has gone, as with a session that ended: begin again at the front door.
        signal.throwIfAborted();
      }
    }
    return this.take(await this.#get(this.#url, signal), signal);
  }

  #get(url: string, signal: AbortSignal): Promise<WebAnswer> {
    return this.#web.get({ url, atMost: playlistAtMost, compressible: true, referer: this.#referer, signal });
  }
}

/** A request that is under way. */
interface Running {
  readonly fetch: Promise<Version>;
  readonly stop: AbortController;
  waiting: number;
}
