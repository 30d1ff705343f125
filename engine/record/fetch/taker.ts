import type { Failure } from '../../../contract/errors.ts';
import type { RecordingOptions } from '../../../contract/recording.ts';
import { delay } from '../../download/delay.ts';
import type { Decision, Item } from '../follow/decide.ts';
import { Follower } from '../follow/follower.ts';
import { memoryOf } from '../follow/memory.ts';
import type { PlannedTrack } from '../plan.ts';
import type { MediaPlaylist } from '../playlist.ts';
import type { StoredSegment } from '../stored.ts';
import { Horizon } from './horizon.ts';
import { type Delivered, Line } from './line.ts';
import { isRefusal } from './patience.ts';
import { SegmentPool } from './pool.ts';
import { Renewal } from './renewal.ts';
import { SegmentReader } from './segment-reader.ts';
import type { TakerSink, TrackOutage } from './sink.ts';
import { SegmentStore } from './store.ts';
import type { TakerEnd, TakerOptions } from './taker-options.ts';
import { Trouble } from './trouble.ts';

export interface TrackTakerOptions extends TakerOptions {
  readonly track: PlannedTrack;
  readonly from: RecordingOptions['from'];
  /** sent with every request, or `null` */
  readonly referer: string | null;
  /**
   * of a track beside the main one: how long the recording is so far, seconds. It is tried for as long as the main one goes on.
   * `null`: it is the main one
   */
  readonly beside: (() => number) | null;
  /** the same track with the addresses the source has now; see `SharedResolve` */
  readonly resolveAnew: () => Promise<PlannedTrack>;
}

/** Milliseconds for what is under way when somebody stops it. */
const STOP_MS = 2000;

/** Takes the segments of one track from its server to the disk, in order and each once, whatever happens on the way. */
export class TrackTaker {
  readonly #options: TrackTakerOptions;
  readonly #track: string;
  readonly #follower: Follower;
  readonly #pool: SegmentPool;
  readonly #renewal: Renewal;
  readonly #trouble: Trouble;
  readonly #line: Line;
  readonly #horizon: Horizon;
  /** ends requests */
  readonly #lifetime = new AbortController();
  readonly #following = new AbortController();
  readonly #end = Promise.withResolvers<TakerEnd>();
  #finished = false;
  #renewed = false;
  #begun: boolean;
  #delivered: { readonly epoch: number; readonly sequence: number } | null;
  /** the last that was stored */
  #before: StoredSegment | null = null;
  #told: TrackOutage | null = null;
  /** why its playlist could not be read at first */
  #late: Failure | null = null;
  #hurried = false;

