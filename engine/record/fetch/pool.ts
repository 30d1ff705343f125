import type { Failure } from '../../../contract/errors.ts';
import type { Follower, Wait } from '../follow/follower.ts';
import { lackBehind } from '../ledger/lack.ts';
import type { PlaylistSegment } from '../playlist.ts';
import type { StoredSegment } from '../stored.ts';
import { hedged } from './hedge.ts';
import type { Outcome } from './line.ts';
import { type JobHost, SegmentJob, type Take } from './segment-job.ts';
import type { SegmentReader, WholeSegment } from './segment-reader.ts';
import { Shortfall } from './shortfall.ts';
import { Slots } from './slots.ts';
import type { SegmentStore } from './store.ts';

export interface PoolOptions {
  readonly track: string;
  readonly follower: Pick<Follower, 'find' | 'targetDuration' | 'window'>;
  readonly reader: SegmentReader;
  readonly store: SegmentStore;
  /** seconds, as it is just now */
  readonly giveUp: number;
  readonly clock: () => number;
  readonly random: () => number;
  readonly wait: Wait;
  /** ends requests */
  readonly signal: AbortSignal;
  playlistFailedAt(): number | null;
  /** whether a segment may be fetched already; `order`: its place in the stream */
  mayBegin(order: number): boolean;
  /** a request failed; `order`: the place of its segment in the stream; `again`: not the first for it */
  failed(failure: Failure, order: number, again: boolean): void;
  stored(): void;
  /** the taker has to end with this */
  broken(error: unknown): void;
}

/** Requests at a time: live, when it has to catch up, and for a finished playlist. */
const WIDTH = { live: 3, behind: 6, finished: 8 } as const;
/** Segments that wait for their turn when it has to catch up. */
const FAR_BEHIND = 4;
/** Durations of late that tell what is slow, and how many times slower a second request is worth it. */
const REMEMBERED = 9;
const SLOW = 3;
/** Second requests at a time: when everything is slow they would only make it slower. */
const MOST_HEDGES = 1;

/** Fetches the segments of a track, several at a time, in the order of the stream. */
export class SegmentPool {
  readonly #options: PoolOptions;
  readonly #host: JobHost;
  readonly #slots: Slots;
  readonly #shortfall = new Shortfall();
  readonly #jobs = new Set<SegmentJob>();
  readonly #stopping = new AbortController();
  #nudged = new AbortController();
  #finished = false;
  #hedges = 0;
  #seconds: number[] = [];
  #whenIdle: () => void = () => {};

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#slots = new Slots(WIDTH.live, (order) => options.mayBegin(order));
    const { track, follower, clock, random, store } = options;
    const finished = (): boolean => this.#finished;
    this.#host = {
      track,
      follower,
      get giveUp() {
        return options.giveUp;
      },
      clock,
      random,
      stopping: this.#stopping.signal,
      signal: options.signal,
      shortfall: this.#shortfall,
      get finished() {
        return finished();
      },
      get playlistFailedAt() {
        return options.playlistFailedAt();
      },
      turn: (order) => this.#slots.take(order, this.#stopping.signal),
      fetch: (segment, epoch) => this.#fetch(segment, epoch),
      store: (name, data) => store.write(name, data),
      failed: options.failed,
      succeeded: (order) => this.#succeeded(order),
      pause: (ms) => this.#pause(ms),
    };
  }

  /** Whether nothing will be added to the playlist any more. */
  set finished(finished: boolean) {
    this.#finished = finished;
    const crowded = this.#slots.waiting >= FAR_BEHIND;
    this.#slots.width = finished ? WIDTH.finished : crowded ? WIDTH.behind : WIDTH.live;
  }

  /** Begins with a segment. @param order its place in the stream */
  add(take: Take, order: number, settle: (outcome: Outcome) => void): void {
    const job = new SegmentJob(this.#host, take, order);
    this.#jobs.add(job);
    job
      .run()
      .then(settle)
      .catch((error: unknown) => this.#options.broken(error))
      .finally(() => {
        this.#jobs.delete(job);
        if (this.#jobs.size === 0) this.#whenIdle();
      })
      .catch((error: unknown) => this.#options.broken(error));
  }

  /** What was fetched was handed on, so that more may begin. */
  look(): void {
    this.#slots.look();
  }

  /** Segments that were fetched, in the order of the stream: the next tells whether the one before it was cut. */
  compare(before: StoredSegment, next: StoredSegment): void {
    if (lackBehind(before, next) > 0) this.#shortfall.reject(before.media, before.duration);
  }

  /** Lets everybody who waits before the next try begin with it: something has changed. */
  nudge(): void {
    this.#nudged.abort(new Error('something has changed'));
    this.#nudged = new AbortController();
  }

  /** Begins nothing more. Resolves when nothing is under way. */
  async stop(): Promise<void> {
    this.#stopping.abort(new Error('stopped'));
    if (this.#jobs.size > 0) await new Promise<void>((resolve) => (this.#whenIdle = resolve));
  }

  async #fetch(segment: PlaylistSegment, epoch: number): Promise<WholeSegment> {
    const { reader, clock, signal } = this.#options;
    const startedAt = clock();
    let hedging = false;
    const mayHedge = (): boolean => {
      hedging = this.#hedges < MOST_HEDGES;
      if (hedging) this.#hedges += 1;
      return hedging;
    };
    try {
      const whole = await hedged((stop) => reader.fetch(segment, epoch, stop), this.#patienceMs(), mayHedge, signal);
      this.#seconds = [...this.#seconds, (clock() - startedAt) / 1000].slice(-REMEMBERED);
      return whole;
    } finally {
      if (hedging) this.#hedges -= 1;
    }
  }

  /** Milliseconds until a request counts as slow. */
  #patienceMs(): number {
    const sorted = this.#seconds.toSorted((a, b) => a - b);
    const median = sorted[sorted.length >> 1] ?? 0;
    return Math.max(this.#options.follower.targetDuration, SLOW * median) * 1000;
  }

  #succeeded(order: number): void {
    for (const job of this.#jobs) if (job.order < order) job.prove();
    this.#options.stored();
  }

  async #pause(ms: number): Promise<void> {
    const { wait, signal } = this.#options;
    const any = AbortSignal.any([signal, this.#stopping.signal, this.#nudged.signal]);
    try {
      await wait(ms, any);
    } catch (error) {
      if (!any.aborted) throw error;
    }
  }
}
