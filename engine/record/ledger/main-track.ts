import type { BreakEntry } from '../../../contract/recording.ts';
import type { JournalEntry, Missing } from '../journal-entry.ts';
import type { StoredSegment, StreamSummary } from '../stored.ts';
import { formatChange, formatsBehind, formatsOf, formatsWith, type KnownFormats } from './format-change.ts';
import { type Gaps, Hole } from './gaps.ts';
import { missingBehind } from './lack.ts';
import { Line, secondsOf } from './line.ts';
import { endOf, firstOf, type Join, type Placed, startOf } from './placed.ts';
import { referenceOf } from './reference.ts';
import { type Between, type Incoming, nothingBetween, type Succession, successionOf } from './succession.ts';

/** Seconds within which the streams of a file begin. */
const lateSound = 10;
/** Seconds of a picture at 25 a second. */
const usualPicture = 0.04;

type Epoch = Extract<JournalEntry, { type: 'epoch' }>;

/**
 * The main track of a recording on the timeline, which is made by it: it begins at the first keyframe, or with the first
 * segment that is missing, when that comes earlier.
 */
export class MainTrack {
  /** in their order */
  readonly lines: Line[] = [];
  /** in their order, without those that were let go of */
  readonly placed: Placed[] = [];
  readonly breaks: BreakEntry[] = [];
  readonly #gaps: Gaps;
  #formats: KnownFormats = { container: '', streams: new Map() };
  /** the first segment in those formats */
  #formatted: Placed | null = null;
  #between: Between = nothingBetween;
  #hole: Hole | null = null;
  #epoch: Epoch | null = null;
  #order = 0;
  #begun = false;
  #end = 0;

  constructor(gaps: Gaps) {
    this.#gaps = gaps;
  }

  /** Whether the timeline has begun. */
  get begun(): boolean {
    return this.#begun;
  }

  /** Where what is stored or known to be missing ends, seconds. */
  get end(): number {
    return this.#begun ? this.#end : 0;
  }

  /** The server counts anew. */
  renumber(entry: Epoch): void {
    this.#epoch = entry;
  }

  /** Something is missing behind what is stored. */
  miss(missing: Missing): void {
    if (!this.#begun) this.#begin(this.#end);
    this.#hole ??= new Hole();
    this.#gaps.add(this.#hole, missing, this.#end);
    this.#between = { ...this.#between, gap: true, missing: this.#between.missing + missing.duration };
    this.#end += missing.duration;
  }

  /**
   * Places a segment behind those stored before.
   * @returns `undefined` when it holds nothing to place it by
   */
  store(segment: StoredSegment, storedAt: number): Placed | undefined {
    const reference = referenceOf(segment.media);
    if (reference === undefined) {
      this.#between = { ...this.#between, silent: this.#between.silent + segment.duration };
      this.#end += segment.duration;
      return undefined;
    }
    const before = this.placed.at(-1);
    const isAsked = before !== undefined && this.#begun && !this.#between.gap;
    const lack = isAsked ? missingBehind(before.segment, segment) : null;
    if (lack !== null) this.miss(lack);
    const placed =
      before === undefined
        ? this.#first({ segment, reference, storedAt })
        : this.#next(before, { segment, reference, storedAt });
    this.#order += 1;
    this.placed.push(placed);
    if (placed.join !== null || before === undefined) this.#formatted = placed;
    const first = secondsOf(firstOf(placed));
    if (this.#hole !== null) {
      // In front of the beginning nothing is missing.
      const from = before === undefined ? 0 : Math.max(0, secondsOf(endOf(before)));
      this.#gaps.settle(this.#hole, from, first);
    }
    if (placed.join?.cause != null)
      this.breaks.push({ at: first, cause: placed.join.cause, detail: placed.join.detail });
    placed.line.extend(firstOf(placed).ticks, endOf(placed).ticks, segment.discontinuity);
    this.#end = this.#hole === null ? Math.max(this.#end, secondsOf(endOf(placed))) : secondsOf(endOf(placed));
    this.#between = nothingBetween;
    this.#hole = null;
    this.#epoch = null;
    const start = this.#begun ? undefined : startOf(placed);
    if (start !== undefined) this.#beginAt(placed.line, start.ticks);
    return placed;
  }

  #first({ segment, reference, storedAt }: Incoming): Placed {
    const { timescale, first } = reference;
    const line = this.#newLine(this.#end, first, timescale, segment.media.wrap);
    this.#formats = formatsOf(segment.media);
    return {
      segment,
      reference,
      storedAt,
      line,
      lift: 0,
      end: endIn(segment, reference),
      order: this.#order,
      join: null,
    };
  }

