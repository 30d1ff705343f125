import type { GapEntry } from '../../../contract/recording.ts';
import { heldBy } from '../held.ts';
import type { Missing } from '../journal-entry.ts';
import { lackBehind } from '../lack.ts';
import type { StoredSegment } from '../stored.ts';
import { coveredBy } from './covered.ts';

/**
 * What is missing at the end of a segment that was cut, as the next one tells.
 * @returns `null`: nothing, as far as anybody knows
 */
export function missingBehind(before: StoredSegment, next: StoredSegment): Missing | null {
  const duration = lackBehind(before, next);
  if (duration === 0) return null;
  const { track, epoch, sequence } = before;
  const detail = `${(heldBy(before.media) ?? 0).toFixed(3)} s of ${before.duration.toFixed(3)} s`;
  return { track, epoch, sequence, count: 0, duration, cause: 'short', detail };
}

type Gap = { -readonly [Key in keyof GapEntry]: GapEntry[Key] };

/** A place where a track has nothing: one gap, or several of different causes one behind the other. */
export class Hole {
  readonly gaps: Gap[] = [];

  /** Seconds. */
  get length(): number {
    return this.gaps.reduce((sum, { length }) => sum + length, 0);
  }

  /** Whether no media segment is known to be missing in it. */
  get isUncounted(): boolean {
    return this.gaps.every(({ segments }) => segments === 0);
  }
}

/** What is missing of a recording. Seconds on its timeline. */
export class Gaps {
  readonly #holes: Hole[] = [];
  /** seconds without picture or sound; `null` until it is asked for again */
  #missing: number | null = null;

  /** Adds what is missing to a hole that is not settled yet, at its end. `at` is where a new hole begins. */
  add(hole: Hole, { track, duration, count, cause, detail }: Missing, at: number): void {
    if (hole.gaps.length === 0) this.#holes.push(hole);
    this.#missing = null;
    const last = hole.gaps.at(-1);
    if (last?.cause === cause) {
      // A number that is not known stays unknown.
      last.segments = last.segments === 0 || count === 0 ? 0 : last.segments + count;
      last.length += duration;
      last.detail ??= detail;
      return;
    }
    const begin = last === undefined ? at : last.at + last.length;
    hole.gaps.push({ at: begin, length: duration, cause, segments: count, track, detail });
  }

  /** The track goes on: its hole is from `from` to `to`, and what the playlist said about its length is put right. */
  settle(hole: Hole, from: number, to: number): void {
    const said = hole.length;
    const length = Math.max(0, to - from);
    let at = from;
    for (const gap of hole.gaps) {
      gap.at = at;
      gap.length = said === 0 ? length / hole.gaps.length : (gap.length / said) * length;
      at += gap.length;
    }
    this.#missing = null;
  }

  /** It turned out that nothing is missing there. */
  drop(hole: Hole): void {
    this.#holes.splice(this.#holes.indexOf(hole), 1);
    this.#missing = null;
  }

  get count(): number {
    return this.#holes.reduce((sum, { gaps }) => sum + gaps.length, 0);
  }

  /** How much is missing of picture or sound up to a place; where both are, it counts once. Seconds. */
  missing(end: number): number {
    this.#missing ??= coveredBy(this.list().filter(({ track }) => !track.startsWith('subtitles')));
    return Math.min(this.#missing, end);
  }

  /** In the order of time. */
  list(): GapEntry[] {
    return this.#holes.flatMap(({ gaps }) => gaps.map((gap) => ({ ...gap }))).sort((a, b) => a.at - b.at);
  }
}
