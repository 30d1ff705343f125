import { Failure } from '../../../contract/errors.ts';
import type { FragmentEntry, Timeline } from '../../../contract/recording.ts';
import type { ClosedCut } from '../journal-entry.ts';
import { type Mark, secondsOf } from './line.ts';
import { endOf, firstOf, markAt, type Placed, startOf } from './placed.ts';

/** Where a fragment begins. */
export interface SpanStart {
  /** the segment with the keyframe it begins with */
  readonly placed: Placed;
  readonly mark: Mark;
  /** see `FragmentPlan.fromCut` */
  readonly fromCut: boolean;
  /** the first segment of which the fragments cut from each other up to here may hold something */
  readonly run: Placed;
}

/** Where a fragment ends. */
export interface SpanEnd {
  /** the segment with the keyframe that is no more in it; where it ends behind a segment, that segment */
  readonly placed: Placed;
  readonly mark: Mark;
  /** behind the segment */
  readonly behind: boolean;
}

/** A fragment that is closed and not in its place. */
export interface Span {
  readonly part: number;
  /** where the one before it ends; `null` of the first */
  readonly after: SpanEnd | null;
  readonly start: SpanStart;
  readonly end: SpanEnd;
  readonly tooLong: boolean;
}

/** Pictures in front of the first keyframe they could be shown with. */
type Leading = NonNullable<Timeline['leading']>[number];

/** The fragments of a recording, of which the last is open. */
export class Spans {
  /** closed, and not published; failed ones as well, because their segments stay */
  readonly held = new Map<number, Span>();
  readonly entries: FragmentEntry[] = [];
  readonly #leading: Leading[] = [];
  /** what the open fragment begins with; `null` until its first keyframe is stored */
  open: SpanStart | null = null;
  /** the end of the last closed one */
  last: { readonly cut: ClosedCut; readonly end: SpanEnd } | null = null;
  published = 0;

  get nextPart(): number {
    return (this.entries.at(-1)?.part ?? 0) + 1;
  }

  /** A segment of the main track was stored. @param placed all that are kept, that one last */
  stored(placed: readonly Placed[]): boolean {
    if (this.open !== null) return false;
    const newest = placed.at(-1);
    return newest !== undefined && this.#open(placed, newest);
  }

  /** A fragment was closed. @throws Failure `internal` where there is no such place */
  closed(part: number, cut: ClosedCut, tooLong: boolean, placed: readonly Placed[]): void {
    const segment = placed.findLast(
      ({ segment: { epoch, sequence } }) => epoch === cut.epoch && sequence === cut.sequence,
    );
    const start = this.open;
    if (segment === undefined || start === null)
      throw new Failure('internal', { detail: `fragment ${part} ends where nothing is stored` });
    const mark = cut.pts === null ? endOf(segment) : markAt(segment, cut.pts);
    const end: SpanEnd = { placed: segment, mark, behind: cut.pts === null };
    this.held.set(part, { part, after: this.last?.end ?? null, start, end, tooLong });
    const at = secondsOf(start.mark);
    this.entries.push({
      part,
      at,
      length: lengthOf(start.mark, mark),
      state: 'closed',
      path: null,
      size: null,
      tooLong,
    });
    this.last = { cut, end };
    this.open = end.behind ? null : { placed: segment, mark, fromCut: true, run: start.run };
    if (!end.behind) return;
    for (const later of placed) if (later.order > segment.order && this.open === null) this.#open(placed, later);
  }

  /** A fragment is in its place: its segments may go. */
  publish(part: number, path: string, size: number): void {
    this.held.delete(part);
    this.published += 1;
    this.#replace(part, { state: 'published', path, size });
  }

  fail(part: number): void {
    this.#replace(part, { state: 'failed' });
  }

  /** Closed ones that are neither published nor failed. */
  unfinished(): Span[] {
    return [...this.held.values()].filter(({ part }) => this.#find(part)?.state === 'closed');
  }

  /** The fragment that is being recorded. `end`: where what is stored ends. */
  openEntry(end: number): FragmentEntry | null {
    if (this.open === null) return null;
    const at = secondsOf(this.open.mark);
    const length = Math.max(0, end - at);
    return { part: this.nextPart, at, length, state: 'open', path: null, size: null, tooLong: false };
  }

  /**
   * What stands in no fragment.
   * @param placed all segments of the main track that are kept
   * @param over nothing will be added, and no keyframe will come any more
   */
  leadingIn(placed: readonly Placed[], over: boolean): Leading[] {
    if (!over || this.open !== null) return this.#leading;
    const rest = leadingOf(this.#behindLast(placed), null);
    return rest === null ? this.#leading : [...this.#leading, rest];
  }

  #behindLast(placed: readonly Placed[]): Placed[] {
    const after = this.last?.end.placed.order ?? -1;
    return placed.filter(({ order }) => order > after);
  }

  /** The next fragment begins in `candidate`, if that has a keyframe. */
  #open(placed: readonly Placed[], candidate: Placed): boolean {
    const mark = startOf(candidate);
    if (mark === undefined) return false;
    this.open = { placed: candidate, mark, fromCut: false, run: candidate };
    const run = this.#behindLast(placed).filter(({ order }) => order <= candidate.order);
    const note = leadingOf(run, mark);
    if (note !== null) this.#leading.push(note);
    return true;
  }

  #find(part: number): FragmentEntry | undefined {
    return this.entries.findLast((entry) => entry.part === part);
  }

  #replace(part: number, change: Partial<FragmentEntry>): void {
    const index = this.entries.findLastIndex((entry) => entry.part === part);
    const entry = this.entries[index];
    if (entry !== undefined) this.entries[index] = { ...entry, ...change };
  }
}

/** The stretch of a run that comes before its first keyframe; of a run without one, all of it. `null`: nothing. */
function leadingOf(run: readonly Placed[], start: Mark | null): Leading | null {
  let length = 0;
  let units = 0;
  for (const placed of run) {
    const { reference } = placed;
    const whole = reference.end - reference.first;
    const isLast = start !== null && placed === run.at(-1);
    const before = isLast ? Math.max(0, start.ticks - firstOf(placed).ticks) : whole;
    length += before / reference.timescale;
    units += isLast ? Math.round((reference.units * before) / Math.max(whole, 1)) : reference.units;
  }
  const first = run[0];
  if (first === undefined || units === 0) return null;
  return { at: Math.max(0, secondsOf(firstOf(first))), length, units };
}

/** Seconds; to the tick where both are in one line. */
export function lengthOf(from: Mark, to: Mark): number {
  if (from.line === to.line) return (to.ticks - from.ticks) / from.line.timescale;
  return Math.max(0, secondsOf(to) - secondsOf(from));
}

/** The next segment of the main track, whatever lies between. The one in which a fragment ends may be let go of already. */
export function nextBehind({ placed }: SpanEnd, main: readonly Placed[]): Placed | undefined {
  return main.find(({ order }) => order > placed.order);
}