  #next(before: Placed, next: Incoming): Placed {
    const { segment, reference, storedAt } = next;
    const succession = successionOf(before, next, this.#between);
    const join = this.#joinOf(before, next, succession);
    const { line, lift } = succession.follows
      ? { line: before.line, lift: succession.lift }
      : {
          line: this.#newLine(
            secondsOf(endOf(before)) + succession.hole,
            reference.first,
            reference.timescale,
            segment.media.wrap,
          ),
          lift: 0,
        };
    const own = endIn(segment, reference) + lift;
    const end = succession.follows ? Math.max(before.end, own) : own;
    return { segment, reference, storedAt, line, lift, end, order: this.#order, join };
  }

  #joinOf(before: Placed, { segment }: Incoming, succession: Succession): Join | null {
    const now = formatsOf(segment.media);
    const begun = this.#formatted === null ? 0 : secondsOf(firstOf(this.#formatted));
    const change = formatChange(this.#formats, now, secondsOf(endOf(before)) - begun <= lateSound);
    const jump = succession.follows ? null : succession.jump;
    const cause = causeOf(before.segment, segment, this.#epoch, change, succession);
    const follows = cause === null && !this.#between.gap;
    this.#formats = follows ? formatsWith(this.#formats, now) : formatsBehind(this.#formats, now);
    if (follows) return null;
    const details = [this.#epoch?.detail ?? null, change, jump === null ? null : jumpShown(jump)];
    const detail = details.filter((one) => one !== null).join('; ');
    return { gap: this.#between.gap, cause, detail: detail === '' ? null : detail, sameFormat: change === null };
  }

  #newLine(at: number, zero: number, timescale: number, wrap: number | null): Line {
    const line = new Line(at, zero, timescale, wrap);
    this.lines.push(line);
    return line;
  }

  /** The timeline begins at a tick of the line that was made last. */
  #beginAt(line: Line, ticks: number): void {
    this.#begin(line.seconds(ticks));
    line.beginAt(ticks);
  }

  /** The timeline begins so many seconds later than it seemed to. */
  #begin(seconds: number): void {
    for (const line of this.lines) line.move(seconds);
    this.#end -= seconds;
    // What broke before the beginning is no part of the recording.
    this.breaks.length = 0;
    this.#begun = true;
  }
}

/** Where a segment ends. How long a single picture is shown, its segment does not tell: not longer than pictures usually are. */
function endIn({ duration }: StoredSegment, { first, end, timescale }: StreamSummary): number {
  return end > first ? end : first + Math.max(1, Math.round(Math.min(duration, usualPicture) * timescale));
}

function causeOf(
  before: StoredSegment,
  now: StoredSegment,
  epoch: Epoch | null,
  change: string | null,
  succession: Succession,
): BreakEntry['cause'] | null {
  if (before.epoch !== now.epoch) return epoch?.cause ?? 'reset';
  if (before.discontinuity !== now.discontinuity) return 'announced';
  if (change !== null) return 'format';
  return succession.follows ? null : 'timestamps';
}

function jumpShown(seconds: number): string {
  return `timestamps ${seconds < 0 ? '−' : '+'}${Math.abs(seconds).toFixed(3)} s`;
}
