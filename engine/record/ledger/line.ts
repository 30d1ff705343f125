/** Seconds that floating point may be off: finer than any timestamp. */
export const grain = 1e-6;

/**
 * A stretch of the recording in which the timestamps of a stream count on, so that a place in it can be told to the tick. The
 * ticks of a line are the timestamps of its first segment, and go on without wraps from there.
 */
export class Line {
  /** ticks a second */
  readonly timescale: number;
  /** ticks after which the stream's timestamps begin anew, or `null` */
  readonly wrap: number | null;
  /** what the server called this stretch, one number or several */
  readonly discontinuities = new Set<number>();
  /** ticks of the line from and to which something is stored */
  first: number;
  end: number;
  #at: number;
  #zero: number;

  /** @param at seconds on the timeline of tick `zero` */
  constructor(at: number, zero: number, timescale: number, wrap: number | null) {
    this.#at = at;
    this.#zero = zero;
    this.timescale = timescale;
    this.wrap = wrap;
    this.first = zero;
    this.end = zero;
  }

  /** Seconds on the timeline. */
  seconds(ticks: number): number {
    return this.#at + (ticks - this.#zero) / this.timescale;
  }

  /** The tick of a place on the timeline, rounded to the nearest. */
  ticks(seconds: number): number {
    return Math.round((seconds - this.#at) * this.timescale) + this.#zero;
  }

  /** Something is stored here as well. Ticks. */
  extend(first: number, end: number, discontinuity: number): void {
    this.first = Math.min(this.first, first);
    this.end = Math.max(this.end, end);
    this.discontinuities.add(discontinuity);
  }

  /** The timeline begins at this tick. */
  beginAt(ticks: number): void {
    this.#at = 0;
    this.#zero = ticks;
  }

  /** The timeline begins so many seconds later. */
  move(seconds: number): void {
    this.#at -= seconds;
  }
}

/** A place in a line. */
export interface Mark {
  readonly line: Line;
  readonly ticks: number;
}

/** Seconds on the timeline. */
export function secondsOf({ line, ticks }: Mark): number {
  return line.seconds(ticks);
}

/**
 * What is added to the ticks of a line to count from `origin`. Exact in the line of the origin; elsewhere to the nearest tick,
 * for the place of one line against another is known in seconds only.
 */
export function ticksFrom(origin: Mark, line: Line): number {
  return line === origin.line ? -origin.ticks : -line.ticks(secondsOf(origin));
}
