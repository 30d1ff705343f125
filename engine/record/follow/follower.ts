import { Failure } from '../../../contract/errors.ts';
import type { GapCause, RecordingOptions } from '../../../contract/recording.ts';
import type { PlannedTrack } from '../plan.ts';
import type { MediaPlaylist, PlaylistSegment } from '../playlist.ts';
import { type Decision, decide } from './decide.ts';
import { totalDuration } from './known.ts';
import type { Memory } from './memory.ts';
import { reloadDelay, retryDelay } from './pace.ts';

/** Waits for milliseconds, or throws the reason of the signal at once when it is aborted. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>;

export interface FollowerOptions {
  readonly track: PlannedTrack;
  /** what an earlier attempt left, or `null` */
  readonly memory: Memory | null;
  /** where to begin when there is none */
  readonly from: RecordingOptions['from'];
  /** why what left the playlist since then is missing */
  readonly resumeCause: GapCause;
  /** milliseconds since the epoch */
  readonly clock: () => number;
  /** 0 to 1 */
  readonly random: () => number;
  readonly wait: Wait;
  /** ends following */
  readonly signal: AbortSignal;
  onRead(decision: Decision, playlist: MediaPlaylist): void;
  onFailure(failure: Failure): void;
}

/** Seconds a playlist may take to come: a request that hangs must not cost the window. */
const LOAD_LEAST = 10;
const LOAD_TARGETS = 3;
/** Seconds until a server that holds a reload back has to answer, in target durations (RFC 8216bis section 6.2.5.2), and a little. */
const BLOCK_TARGETS = 4;

/** Reads the playlist of a track again and again, at the pace its server wants, and tells what each answer means. */
export class Follower {
  readonly #options: FollowerOptions;
  #track: PlannedTrack;
  #memory: Memory | null;
  /** the last that was believed */
  #playlist: MediaPlaylist | null = null;
  #cause: GapCause;
  #renewed = false;
  #wake = new AbortController();
  #failures = 0;
  /** seconds the last load took */
  #lastLoad = 0;

  constructor(options: FollowerOptions) {
    this.#options = options;
    this.#track = options.track;
    this.#memory = options.memory;
    this.#cause = options.memory === null ? 'outage' : options.resumeCause;
  }

  /** Seconds; 0 before the first answer. */
  get targetDuration(): number {
    return this.#playlist?.targetDuration ?? 0;
  }

  /** Seconds the playlist holds. */
  get window(): number {
    return this.#memory?.window ?? 0;
  }

  /** Takes up the addresses of a source that was resolved anew, and reads them at once. */
  renew(track: PlannedTrack): void {
    this.#track = track;
    this.#renewed = true;
    this.#failures = 0;
    this.#wake.abort(new Error('resolved anew'));
  }

  /** Reads the playlist at once. */
  wake(): void {
    this.#wake.abort(new Error('wanted at once'));
  }

  /** A segment as the playlist names it now, under the recording's numbers; `null` when it is no longer in it. */
  find(epoch: number, sequence: number): PlaylistSegment | null {
    if (this.#memory === null || this.#playlist === null || epoch !== this.#memory.epoch) return null;
    const { segments } = this.#playlist;
    const wanted = sequence - this.#memory.shift.sequence;
    let low = 0;
    let high = segments.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = segments[middle];
      if (found === undefined) return null;
      if (found.sequence === wanted) return found;
      if (found.sequence < wanted) low = middle + 1;
      else high = middle - 1;
    }
    return null;
  }

