import { createCipheriv } from 'node:crypto';
import type { PlannedTrack } from '../../../engine/record/plan.ts';
import type { MediaPlaylist, PlaylistSegment, SegmentMap } from '../../../engine/record/playlist.ts';
import type { Web } from '../../../engine/record/web.ts';
import type { Behaviour } from '../../servers/behaviour.ts';
import type { Origin } from '../../servers/faulty-server.ts';

/** Seconds of a segment. */
const TARGET = 0.2;

/** A segment as the server has it. */
interface Made {
  readonly segment: PlaylistSegment;
  readonly content: Buffer;
}

/** What the next segments are like. */
interface Style {
  /** names are `<prefix><sequence>` */
  prefix: string;
  discontinuity: number;
  gap: boolean;
  /** encrypts with this key, served under this path */
  key: { readonly path: string; readonly bytes: Buffer } | null;
  map: SegmentMap | null;
  dated: boolean;
}

/** The bytes of a segment: a mark, and something that is its own. */
export function contentOf(name: string): Buffer {
  return Buffer.from(`SEGMENT ${name} `.repeat(200));
}

/**
 * A live stream whose playlist is plain JSON, so that target durations can be short. A test adds its segments one by one, and
 * breaks them with the behaviours of the faulty server.
 */
export class Live {
  readonly origin: Origin;
  window = 6;
  ended = false;
  targetDuration = TARGET;
  /** the folder everything lies in; another one is another address for the same segments */
  folder = 'a';
  readonly style: Style = { prefix: 's', discontinuity: 0, gap: false, key: null, map: null, dated: false };
  readonly #faults = new Map<string, Partial<Behaviour>>();
  #made: Made[] = [];
  #next = 0;
  #at = 1_700_000_000_000;

  constructor(origin: Origin) {
    this.origin = origin;
  }

  get playlistPath(): string {
    return `/${this.folder}/list`;
  }

  /** Adds segments and shows them. */
  add(count = 1): void {
    for (let i = 0; i < count; i += 1) this.#made.push(this.#make());
    this.show();
  }

  /** Goes on without the next numbers, as if they had been and gone. */
  skip(count: number): void {
    this.#next += count;
    this.#at += count * TARGET * 1000;
    this.#made = [];
  }

  /** Begins to count anew. */
  restart(first: number, prefix: string): void {
    this.#next = first;
    this.#made = [];
    this.style.prefix = prefix;
  }

  /** How a segment misbehaves, by its name. */
  fault(name: string, behaviour: Partial<Behaviour>): void {
    this.#faults.set(name, behaviour);
    this.show();
  }

  /** Serves the playlist, and the segments in it. What has left it is gone. */
  show(playlist: MediaPlaylist = this.playlist()): void {
    for (const made of this.#made.slice(0, -this.window)) this.#serve(made, { fail: { status: 404 } });
    for (const made of this.#made.slice(-this.window)) this.#serve(made, {});
    this.origin.serve(this.playlistPath, { content: Buffer.from(JSON.stringify(playlist)) });
  }

  playlist(): MediaPlaylist {
    return {
      url: this.origin.url(this.playlistPath),
      targetDuration: this.targetDuration,
      segments: this.#made.slice(-this.window).map(({ segment }) => this.#addressed(segment)),
      ended: this.ended,
      control: { canBlockReload: false, canSkipUntil: null, partTarget: null },
      reloadAfter: null,
      holdBack: null,
    };
  }

  /** The track as a source plans it: the playlist at its present address. */
  track(web: Web, id = 'main'): PlannedTrack {
    const url = this.origin.url(this.playlistPath);
    return {
      id,
      kind: 'main',
      language: null,
      name: null,
      load: async ({ signal }) => {
        const { body } = await web.get({ url, atMost: 1_000_000, signal });
        return revived(Buffer.from(body).toString());
      },
    };
  }

  /** How often a segment was asked for, in whatever folder. */
  asked(name: string): number {
    return this.origin.requests.filter(({ path }) => path.split('/').at(-1) === name).length;
  }

  /** Where the segments behind a failing address are served, too. */
  #addressed(segment: PlaylistSegment): PlaylistSegment {
    return { ...segment, url: this.origin.url(`/${this.folder}/${segment.url.split('/').at(-1) ?? ''}`) };
  }

  #serve({ segment, content }: Made, more: Partial<Behaviour>): void {
    const name = segment.url.split('/').at(-1) ?? '';
    const path = `/${this.folder}/${name}`;
    const key = JSON.stringify([path, more, this.#faults.get(name)]);
    // Serving anew would let the counters of a fault begin anew.
    if (this.#served.get(path) === key) return;
    this.#served.set(path, key);
    this.origin.serve(path, { content, ...this.#faults.get(name), ...more });
  }

  readonly #served = new Map<string, string>();

  #make(): Made {
    const { prefix, discontinuity, gap, key, map, dated } = this.style;
    const sequence = this.#next;
    const name = `${prefix}${sequence}`;
    const iv = Buffer.alloc(16, sequence);
    let content = contentOf(name);
    if (key !== null) {
      const cipher = createCipheriv('aes-128-cbc', key.bytes, iv);
      content = Buffer.concat([cipher.update(content), cipher.final()]);
    }
    const segment: PlaylistSegment = {
      sequence,
      discontinuity,
      url: this.origin.url(`/${this.folder}/${name}`),
      range: null,
      duration: TARGET,
      dateTime: dated ? this.#at : null,
      map,
      key: key === null ? null : { method: 'AES-128', url: this.origin.url(key.path), iv },
      gap,
    };
    this.#next += 1;
    this.#at += TARGET * 1000;
    return { segment, content };
  }
}

/** A playlist out of its JSON, where byte arrays became objects. */
function revived(text: string): MediaPlaylist {
  return JSON.parse(text, (_, value: unknown) => {
    if (typeof value !== 'object' || value === null || !('type' in value) || value.type !== 'Buffer') return value;
    return Buffer.from((value as unknown as { data: number[] }).data);
  }) as MediaPlaylist;
}
