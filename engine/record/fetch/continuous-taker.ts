import { Failure } from '../../../contract/errors.ts';
import { delay } from '../../download/delay.ts';
import { gaveUp, retryDelay } from '../follow/pace.ts';
import type { Chunker } from '../media/chunker/chunk.ts';
import { ChunkKeeper } from './chunk-keeper.ts';
import { type AnswerEnd, type ContinuousSource, EndlessAnswer } from './endless-answer.ts';
import { gapCauseOf, isRefusal } from './patience.ts';
import { Rejoin } from './rejoin.ts';
import { SameStart } from './same-start.ts';
import type { TrackOutage } from './sink.ts';
import { SegmentStore } from './store.ts';
import type { TakerEnd, TakerOptions } from './taker-options.ts';

export interface ContinuousTakerOptions extends TakerOptions {
  readonly source: ContinuousSource;
  readonly openChunker: () => Chunker;
  /** where the source is now, when its server says no */
  readonly resolveAnew: () => Promise<ContinuousSource>;
}

const TRACK = 'main';
/** Seconds between two tries at most. */
const LONGEST_RETRY = 5;
/** Times a server may say that there is nothing, after it ended its answer in order, until that is believed. */
const ENDED_TRIES = 2;
/** Milliseconds after which an answer counts as one that was well. */
const WELL_MS = 10_000;
/** Why an answer that is no failure is to be followed by another. */
const endings = { over: 'the server ended the stream', nothing: 'the stream does not go on' } as const;
/** Shorter trouble than this is none that anybody has to hear of. Milliseconds. */
const LEAST_SHOWN_MS = 1000;

/**
 * Takes a stream that is one endless answer (a radio, MPEG-TS or FLV over HTTP) to the disk in pieces, and connects anew when it
 * breaks off. Nobody knows how much came between two connections: the clock tells.
 */
export class ContinuousTaker {
  readonly #options: ContinuousTakerOptions;
  readonly #keeper: ChunkKeeper;
  readonly #start = new SameStart();
  readonly #rejoin = new Rejoin();
  readonly #stopping = new AbortController();
  #source: ContinuousSource;
  /** when the last bytes came, milliseconds since the epoch */
  #lastAt: number;
  #flowed = false;
  #told: TrackOutage | null = null;

  constructor(options: ContinuousTakerOptions) {
    const { clock, source, folder } = options;
    this.#options = options;
    this.#source = source;
    this.#keeper = new ChunkKeeper({ ...options, track: TRACK, store: new SegmentStore(folder) });
    this.#lastAt = clock();
  }

  /** Takes no more. `run` ends within a moment, with what has come. */
  stop(): void {
    this.#stopping.abort(new Error('stopped'));
  }

  /**
   * Takes until the stream ends, an outage lasts too long, or somebody stops it. To be called once.
   * @throws Failure `disk-full` and others of the disk, `unsupported` when it is no stream that can be recorded; what the sink
   * threw; the reason of the signal
   */
  async run(): Promise<TakerEnd> {
    const { clock, giveUp, signal } = this.#options;
    /** the last answer that brought something ended in order */
    let ended = false;
    for (let failures = 0; ; ) {
      const begun = clock();
      this.#flowed = false;
      const how = await this.#answer();
      signal.throwIfAborted();
      if (this.#stopping.signal.aborted) return 'stopped';
      if (how === 'same') return ended ? 'ended' : 'gave-up';
      if (how === 'nothing' && ended) return 'ended';
      if (this.#flowed) ended = how === 'over';
      failures = this.#flowed && this.#lastAt - begun > WELL_MS ? 1 : failures + 1;
      const failure = how instanceof Failure ? how : new Failure('network', { detail: endings[how] });
      if (failure.code === 'unsupported' && this.#keeper.isEmpty) throw failure;
      this.#lose(failure);
      if (ended && failure.code === 'not-found' && failures > ENDED_TRIES) return 'ended';
      if (gaveUp(this.#lastAt, clock(), giveUp)) return 'gave-up';
      if (isRefusal(failure.code)) await this.#renew();
      await this.#pause(failures, failure.retryAfterMs ?? null);
    }
  }

  #answer(): Promise<AnswerEnd> {
    const { web, openChunker, signal, sink, clock } = this.#options;
    const answer = new EndlessAnswer({
      source: this.#source,
      web,
      chunker: openChunker(),
      start: this.#start,
      rejoin: this.#rejoin,
      signal: AbortSignal.any([signal, this.#stopping.signal]),
      keep: async (chunk) => {
        await this.#keeper.keep(chunk);
        sink.behind(TRACK, 0);
        this.#tell(null);
      },
      flowed: () => {
        this.#flowed = true;
        this.#lastAt = clock();
      },
      rejoined: () => {
        sink.log('info', 'the stream goes on where it broke off', { track: TRACK });
        this.#keeper.found();
      },
      titled: (title) => sink.log('info', 'the station plays', { track: TRACK, title }),
    });
    return answer.read();
  }

  #lose(failure: Failure): void {
    const { sink, clock } = this.#options;
    const { code } = failure;
    const detail = failure.detail ?? null;
    sink.log('warn', 'the stream broke off', { track: TRACK, code, detail });
    this.#keeper.lose(this.#lastAt, gapCauseOf(code), detail);
    if (clock() - this.#lastAt >= LEAST_SHOWN_MS) this.#tell({ since: this.#lastAt, code, detail });
  }

  #tell(outage: TrackOutage | null): void {
    if (outage?.since === this.#told?.since && outage?.code === this.#told?.code) return;
    this.#told = outage;
    this.#options.sink.outage(TRACK, outage);
  }

  async #renew(): Promise<void> {
    const { resolveAnew, sink } = this.#options;
    try {
      this.#source = await resolveAnew();
    } catch (error) {
      sink.log('warn', 'the address could not be resolved anew', { track: TRACK, reason: String(error) });
    }
  }

  async #pause(failures: number, retryAfterMs: number | null): Promise<void> {
    const { random, signal, wait = delay } = this.#options;
    const any = AbortSignal.any([signal, this.#stopping.signal]);
    const seconds = retryDelay({ failures, targetDuration: LONGEST_RETRY, retryAfterMs, random: random() });
    try {
      await wait(seconds * 1000, any);
    } catch (error) {
      if (!any.aborted) throw error;
    }
  }
}
