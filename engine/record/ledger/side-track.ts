import type { BreakCause } from '../../../contract/recording.ts';
import type { Forgone, Missing } from '../journal-entry.ts';
import type { StoredSegment, StreamSummary } from '../stored.ts';
import { type Alignment, align, type Predecessor } from './align.ts';
import { anchorOf } from './anchor.ts';
import { formatChange, formatsOf } from './format-change.ts';
import { type Gaps, Hole } from './gaps.ts';
import { missingBehind } from './lack.ts';
import { Line } from './line.ts';
import type { MainTrack } from './main-track.ts';
import type { Join, Kept } from './placed.ts';
import { referenceOf } from './reference.ts';
import { type Between, isContinuous, nothingBetween, unwrap } from './succession.ts';

/** Where a segment of another track lies on the timeline. */
export interface SidePlace {
  /** seconds */
  readonly at: number;
  readonly end: number;
  /** the line and what is added to timestamps, in their own ticks; `null` for what has no streams (WebVTT) */
  readonly alignment: Alignment | null;
  /** its timestamps are not those of the main track: the line is its own */
  readonly alone: boolean;
}

/** A segment of another track than the main one. */
export interface SideSegment extends Kept {
  readonly reference: StreamSummary | null;
  /** `null` until the main track tells where it lies */
  place: SidePlace | null;
}

/** A hole in front of a segment, and from where on fragments are without what is in it; `null`: none is. */
interface OpenHole {
  readonly hole: Hole;
  readonly forgone: number | null;
}

interface Pending {
  readonly item: SideSegment;
  readonly between: Between;
  readonly hole: OpenHole | null;
  /** ticks from the end of the segment before it to its beginning, where its timestamps go on there; else `null` */
  readonly ahead: number | null;
  /** where the main track ended when it was stored, seconds */
  readonly mainEnd: number;
}

/** How far the main track goes on before a segment whose timestamps fit nowhere is placed by other means, seconds. */
const patience = 20;

/** Seconds by which the tracks of a stream may begin and end apart without anything missing. */
export const overhang = 1;

/** A track beside the main one, on whose timeline it is placed as soon as the main track has got there. */
export class SideTrack {
  /** in their order, without those that were let go of */
  readonly segments: SideSegment[] = [];
  readonly #main: MainTrack;
  readonly #gaps: Gaps;
  readonly #pending: Pending[] = [];
  #between: Between = nothingBetween;
  #hole: Hole | null = null;
  #newest: SideSegment | null = null;
  /** the last that was placed */
  #before: (SideSegment & { readonly place: SidePlace }) | null = null;
  #isAhead = false;
  /** what fragments are without, as far as the hole it lies in is not settled */
  #forgone: { readonly from: number; readonly counted: number } | null = null;
  /** up to where fragments are in their places: what comes of it later is in none of them */
  #made = 0;

  constructor(main: MainTrack, gaps: Gaps) {
    this.#main = main;
    this.#gaps = gaps;
  }

