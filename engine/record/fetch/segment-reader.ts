import { createHash } from 'node:crypto';
import { Failure } from '../../../contract/errors.ts';
import type { PlaylistSegment, SegmentKey, SegmentMap } from '../playlist.ts';
import type { MediaSummary } from '../stored.ts';
import type { Web } from '../web.ts';
import { decrypt, KEY_BYTES } from './decrypt.ts';
import { Shelf } from './shelf.ts';
import type { SegmentStore } from './store.ts';

/** Reads what a segment holds. @throws Failure `corrupt-media`, `protected` */
export type ReadSegment = (data: Uint8Array, init: Uint8Array | null) => MediaSummary;

/** A segment that was fetched whole, decrypted, and found to be media. */
export interface WholeSegment {
  readonly data: Uint8Array;
  readonly media: MediaSummary;
  /** name of its initialisation section in the work folder, or `null` */
  readonly map: string | null;
}

export interface SegmentReaderOptions {
  readonly web: Web;
  readonly referer: string | null;
  readonly read: ReadSegment;
  readonly store: SegmentStore;
  /** ends fetching for good; keys and initialisation sections are not given up with the request that wanted them first */
  readonly signal: AbortSignal;
}

interface StoredMap {
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** Bytes. A segment of 10 s at 100 Mbit/s has 125 MB; nothing near the others has ever been seen. */
const SEGMENT_AT_MOST = 512 * 1024 * 1024;
const MAP_AT_MOST = 16 * 1024 * 1024;
const KEY_AT_MOST = 4096;
const MOST_KEYS = 64;
const MOST_MAPS = 32;

/** Fetches media segments with everything that belongs to them. */
export class SegmentReader {
  readonly #options: SegmentReaderOptions;
  readonly #keys = new Shelf<Uint8Array>(MOST_KEYS);
  readonly #maps = new Shelf<StoredMap>(MOST_MAPS);

  constructor(options: SegmentReaderOptions) {
    this.#options = options;
  }

  /**
   * @param epoch what a server calls by the same name after a new beginning is something else
   * @throws Failure of `Web`; `corrupt-media` for what is no media; of `SegmentStore`
   */
  async fetch(segment: PlaylistSegment, epoch: number, signal: AbortSignal): Promise<WholeSegment> {
    const { web, referer } = this.#options;
    const { key, map, url, range } = segment;
    const failed = new AbortController();
    const body = web
      .get({ url, range, atMost: SEGMENT_AT_MOST, referer, signal: AbortSignal.any([signal, failed.signal]) })
      .then((answer) => answer.body);
    try {
      const [encrypted, secret, init] = await Promise.all([
        body,
        key === null ? null : this.#key(key, epoch),
        map === null ? null : this.#map(map, epoch),
      ]);
      // A server without ranges may answer like that; an empty body is never a segment.
      if (encrypted.length === 0) throw new Failure('corrupt-media', { detail: 'an empty media segment' });
      const data = key === null || secret === null ? encrypted : decrypt(encrypted, secret, key.iv);
      return { data, media: this.#read(data, init?.bytes ?? null), map: init?.file ?? null };
    } catch (error) {
      failed.abort(error);
      // What was kept may be what is wrong: a key that was changed under its name, the wrong answer for a section.
      if (error instanceof Failure && error.code === 'corrupt-media') this.#forget(segment, epoch);
      throw error;
    }
  }

  #read(data: Uint8Array, init: Uint8Array | null): MediaSummary {
    try {
      return this.#options.read(data, init);
    } catch (error) {
      if (error instanceof Failure) throw error;
      throw new Failure('corrupt-media', { detail: 'a media segment that makes no sense', cause: error });
    }
  }

  #key({ url }: SegmentKey, epoch: number): Promise<Uint8Array> {
    const { web, referer, signal } = this.#options;
    return this.#keys.get(keyName(url, epoch), async () => {
      const { body } = await web.get({ url, atMost: KEY_AT_MOST, referer, signal });
      if (body.length !== KEY_BYTES) throw new Failure('corrupt-media', { detail: `a key of ${body.length} bytes` });
      return body;
    });
  }

  #map(map: SegmentMap, epoch: number): Promise<StoredMap> {
    const { web, referer, signal, store } = this.#options;
    return this.#maps.get(mapName(map, epoch), async () => {
      const { url, range, key } = map;
      const [{ body }, secret] = await Promise.all([
        web.get({ url, range, atMost: MAP_AT_MOST, referer, signal }),
        key === null ? null : this.#key(key, epoch),
      ]);
      const bytes = key === null || secret === null ? body : decrypt(body, secret, key.iv);
      const file = `init-${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}`;
      await store.write(file, bytes);
      return { file, bytes };
    });
  }

  #forget({ key, map }: PlaylistSegment, epoch: number): void {
    if (key !== null) this.#keys.forget(keyName(key.url, epoch));
    if (map === null) return;
    this.#maps.forget(mapName(map, epoch));
    if (map.key !== null) this.#keys.forget(keyName(map.key.url, epoch));
  }
}

function keyName(url: string, epoch: number): string {
  return `${epoch} ${url}`;
}

function mapName({ url, range, key }: SegmentMap, epoch: number): string {
  return JSON.stringify([
    epoch,
    url,
    range?.start,
    range?.length,
    key?.url,
    key && Buffer.from(key.iv).toString('hex'),
  ]);
}