  /** Seconds of media in the playlist behind a segment; `null` for a finished playlist, or before the first. */
  behind(epoch: number, sequence: number): number | null {
    if (this.#memory === null || this.#playlist === null || this.#playlist.ended) return null;
    const { segments } = this.#playlist;
    if (epoch !== this.#memory.epoch) return totalDuration(segments);
    const wanted = sequence - this.#memory.shift.sequence;
    let seconds = 0;
    for (let i = segments.length - 1; i >= 0; i -= 1) {
      const segment = segments[i];
      if (segment === undefined || segment.sequence <= wanted) break;
      seconds += segment.duration;
    }
    return seconds;
  }

  /**
   * Follows until the signal is aborted, also a finished playlist: its addresses may have to be resolved anew.
   * @throws Failure `protected`; what was no failure at all
   */
  async run(): Promise<void> {
    const { signal, clock } = this.#options;
    while (!signal.aborted) {
      const startedAt = clock();
      // Whoever wakes from now on wants another reload than this one.
      this.#wake = new AbortController();
      const delay = await this.#reload();
      await this.#pause(delay === null ? null : delay * 1000 - (clock() - startedAt));
    }
  }

  /** @returns seconds from its beginning to the next; `null`: until somebody wakes it */
  async #reload(): Promise<number | null> {
    const { clock, signal, onFailure, onRead, from } = this.#options;
    const wake = this.#wake.signal;
    try {
      const playlist = await this.#load(wake);
      if (signal.aborted || wake.aborted) return 0;
      const reading = { now: clock(), from, renewed: this.#renewed, cause: this.#cause };
      const decision = decide(this.#memory, playlist, reading);
      this.#memory = decision.memory;
      this.#failures = 0;
      const believed = decision.what === 'advanced' || decision.what === 'unchanged';
      if (believed) {
        this.#playlist = playlist;
        this.#renewed = false;
        if (decision.what === 'advanced') this.#cause = 'outage';
      }
      onRead(decision, playlist);
      return decision.ended ? null : this.#nextDelay(decision, playlist);
    } catch (error) {
      if (signal.aborted || wake.aborted) return 0;
      if (!(error instanceof Failure) || error.code === 'protected') throw error;
      this.#failures += 1;
      onFailure(error);
      const { random } = this.#options;
      const retryAfterMs = error.retryAfterMs ?? null;
      const targetDuration = this.#playlist?.targetDuration ?? LOAD_LEAST;
      const wait = retryDelay({ failures: this.#failures, targetDuration, retryAfterMs, random: random() });
      return wait + this.#lastLoad;
    }
  }

  async #load(wake: AbortSignal): Promise<MediaPlaylist> {
    const { clock, signal } = this.#options;
    const before = this.#renewed ? null : this.#playlist;
    const block = this.#failures === 0 && before?.control.canBlockReload === true;
    const last = before?.segments.at(-1);
    const waitFor = block && last !== undefined ? last.sequence + 1 : null;
    const target = this.targetDuration;
    const most = Math.max(LOAD_LEAST, LOAD_TARGETS * target) + (waitFor === null ? 0 : BLOCK_TARGETS * target);
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(new Error('late')), most * 1000);
    const startedAt = clock();
    try {
      return await this.#track.load({ signal: AbortSignal.any([signal, wake, late.signal]), waitFor, before });
    } catch (error) {
      if (late.signal.aborted && !signal.aborted && !wake.aborted) {
        throw new Failure('timeout', { detail: `no playlist within ${Math.ceil(most)} s`, cause: error });
      }
      throw error;
    } finally {
      clearTimeout(timer);
      this.#lastLoad = (clock() - startedAt) / 1000;
    }
  }

  #nextDelay({ what, memory }: Decision, playlist: MediaPlaylist): number {
    return reloadDelay({
      targetDuration: playlist.targetDuration,
      window: memory?.window ?? 0,
      changed: what === 'advanced',
      blocking: what === 'advanced' && playlist.control.canBlockReload,
      reloadAfter: playlist.reloadAfter,
    });
  }

  /** @param ms `null`: until somebody wakes it */
  async #pause(ms: number | null): Promise<void> {
    const { signal, wait } = this.#options;
    const either = AbortSignal.any([signal, this.#wake.signal]);
    if (either.aborted) return;
    try {
      if (ms === null) await new Promise((_, reject) => either.addEventListener('abort', () => reject(either.reason)));
      else if (ms > 0) await wait(ms, either);
    } catch (error) {
      if (!either.aborted) throw error;
    }
  }
}
