/** Seconds of media behind the end of what is wanted: the keyframe to end with, and sound that is stored later than its pictures. */
const AHEAD = 5;

/** How far ahead the segments of a track are fetched where not all of it is wanted, by what its playlist says of their durations. */
export class Horizon {
  readonly #wanted: () => number;
  /** where the places that were not handed on begin, seconds */
  readonly #begins = new Map<number, number>();
  #end = 0;
  #next = 0;

  /** @param wanted how many seconds are wanted behind what was handed on; infinite: all */
  constructor(wanted: () => number) {
    this.#wanted = wanted;
  }

  /** There is another place in the line. @param order counts the places @param seconds how long it lasts */
  add(order: number, seconds: number): void {
    this.#begins.set(order, this.#end);
    this.#end += seconds;
  }

  /** The first place in the line was handed on. */
  advance(): void {
    this.#begins.delete(this.#next);
    this.#next += 1;
  }

  /** Whether what stands in a place may be fetched now. What comes next always may. */
  reaches(order: number): boolean {
    const begin = this.#begins.get(order) ?? 0;
    const from = this.#begins.get(this.#next) ?? begin;
    return begin - from <= Math.max(0, this.#wanted()) + AHEAD;
  }
}
