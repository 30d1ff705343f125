import { type ErrorCode, Failure } from '../../../contract/errors.ts';
import { freeMemory } from '../../files/free-memory.ts';
import type { Item } from '../follow/decide.ts';
import type { Follower } from '../follow/follower.ts';
import { nameOf } from '../follow/known.ts';
import { retryDelay } from '../follow/pace.ts';
import type { Missing } from '../journal-entry.ts';
import type { PlaylistSegment } from '../playlist.ts';
import type { StoredSegment } from '../stored.ts';
import type { Outcome } from './line.ts';
import { gapCauseOf, isLost, isRefusal } from './patience.ts';
import type { WholeSegment } from './segment-reader.ts';
import type { Shortfall } from './shortfall.ts';

export type Take = Extract<Item, { type: 'take' }>;

/** What a segment job needs of the taker it belongs to. */
export interface JobHost {
  readonly track: string;
  readonly follower: Pick<Follower, 'find' | 'targetDuration' | 'window'>;
  /** seconds */
  readonly giveUp: number;
  readonly clock: () => number;
  readonly random: () => number;
  /** nothing new is begun any more */
  readonly stopping: AbortSignal;
  /** what is under way is given up */
  readonly signal: AbortSignal;
  readonly shortfall: Shortfall;
  /** nothing more will be added to the playlist */
  readonly finished: boolean;
  /** when the playlist last could not be read, milliseconds since the epoch; `null`: never */
  readonly playlistFailedAt: number | null;
  /** Waits for a turn; the result gives it back. */
  turn(order: number): Promise<() => void>;
  /** Fetches the segment whole, perhaps twice at a time. @throws Failure; the reason of a signal */
  fetch(segment: PlaylistSegment, epoch: number): Promise<WholeSegment>;
  /** Puts it into the work folder under this name. @throws Failure of the disk */
  store(name: string, data: Uint8Array): Promise<void>;
  /** a request failed; `again`: it is not the first one for the segment of this order */
  failed(failure: Failure, order: number, again: boolean): void;
  succeeded(order: number): void;
  /** Waits before the next try; shorter when something changes. @param ms milliseconds */
  pause(ms: number): Promise<void>;
}

/** Fetches one segment, as often as it takes, until it is stored or missing for good. */
export class SegmentJob {
  readonly #host: JobHost;
  readonly #take: Take;
  readonly order: number;
  #failures = 0;
  #corrupt = 0;
  #first: { readonly at: number; readonly failure: Failure } | null = null;
  #last: Failure | null = null;
  #leftAt: number | null = null;
  #provenAt: number | null = null;
  /** the longest answer that may have been cut, in case that none is better */
  #short: WholeSegment | null = null;

  constructor(host: JobHost, take: Take, order: number) {
    this.#host = host;
    this.#take = take;
    this.order = order;
  }

  /** A later segment was stored although this one fails. */
  prove(): void {
    if (this.#first !== null) this.#provenAt ??= this.#host.clock();
  }

  /** @throws Failure of the disk; what was no failure at all */
  async run(): Promise<Outcome> {
    const { stopping, signal } = this.#host;
    while (!stopping.aborted) {
      const failure = await this.#once().catch((error: unknown) => {
        if (!(stopping.aborted || signal.aborted) || isOfTheDisk(error)) throw error;
        return null;
      });
      if (failure === null) break;
      if (!(failure instanceof Failure)) return { type: 'stored', segment: failure };
      if (signal.aborted) break;
      this.#count(failure);
      if (this.#isLost(failure)) return this.#without(this.#mayNotBe(failure) ? 'dropped' : 'missing');
      this.#host.failed(failure, this.order, this.#failures > 1);
      await this.#host.pause(this.#delay(failure) * 1000);
    }
    return this.#without('dropped');
  }

  /** No whole answer will come; what came of it is better than nothing. */
  async #without(type: 'missing' | 'dropped'): Promise<Outcome> {
    const short = this.#short;
    if (short === null || this.#host.signal.aborted) return { type, missing: this.#missing() };
    return { type: 'stored', segment: await this.#keep(short, this.#now) };
  }

  /** The segment as the playlist names it now, or as it did last. */
  get #now(): PlaylistSegment {
    const { epoch, sequence, segment } = this.#take;
    return this.#host.follower.find(epoch, sequence) ?? segment;
  }