  constructor(options: TrackTakerOptions) {
    this.#options = options;
    const { track, known, from, resumeCause, clock, random, web, referer, read, wait = delay } = options;
    const signal = AbortSignal.any([options.signal, this.#lifetime.signal]);
    this.#track = track.id;
    this.#delivered = known;
    this.#begun = known !== null;
    this.#trouble = new Trouble(clock());
    // Whoever runs it hears of it; until then, and after its end, nobody has to.
    this.#end.promise.catch(() => {});
    const broken = (error: unknown): void => this.#end.reject(error);
    const patience = (): number => this.#giveUp;
    this.#line = new Line(
      (outcome) => this.#deliver(outcome),
      () => this.#perhapsEnded(),
      broken,
    );
    this.#horizon = new Horizon(options.wanted ?? (() => Number.POSITIVE_INFINITY));
    this.#renewal = new Renewal(
      options.resolveAnew,
      clock,
      (renewed) => this.#renew(renewed),
      (error) => this.#log('warn', 'the addresses could not be resolved anew', { reason: String(error) }),
    );
    this.#follower = new Follower({
      track,
      memory: known === null ? null : memoryOf(known),
      from,
      resumeCause,
      clock,
      random,
      wait,
      signal: AbortSignal.any([signal, this.#following.signal]),
      onRead: (decision, playlist) => this.#decided(decision, playlist),
      onFailure: (failure) => this.#playlistFailed(failure),
    });
    const store = new SegmentStore(options.folder);
    this.#pool = new SegmentPool({
      track: track.id,
      follower: this.#follower,
      reader: new SegmentReader({ web, referer, read, store, signal }),
      store,
      get giveUp() {
        return patience();
      },
      clock,
      random,
      wait,
      signal,
      playlistFailedAt: () => this.#trouble.playlistFailedAt,
      mayBegin: (order) => this.#horizon.reaches(order),
      failed: (failure, order, again) => this.#segmentFailed(failure, order, again),
      stored: () => this.#segmentStored(),
      broken,
    });
  }

  /** Takes no more. `run` ends within a moment, with what is under way. */
  stop(): void {
    this.#end.resolve('stopped');
  }

  /** The main track is over: looks at once what there still is, and from now on an outage may not last longer than asked. */
  hurry(): void {
    this.#hurried = true;
    if (!this.#finished) this.#follower.wake();
    this.#look();
  }

  /** Seconds an outage may last. */
  get #giveUp(): number {
    const { beside, giveUp } = this.#options;
    return beside === null || this.#hurried ? giveUp : Number.POSITIVE_INFINITY;
  }

  /**
   * Takes until the stream ends, an outage lasts too long, or somebody stops it. To be called once.
   * @throws Failure `disk-full` and others of the disk, `protected`; what the sink threw; the reason of the signal
   */
  async run(): Promise<TakerEnd> {
    const { signal } = this.#options;
    const onAbort = (): void => this.#end.reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    const followed = this.#follower.run().catch((error: unknown) => this.#end.reject(error));
    try {
      const how = await this.#end.promise;
      this.#following.abort(new Error(how));
      // What is under way when somebody stops it has a moment; after an outage it has had its time.
      const moment = setTimeout(() => this.#lifetime.abort(new Error(how)), how === 'stopped' ? STOP_MS : 0);
      await this.#pool.stop();
      clearTimeout(moment);
      signal.throwIfAborted();
      await this.#line.finish();
      return how;
    } finally {
      signal.removeEventListener('abort', onAbort);
      this.#following.abort(new Error('over'));
      this.#lifetime.abort(new Error('over'));
      await Promise.all([followed, this.#pool.stop(), this.#line.close()]);
    }
  }

  #decided(decision: Decision, playlist: MediaPlaylist): void {
    const { what, items, duplicates, ended } = decision;
    const { sink, clock } = this.#options;
    const believed = what === 'advanced' || what === 'unchanged';
    const over = ended && !this.#finished;
    this.#finished = ended || (this.#finished && !believed);
    this.#trouble.playlistRead(what === 'advanced', this.#finished, playlist.targetDuration, clock());
    if (duplicates > 0) sink.duplicates(this.#track, duplicates);
    if (what === 'stale') this.#log('info', 'an old playlist', { seconds: decision.age });
    if (what === 'unclear') this.#log('info', 'a playlist that does not fit, to be read again', {});
    if (!this.#begun && items.length > 0) {
      this.#begun = true;
      sink.begins(this.#track, ended ? null : items.reduce((sum, item) => sum + secondsOf(item), 0));
    }
    if (items.length > 0) this.#tellLate(items);
    for (const item of items) {
      const place = this.#line.add();
      this.#horizon.add(place.order, secondsOf(item));
      if (item.type === 'take') {
        this.#pool.add(item, place.order, place.settle);
      } else if (item.type === 'missing') {
        place.settle({ type: 'missing', missing: { track: this.#track, ...item.missing } });
      } else {
        const { epoch, cause, detail } = item;
        place.settle({ type: 'epoch', change: { track: this.#track, epoch, cause, detail } });
      }
    }
    this.#pool.finished = this.#finished;
    // What is not there now will not come any more, or is there under another address.
    if (over || (believed && this.#renewed)) this.#pool.nudge();
    if (believed) this.#renewed = false;
    this.#tellBehind();
    this.#look();
    this.#perhapsEnded();
  }

  /** What came before a playlist that could not be read at first is missing of a track beside the main one. */
  #tellLate([item]: readonly Item[]): void {
    const { beside } = this.#options;
    if (this.#late === null || beside === null || this.#delivered !== null || item?.type === 'epoch') return;
    const { epoch, sequence } = item?.type === 'take' ? item : (item?.missing ?? { epoch: 0, sequence: 0 });
    const detail = this.#late.detail ?? null;
    this.#late = null;
    const missing = {
      track: this.#track,
      epoch,
      sequence,
      count: 0,
      duration: beside(),
      cause: 'outage',
      detail,
    } as const;
    this.#line.add().settle({ type: 'missing', missing });
  }

  #playlistFailed(failure: Failure): void {
    if (this.#follower.targetDuration === 0) this.#late = failure;
    this.#trouble.playlistFailed(failure, this.#options.clock());
    this.#log('warn', 'the playlist could not be read', { code: failure.code, detail: failure.detail ?? null });
    if (isRefusal(failure.code)) this.#renewal.want();
    if (this.#line.isEmpty) this.#options.sink.stuck(this.#track);
    this.#look();
  }

  #segmentFailed(failure: Failure, order: number, again: boolean): void {
    if (order === this.#line.next) this.#options.sink.stuck(this.#track);
    this.#trouble.segmentFailed(failure, this.#options.clock());
    this.#log('warn', 'a segment could not be fetched', { code: failure.code, detail: failure.detail ?? null });
    // A single segment that is not found may be late; that no address leads there any more shows when it is asked for again.
    if (isRefusal(failure.code) && (again || failure.code !== 'not-found')) this.#renewal.want();
    this.#look();
  }

  #segmentStored(): void {
    this.#renewal.settled();
    if (this.#trouble.segmentStored(this.#options.clock())) this.#pool.nudge();
    this.#look();
  }

  #renew(track: PlannedTrack): void {
    this.#log('info', 'the addresses were resolved anew', {});
    this.#renewed = true;
    this.#follower.renew(track);
  }

  async #deliver(outcome: Delivered): Promise<void> {
    const { sink } = this.#options;
    if (outcome.type === 'stored') {
      if (this.#before !== null) this.#pool.compare(this.#before, outcome.segment);
      this.#before = outcome.segment;
      await sink.stored(outcome.segment);
      this.#delivered = outcome.segment;
    } else if (outcome.type === 'epoch') {
      await sink.epoch(outcome.change);
    } else {
      const { epoch, sequence, count, cause, detail } = outcome.missing;
      this.#log('warn', 'segments are missing', { sequence, count, cause, detail });
      await sink.missing(outcome.missing);
      if (count > 0) this.#delivered = { epoch, sequence: sequence + count - 1 };
    }
    this.#horizon.advance();
    this.#pool.look();
    this.#tellBehind();
  }

  #tellBehind(): void {
    const { epoch = 0, sequence = Number.NEGATIVE_INFINITY } = this.#delivered ?? {};
    this.#options.sink.behind(this.#track, this.#follower.behind(epoch, sequence));
  }

  /** Looks whether there is an outage, and whether it is too much. */
  #look(): void {
    const { clock, sink } = this.#options;
    const outage = this.#trouble.shown(clock());
    if (outage?.since !== this.#told?.since || outage?.code !== this.#told?.code) {
      this.#told = outage;
      sink.outage(this.#track, outage);
    }
    if (this.#trouble.isTooMuch(this.#giveUp, clock())) this.#end.resolve('gave-up');
  }

  #perhapsEnded(): void {
    if (this.#finished && this.#line.isEmpty) this.#end.resolve('ended');
  }

  #log(level: 'info' | 'warn', message: string, fields: Parameters<TakerSink['log']>[2]): void {
    this.#options.sink.log(level, message, { track: this.#track, ...fields });
  }
}

/** How long what is to be done lasts, as the playlist says. */
function secondsOf(item: Item): number {
  if (item.type === 'epoch') return 0;
  return item.type === 'take' ? item.segment.duration : item.missing.duration;
}
