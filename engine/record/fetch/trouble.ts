import type { Failure } from '../../../contract/errors.ts';
import { gaveUp, outageOf } from '../follow/pace.ts';
import type { TrackOutage } from './sink.ts';

/** Something that fails, since its first failure after it last went well. Milliseconds since the epoch. */
interface Failing {
  readonly since: number;
  readonly failure: Failure;
  readonly count: number;
}

/** Shorter trouble than this is none that anybody has to hear of. Seconds. */
const LEAST_SHOWN = 1;
/** A stream that is well brings a segment within so many target durations, also when a reload of its playlist came too early. */
const SILENT_TARGETS = 2;

/**
 * Whether anything comes of a track, and since when and why it does not. What is stored tells: a segment that cannot be had is
 * no outage while others come.
 */
export class Trouble {
  #playlist: Failing | null = null;
  #segments: Failing | null = null;
  #movedAt: number;
  /** when the last segment was stored, or else the beginning */
  #storedAt: number;
  #ended = false;
  /** seconds */
  #targetDuration = 0;
  /** milliseconds since the epoch when the playlist last failed; `null` before */
  playlistFailedAt: number | null = null;

  constructor(now: number) {
    this.#movedAt = now;
    this.#storedAt = now;
  }

  /** Failed reloads in a row. */
  get playlistFailures(): number {
    return this.#playlist?.count ?? 0;
  }

  playlistFailed(failure: Failure, now: number): void {
    this.#playlist = next(this.#playlist, failure, now);
    this.playlistFailedAt = now;
  }

  /** @param moved it brought something new */
  playlistRead(moved: boolean, ended: boolean, targetDuration: number, now: number): void {
    this.#playlist = null;
    this.#ended = ended;
    this.#targetDuration = targetDuration;
    if (moved) this.#movedAt = now;
  }

  segmentFailed(failure: Failure, now: number): void {
    this.#segments = next(this.#segments, failure, now);
  }

  /** @returns whether this ended trouble with the segments */
  segmentStored(now: number): boolean {
    this.#storedAt = now;
    const ended = this.#segments !== null;
    this.#segments = null;
    return ended;
  }

  /** What is to be shown. */
  shown(now: number): TrackOutage | null {
    const worst = this.#worst(now);
    const least = Math.max(LEAST_SHOWN, this.#targetDuration) * 1000;
    return worst !== null && now - worst.since >= least ? worst : null;
  }

  /** Whether it has lasted longer than the user wants. @param giveUp seconds */
  isTooMuch(giveUp: number, now: number): boolean {
    const worst = this.#worst(now);
    return worst !== null && gaveUp(worst.since, now, giveUp);
  }

  #worst(now: number): TrackOutage | null {
    const failingSince = this.#playlist?.since ?? null;
    const outage = outageOf(
      { failingSince, movedAt: this.#movedAt, ended: this.#ended, targetDuration: this.#targetDuration },
      now,
    );
    const silent = now - this.#storedAt >= Math.max(LEAST_SHOWN, SILENT_TARGETS * this.#targetDuration) * 1000;
    const segments = silent ? this.#segments : null;
    if (outage === null || (segments !== null && segments.since < outage.since)) {
      return segments === null ? null : told(segments.since, segments.failure);
    }
    const failure = this.#playlist?.failure;
    const since = Math.max(outage.since, this.#storedAt);
    if (failure !== undefined) return told(since, failure);
    return { since, code: 'source-unavailable', detail: 'the playlist does not move on' };
  }
}

function next(before: Failing | null, failure: Failure, now: number): Failing {
  return { since: before?.since ?? now, failure, count: (before?.count ?? 0) + 1 };
}

function told(since: number, { code, detail }: Failure): TrackOutage {
  return { since, code, detail: detail ?? null };
}
