import type { DashSegment } from './segment.ts';

/** Segments of one period, in their order. */
export interface PeriodRun {
  /** see `Period.key` */
  readonly period: string;
  readonly segments: readonly DashSegment[];
}

/**
 * Gives the segments of a track their place in one ascending sequence over all periods, the same place in every version of
 * the manifest: what a manifest counts itself keeps its number, the rest is recognised by time or address, and what comes after
 * a stretch that nobody saw is as far away as its time tells.
 */
export class Numbering {
  /** of periods whose manifest counts: what is added to its numbers */
  readonly #added = new Map<string, number>();
  /** of the others: the place of each segment of the last version */
  #known = new Map<string, Known>();
  #last: Last | null = null;

  /**
   * @param epoch seconds since 1970 that all times count from; 0 for a static manifest
   * @param usual seconds of a segment where they are all alike, or `null`: asked for only when nothing is known
   * @returns the place of the first segment of each run; the others follow one by one. Empty runs have none, nor have those
   * that lie before everything that was ever seen
   */
  assign(runs: readonly PeriodRun[], epoch: number, usual: () => number | null): (number | null)[] {
    const places = runs.map((run) => this.#placeOf(run, epoch));
    const anchor = places.findIndex((place) => place !== null);
    const filled = runs.findIndex((run) => run.segments.length > 0);
    if (filled < 0) return places;
    if (anchor < 0) places[filled] = this.#unseen(runs[filled], epoch, usual);
    spread(runs, places, anchor < 0 ? filled : anchor);
    this.#remember(runs, places, epoch);
    return places;
  }

  /** The place that is known for the first segment of a run, or `null`. */
  #placeOf(run: PeriodRun, epoch: number): number | null {
    const [first] = run.segments;
    if (first === undefined) return null;
    const added = this.#added.get(run.period);
    if (first.number !== null && added !== undefined) {
      const place = first.number + added;
      return this.#last !== null && isRestart(this.#last, place, epoch + first.start) ? null : place;
    }
    // From the newest: what is known there goes on in what is new.
    for (let at = run.segments.length - 1; at >= 0; at -= 1) {
      const known = this.#known.get(keyOf(run, at));
      const segment = run.segments[at];
      if (known === undefined || segment === undefined) continue;
      // The same time of a server that was started anew is another one.
      if (Math.abs(known.start - epoch - segment.start) <= segment.duration / 2) return known.place - at;
    }
    return null;
  }

  /** A place for segments none of which was seen before. */
  #unseen(run: PeriodRun | undefined, epoch: number, usual: () => number | null): number {
    const first = run?.segments[0];
    if (run === undefined || first === undefined) return 0;
    const said = first.number ?? first.hint;
    if (this.#last === null && said !== null) return said;
    const length = usual() ?? meanLength(run.segments);
    if (this.#last === null) {
      // The same for whoever begins at the same time, as after a restart, and for whoever begins later. Apart, because times go on
      // from zero in whole segments, but for a few frames: added to the epoch first, they could come to lie on either side of a half.
      return length === 0 ? 0 : Math.max(0, Math.round(epoch / length) + Math.round(first.start / length));
    }
    const missed = length === 0 ? 0 : Math.round((epoch + first.start - this.#last.end) / length);
    return Math.max(0, this.#last.sequence + 1 + missed);
  }

  #remember(runs: readonly PeriodRun[], places: readonly (number | null)[], epoch: number): void {
    const known = new Map<string, Known>();
    for (const [at, run] of runs.entries()) {
      const place = places[at] ?? null;
      if (place === null) continue;
      const number = run.segments[0]?.number ?? null;
      if (number !== null) this.#added.set(run.period, place - number);
      else {
        for (const [index, { start }] of run.segments.entries()) {
          known.set(keyOf(run, index), { place: place + index, start: epoch + start });
        }
      }
      const end = run.segments.at(-1);
      const sequence = place + run.segments.length - 1;
      if (end !== undefined && sequence >= (this.#last?.sequence ?? -1)) {
        this.#last = { sequence, end: epoch + end.start + end.duration };
      }
    }
    this.#known = known;
  }
}

interface Known {
  readonly place: number;
  /** seconds since 1970 */
  readonly start: number;
}

interface Last {
  readonly sequence: number;
  /** seconds since 1970 */
  readonly end: number;
}

/** Something that comes later and is counted as earlier: the server begins to count anew, and time goes on. */
function isRestart(last: Last, place: number, start: number): boolean {
  return place <= last.sequence && start >= last.end - 0.01;
}

/**
 * Fills in the places of runs that have none, in both directions from one that has. Those for which there is no room before it
 * stay without: they are older than everything that was ever seen.
 */
function spread(runs: readonly PeriodRun[], places: (number | null)[], anchor: number): void {
  let next = places[anchor] ?? 0;
  for (let at = anchor; at < runs.length; at += 1) {
    const count = runs[at]?.segments.length ?? 0;
    if (count === 0) continue;
    const place = Math.max(places[at] ?? next, next);
    places[at] = place;
    next = place + count;
  }
  let first = places[anchor] ?? 0;
  for (let at = anchor - 1; at >= 0; at -= 1) {
    const count = runs[at]?.segments.length ?? 0;
    if (count === 0) continue;
    first -= count;
    places[at] = first < 0 ? null : first;
  }
}

function keyOf(run: PeriodRun, at: number): string {
  return `${run.period} ${run.segments[at]?.key ?? ''}`;
}

/** Seconds of all of them, or `null` where they differ; the last of a stream may. */
export function commonLength(segments: readonly DashSegment[]): number | null {
  const first = segments[0]?.duration ?? 0;
  const alike = segments.slice(0, -1).every((segment) => Math.abs(segment.duration - first) < 1e-6);
  return alike && first > 0 ? first : null;
}

/** Seconds in tenths, so that the same comes out for every window. */
function meanLength(segments: readonly DashSegment[]): number {
  const sum = segments.reduce((total, segment) => total + segment.duration, 0);
  return sum === 0 ? 0 : Math.max(0.1, Math.round((sum / segments.length) * 10) / 10);
}
