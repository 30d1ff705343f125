import { Addresses } from './addresses.ts';
import { type Behaviour, usualBehaviour } from './behaviour.ts';
import { firstLists, firstVideos } from './catalogue.ts';
import type { MediaName } from './formats.ts';
import type { List } from './list.ts';
import { type Media, makeMedia } from './media.ts';
import type { Video } from './video.ts';

/** One request that came, as far as it is worth telling. */
export interface SeenRequest {
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  /** the Range field, or `&range=` */
  readonly range: string | null;
  /** who a call of the interface says to be, in capitals */
  readonly client: string | null;
  /** of a call of the interface: the video, list or continuation that it asks for */
  readonly about: string | null;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  status: number;
  /** bytes of the body, of media only */
  bytes: number;
  throttled: boolean;
}

/** What the site has and how it is today. */
export class Site {
  readonly videos = new Map<string, Video>();
  readonly lists = new Map<string, List>();
  readonly addresses = new Addresses();
  readonly behaviour: Behaviour = usualBehaviour();
  readonly requests: SeenRequest[] = [];
  readonly #media = new Map<MediaName, Promise<Media>>();
  /** bytes of media given out by video */
  readonly #given = new Map<string, number>();
  readonly #expired = new Set<string>();
  #version = 0;
  #code: Behaviour['code'] = 'good';

  constructor() {
    for (const one of firstVideos()) this.videos.set(one.id, one);
    for (const one of firstLists()) this.lists.set(one.id, one);
  }

  media(name: MediaName): Promise<Media> {
    const media = this.#media.get(name) ?? makeMedia(name);
    this.#media.set(name, media);
    return media;
  }

  /** Of the player; another one for other code, so that nobody goes on with what they have stored. */
  get version(): string {
    if (this.#code !== this.behaviour.code) this.#version += 1;
    this.#code = this.behaviour.code;
    return `57a4d1${String(this.#version).padStart(2, '0')}`;
  }

  list(idOrHandle: string): List | undefined {
    return this.lists.get(idOrHandle) ?? [...this.lists.values()].find(({ handle }) => handle === idOrHandle);
  }

  /** Counts what was given of a video; @returns whether it is the piece after which its addresses are good no more. */
  count(video: string, bytes: number): boolean {
    const given = (this.#given.get(video) ?? 0) + bytes;
    this.#given.set(video, given);
    const { expireAfterBytes } = this.behaviour;
    if (expireAfterBytes === null || given < expireAfterBytes || this.#expired.has(video)) return false;
    this.#expired.add(video);
    this.addresses.expire(video);
    return true;
  }

  /** Bytes of media given of a video, or of all. */
  given(video?: string): number {
    if (video !== undefined) return this.#given.get(video) ?? 0;
    return [...this.#given.values()].reduce((sum, bytes) => sum + bytes, 0);
  }
}