  /** Up to where on the timeline everything that will be known of this track is known. Seconds; infinite when it is ahead. */
  get reach(): number {
    if (this.#pending.length > 0)
      return this.#isAhead ? Number.POSITIVE_INFINITY : Math.max(this.#placedEnd, this.#made);
    return Math.max(this.#placedEnd + this.#between.missing, this.#made);
  }

  /** Up to where it was taken, as far as anybody knows: what has no place yet lies behind the rest. Seconds. */
  get taken(): number {
    const waiting = this.#pending.reduce((sum, { item, between }) => sum + between.missing + item.segment.duration, 0);
    return this.#placedEnd + waiting + this.#between.missing;
  }

  miss(missing: Missing): void {
    // What a fragment is without is missing already.
    const counted = Math.min(missing.duration, this.#forgone?.counted ?? 0);
    if (this.#forgone !== null) this.#forgone = { ...this.#forgone, counted: this.#forgone.counted - counted };
    if (counted === 0 || counted < missing.duration) this.#addGap({ ...missing, duration: missing.duration - counted });
    this.#between = { ...this.#between, gap: true, missing: this.#between.missing + missing.duration };
  }

  /** A fragment was made without this track. */
  forgo({ track, from, to, detail }: Forgone): void {
    const begin = Math.max(from, this.#made);
    if (to <= begin) return;
    const gap = { track, epoch: 0, sequence: 0, count: 0, duration: to - begin, cause: 'outage', detail } as const;
    if (to <= this.#placedEnd) {
      // It has come meanwhile, too late.
      this.#gaps.add(new Hole(), gap, begin);
    } else {
      this.#addGap(gap);
      const { from: first = begin, counted = 0 } = this.#forgone ?? {};
      this.#forgone = { from: first, counted: counted + to - begin };
    }
    this.#made = to;
  }

  /** Nothing more will come of it: what it lacks up to the end of the recording is missing. @param end seconds */
  end(end: number, track: string, detail: string | null): void {
    const lack = end - this.reach;
    // Text lags by a segment, and where it lies is only known as well as the playlist says.
    const isText = this.#newest !== null && this.#newest.reference === null;
    const usual = Math.max(overhang, isText ? 1.5 * (this.#newest?.segment.duration ?? 0) : 0);
    if (lack > usual) this.#addGap({ track, epoch: 0, sequence: 0, count: 0, duration: lack, cause: 'outage', detail });
    // A fragment that was made meanwhile tells nothing new.
    this.#made = Math.max(this.#made, end);
  }

  store(segment: StoredSegment): void {
    const reference = referenceOf(segment.media) ?? null;
    const before = this.#newest;
    const lack = before === null || this.#between.gap ? null : missingBehind(before.segment, segment);
    if (lack !== null) this.miss(lack);
    const ahead = aheadOf(before, segment, reference, this.#between);
    const isTimed = reference !== null && segment.media.timed;
    const join = before === null ? null : joinOf(before.segment, segment, this.#between.gap, isTimed && ahead === null);
    const item: SideSegment = { segment, reference, join, order: (before?.order ?? -1) + 1, place: null };
    this.segments.push(item);
    const hole = this.#hole === null ? null : { hole: this.#hole, forgone: this.#forgone?.from ?? null };
    this.#pending.push({ item, between: this.#between, hole, ahead, mainEnd: this.#main.end });
    this.#newest = item;
    this.#between = nothingBetween;
    this.#hole = null;
    this.#forgone = null;
  }

  /** Places what can be placed. @param over whether the main track will not go on: then everything is */
  settle(over: boolean): void {
    for (let next = this.#pending[0]; next !== undefined; next = this.#pending[0]) {
      const place = this.#place(next, over);
      if (place === null) return;
      this.#pending.shift();
      next.item.place = place;
      if (next.hole !== null) this.#settleHole(next.hole, place.at);
      this.#before = Object.assign(next.item, { place });
    }
  }

  /** @param at where the track goes on, seconds */
  #settleHole({ hole, forgone }: OpenHole, at: number): void {
    if (this.#before === null && forgone === null && at <= overhang && hole.isUncounted) {
      // It begins with the main track after all.
      this.#gaps.drop(hole);
      return;
    }
    const begun = this.#before === null ? at - hole.length : this.#placedEnd;
    const from = Math.max(0, forgone === null ? Math.max(begun, Math.min(at, this.#made)) : Math.min(begun, forgone));
    this.#gaps.settle(hole, from, Math.max(from, at, forgone === null ? 0 : this.#made));
  }

  #addGap(missing: Missing): void {
    this.#hole ??= new Hole();
    this.#gaps.add(this.#hole, missing, Math.max(this.#placedEnd, this.#made));
  }

  get #placedEnd(): number {
    return this.#before?.place.end ?? 0;
  }

  #place(next: Pending, over: boolean): SidePlace | null {
    if (!this.#main.begun && !over) {
      this.#isAhead = true;
      return null;
    }
    const { reference, segment } = next.item;
    if (reference === null) return this.#placeByDuration(next);
    const before = this.#before?.reference == null ? null : this.#predecessor(this.#before, this.#before.reference);
    if (before !== null && this.#before?.place.alone === true && next.ahead !== null)
      return goOn(reference, before, next.ahead, true);
    if (segment.media.timed) {
      const candidate = { media: segment.media, reference, discontinuity: segment.discontinuity };
      const found = align(candidate, before, next.ahead !== null, this.#main.lines);
      if (typeof found === 'object') return placeIn(found, reference, false);
      this.#isAhead = found === 'ahead';
      const isLate = this.#main.end - next.mainEnd > patience;
      if (!over && (this.#isAhead || !isLate)) return null;
      if (over && before !== null && next.ahead !== null) return goOn(reference, before, next.ahead, false);
    }
    const line = new Line(this.#guess(next), reference.first, reference.timescale, segment.media.wrap);
    return placeIn({ line, lift: 0 }, reference, true);
  }

  #predecessor({ place }: { readonly place: SidePlace }, reference: StreamSummary): Predecessor | null {
    return place.alignment === null ? null : { ...place.alignment, reference };
  }

  #placeByDuration(next: Pending): SidePlace {
    const at = this.#guess(next);
    return { at, end: at + next.item.segment.duration, alignment: null, alone: true };
  }

  #guess({ item, between, mainEnd }: Pending): number {
    const anchor = anchorOf(item.segment, this.#main.placed);
    if (anchor !== undefined) return anchor;
    if (this.#before !== null) return this.#placedEnd + between.missing;
    return Math.max(0, mainEnd - item.segment.duration);
  }
}

/** Behind the segment before, in the same line. @param ahead ticks between them */
function goOn(reference: StreamSummary, before: Predecessor, ahead: number, alone: boolean): SidePlace {
  const lift = before.reference.end + before.lift + ahead - reference.first;
  return placeIn({ line: before.line, lift }, reference, alone);
}

function placeIn(alignment: Alignment, { first, end, timescale }: StreamSummary, alone: boolean): SidePlace {
  const { line, lift } = alignment;
  const seconds = (ticks: number): number => line.seconds(((ticks + lift) * line.timescale) / timescale);
  return { at: seconds(first), end: seconds(end), alignment, alone };
}

/** How many ticks a segment begins behind the one before it, when its timestamps go on there; else `null`. */
function aheadOf(
  before: SideSegment | null,
  { media, epoch, discontinuity }: StoredSegment,
  reference: StreamSummary | null,
  between: Between,
): number | null {
  if (before === null || before.reference === null || reference === null) return null;
  if (before.reference.timescale !== reference.timescale || before.segment.media.timed !== media.timed) return null;
  const missing = (between.missing + between.silent) * reference.timescale;
  if (!media.timed) {
    const { segment } = before;
    return segment.epoch === epoch && segment.discontinuity === discontinuity ? Math.round(missing) : null;
  }
  const distance = reference.first - before.reference.end;
  const ahead = distance + unwrap(distance - missing, media.wrap);
  return isContinuous(ahead / reference.timescale, before.reference, reference, between) ? ahead : null;
}

function joinOf(before: StoredSegment, now: StoredSegment, gap: boolean, jumps: boolean): Join | null {
  const change = formatChange(formatsOf(before.media), formatsOf(now.media), false);
  const cause = causeOf(before, now, change, jumps);
  if (!gap && cause === null) return null;
  return { gap, cause, detail: change, sameFormat: change === null };
}

function causeOf(before: StoredSegment, now: StoredSegment, change: string | null, jumps: boolean): BreakCause | null {
  if (before.epoch !== now.epoch) return 'reset';
  if (before.discontinuity !== now.discontinuity) return 'announced';
  if (change !== null) return 'format';
  return jumps ? 'timestamps' : null;
}