  /** One try. @returns the failure of the network, or what is stored */
  async #once(): Promise<StoredSegment | Failure> {
    const { turn, fetch } = this.#host;
    const giveBack = await turn(this.order);
    try {
      const segment = this.#now;
      let whole: WholeSegment;
      try {
        whole = await fetch(segment, this.#take.epoch);
      } catch (error) {
        if (error instanceof Failure && !isOfTheDisk(error)) return error;
        throw error;
      }
      if (this.#isCut(whole, segment)) return new Failure('corrupt-media', { detail: 'it may have been cut' });
      return await this.#keep(whole, segment);
    } finally {
      giveBack();
    }
  }

  /** Whether an answer may be less than the segment. Who gets the same again has to believe it. */
  #isCut(whole: WholeSegment, { duration }: PlaylistSegment): boolean {
    const before = this.#short?.data.length ?? 0;
    if (whole.data.length === before || !this.#host.shortfall.isSuspect(whole.media, duration)) return false;
    if (whole.data.length > before) this.#short = whole;
    return true;
  }

  async #keep(whole: WholeSegment, segment: PlaylistSegment): Promise<StoredSegment> {
    const { store, succeeded, track, shortfall } = this.#host;
    const { epoch, sequence } = this.#take;
    const { map, media, data } = whole;
    const file = `${track.replace(/[^\w-]/g, '_')}-${epoch}-${sequence}.${media.container}`;
    await store(file, data);
    succeeded(this.order);
    const { duration, dateTime } = segment;
    const discontinuity = this.#discontinuityOf(segment);
    shortfall.accept(media, duration);
    const name = nameOf(segment);
    const bytes = data.length;
    freeMemory(data);
    return { track, epoch, sequence, discontinuity, file, map, bytes, duration, dateTime, name, media };
  }

  /** What the clock told of may turn out to be the beginning of another period. */
  #discontinuityOf({ discontinuity: now }: PlaylistSegment): number {
    const { discontinuity, segment } = this.#take;
    return segment.byClock === true ? discontinuity + now - segment.discontinuity : discontinuity;
  }

  #count(failure: Failure): void {
    const now = this.#host.clock();
    this.#failures += 1;
    if (failure.code === 'corrupt-media') this.#corrupt += 1;
    this.#first ??= { at: now, failure };
    this.#last = failure;
    const { epoch, sequence } = this.#take;
    if (this.#host.follower.find(epoch, sequence) === null) this.#leftAt ??= now;
    else this.#leftAt = null;
  }

  #isLost(failure: Failure): boolean {
    const { clock, follower, giveUp, finished } = this.#host;
    const now = clock();
    const since = (at: number | null): number | null => (at === null ? null : (now - at) / 1000);
    return isLost(failure, {
      failures: this.#failures,
      corrupt: this.#corrupt,
      failingFor: since(this.#first?.at ?? null) ?? 0,
      leftFor: since(this.#leftAt),
      provenFor: since(this.#provenAt),
      finished,
      mayNotBe: this.#mayNotBe(failure),
      targetDuration: follower.targetDuration,
      window: follower.window,
      giveUp,
    });
  }

  /** Whether it may be that there never was such a segment: it followed from the clock, and the server does not know it. */
  #mayNotBe({ code }: Failure): boolean {
    return code === 'not-found' && this.#now.byClock === true;
  }

  #delay(failure: Failure): number {
    const { random, follower } = this.#host;
    // What has left the playlist is asked for once more, and soon.
    const failures = this.#leftAt !== null && isRefusal(failure.code) ? 1 : this.#failures;
    const retryAfterMs = failure.retryAfterMs ?? null;
    // A server that has stopped would be asked for more and more of what the clock tells of.
    const doubtful = this.#mayNotBe(failure);
    const { targetDuration } = follower;
    return retryDelay({ failures, targetDuration, retryAfterMs, random: random(), doubtful });
  }

  #missing(): Missing {
    const { epoch, sequence, segment } = this.#take;
    const { track, playlistFailedAt } = this.#host;
    const last = this.#last;
    const blind = playlistFailedAt !== null && this.#first !== null && playlistFailedAt >= this.#first.at;
    // It left while nobody could read the playlist: the same outage as of those that were never seen.
    const cause = blind && this.#leftAt !== null ? 'outage' : gapCauseOf(last?.code ?? 'timeout');
    return { track, epoch, sequence, count: 1, duration: segment.duration, cause, detail: last?.detail ?? null };
  }
}

function isOfTheDisk(error: unknown): boolean {
  return error instanceof Failure && ofTheDisk.has(error.code);
}

const ofTheDisk: ReadonlySet<ErrorCode> = new Set(['disk-full', 'permission', 'folder-missing', 'name-collision']);
