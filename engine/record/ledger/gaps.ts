import type { GapEntry } from '../../../contract/recording.ts';
import type { Missing } from '../journal-entry.ts';
import { coveredBy } from './covered.ts';
import { grain } from './line.ts';

type Gap = { -readonly [Key in keyof GapEntry]: GapEntry[Key] } & {
  /** media segments that are missing for certain, also where `segments` has to say that nobody knows how many are */
  count: number;
};

/** What is missing in front of a place. */
export interface Lack {
  /** in the order of time; one that reaches over the place is cut there */
  readonly gaps: readonly GapEntry[];
  /** media segments */
  readonly segments: number;
  /** without picture or sound; where both are missing, it counts once */
  readonly seconds: number;
}

/** A place where a track has nothing: one gap, or several of different causes one behind the other. */
export class Hole {
  readonly gaps: Gap[] = [];

  /** Seconds. */
  get length(): number {
    return this.gaps.reduce((sum, { length }) => sum + length, 0);
  }

  /** Whether no media segment is known to be missing in it. */
  get isUncounted(): boolean {
    return this.gaps.every(({ count }) => count === 0);
  }
}

/** What is missing of a recording. Seconds on its timeline. */
export class Gaps {
  readonly #holes: Hole[] = [];
  /** what was told last; `null` when something has changed since */
  #told: { readonly end: number; readonly lack: Lack } | null = null;

  /** Adds what is missing to a hole that is not settled yet, at its end. `at` is where a new hole begins. */
  add(hole: Hole, { track, duration, count, cause, detail }: Missing, at: number): void {
    if (hole.gaps.length === 0) this.#holes.push(hole);
    this.#told = null;
    const last = hole.gaps.at(-1);
    if (last?.cause === cause) {
      // A number that is not known stays unknown.
      last.segments = last.segments === 0 || count === 0 ? 0 : last.segments + count;
      last.length += duration;
      last.detail ??= detail;
      last.count += count;
      return;
    }
    const begin = last === undefined ? at : last.at + last.length;
    hole.gaps.push({ at: begin, length: duration, cause, segments: count, count, track, detail });
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
    this.#told = null;
  }

  /** What is missing in front of a place, with which the recording ends. @param end seconds, or infinite */
  before(end: number): Lack {
    if (this.#told?.end !== end) this.#told = { end, lack: this.#lackBefore(end) };
    return this.#told.lack;
  }

  /** It turned out that nothing is missing there. */
  drop(hole: Hole): void {
    this.#holes.splice(this.#holes.indexOf(hole), 1);
    this.#told = null;
  }

  #lackBefore(end: number): Lack {
    const cut = this.#holes.flatMap(({ gaps }) => gaps.flatMap((gap) => cutAt(gap, end))).sort((a, b) => a.at - b.at);
    return {
      gaps: cut.map(({ count: _, ...entry }) => entry),
      segments: cut.reduce((sum, { count }) => sum + count, 0),
      seconds: coveredBy(cut.filter(({ track }) => !track.startsWith('subtitles'))),
    };
  }
}

/** What of a gap lies in front of a place. Of its segments those that begin there, as if all were of one length. */
function cutAt(gap: Gap, end: number): Gap[] {
  const room = end - gap.at;
  if (room < grain) return [];
  if (room >= gap.length) return [gap];
  const begun = (count: number): number => Math.max(0, Math.min(count, Math.ceil((room / gap.length) * count - grain)));
  return [{ ...gap, length: room, segments: begun(gap.segments), count: begun(gap.count) }];
}
