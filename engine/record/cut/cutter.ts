import type { RecordingOptions } from '../../../contract/recording.ts';
import type { ClosedCut } from '../journal-entry.ts';
import { isEnough } from '../ledger/close.ts';
import { type Mark, secondsOf, ticksFrom } from '../ledger/line.ts';
import { endOf, type Join, markAt, type Placed } from '../ledger/placed.ts';
import { lengthOf } from '../ledger/spans.ts';
import { entrancesOf } from './entrances.ts';

/** What decides where fragments end: the user's options of a recording. */
export type CutRules = Pick<RecordingOptions, 'duration' | 'fragment' | 'onGap' | 'onDiscontinuity'>;

/** A fragment that can be closed. */
export interface Closing {
  readonly cut: ClosedCut;
  /** `limit`: it is as long as it may be; `duration`: enough is recorded; `end`: nothing will be added */
  readonly why: 'limit' | 'gap' | 'break' | 'duration' | 'end';
  /** longer than asked, because a single group of pictures is */
  readonly tooLong: boolean;
  /** seconds from the beginning of the recording */
  readonly at: number;
  /** seconds */
  readonly length: number;
}

/** Whether a fragment ends in any case where a segment joins on to the one before like this; `null`: it simply follows. */
export function endsFragment(join: Join | null, { onGap, onDiscontinuity }: CutRules): boolean {
  if (join === null) return false;
  const { gap, cause, sameFormat } = join;
  return (gap && onGap === 'new-fragment') || (cause !== null && onDiscontinuity === 'new-fragment') || !sameFormat;
}

/** A place where a fragment may end. */
interface Exit {
  readonly mark: Mark;
  readonly cut: ClosedCut;
  /** what follows a segment that ends here; `null` at a keyframe, with which the next fragment begins */
  readonly border: 'gap' | 'break' | null;
  /** the first keyframe behind a border, where it lies so early that the open fragment cannot end there */
  readonly early?: Mark;
}

/** Seconds between two places that are meant to be one. */
const same = 1e-3;

/**
 * Decides where the fragments of a recording end. It takes the segments of the main track one after another and remembers no
 * more than the last place where it could cut, so it decides the same however many it gets at a time: a fragment is closed when
 * the next keyframe is known to be beyond the limit, or when it ends anyway.
 *
 * Besides keyframes, the end of a segment in front of a gap or a break is such a place. A fragment that goes on there ends there
 * all the same when the next keyframe turns out to be beyond the limit, or behind the end of the recording.
 */
export class Cutter {
  readonly #rules: CutRules;
  /** where to go on, until that segment has come */
  #after: ClosedCut | null;
  /** where the open fragment begins */
  #start: Mark | null = null;
  /** the last place behind the start where it could end; beyond the limit only where nothing else is */
  #exit: (Exit & { readonly tooLong: boolean }) | null = null;
  #last: Placed | null = null;
  #complete = false;
  #closings: Closing[] = [];

  /** @param after where the last fragment ends that is closed already; `null`: none is */
  constructor(rules: CutRules, after: ClosedCut | null) {
    this.#rules = rules;
    this.#after = after;
  }

  /** Whether as much is recorded as was asked for: what comes behind is no part of the recording. */
  get complete(): boolean {
    return this.#complete;
  }

  /**
   * Takes the segments of the main track that it has not seen yet.
   * @param placed as the ledger keeps them; those of the open fragment must be among them
   * @returns the fragments that can be closed now, in their order
   */
  take(placed: readonly Placed[]): Closing[] {
    const seen = this.#last?.order ?? -1;
    for (const segment of placed.slice(placed.findLastIndex(({ order }) => order <= seen) + 1)) {
      if (!this.#complete) this.#segment(segment);
      this.#last = segment;
    }
    return this.#given();
  }

  /**
   * What comes next does not come, for now. Where all that was asked for is stored, the keyframe to end with is not waited for.
   * @returns what is closed by that
   */
  halt(): Closing[] {
    const exit = this.#last === null ? null : behind(this.#last, 'gap');
    if (exit !== null && this.#start !== null && this.#isEnough(exit.mark)) this.#close(exit, 'gap');
    return this.#given();
  }

  /** Nothing will be added any more. @returns what is still open, unless there is nothing */
  end(): Closing[] {
    if (!this.#complete && this.#last !== null) this.#close(behind(this.#last, 'break'), 'end');
    return this.#given();
  }

  #given(): Closing[] {
    const given = this.#closings;
    this.#closings = [];
    return given;
  }

  #segment(segment: Placed): void {
    const { epoch, sequence } = segment.segment;
    let from = Number.NEGATIVE_INFINITY;
    if (this.#after !== null) {
      if (this.#after.epoch !== epoch || this.#after.sequence !== sequence) return;
      const { pts } = this.#after;
      this.#after = null;
      // Behind this segment, the next keyframe begins a fragment, whatever lies between.
      if (pts === null) return;
      from = pts;
      this.#begin(markAt(segment, pts));
    } else if (this.#last !== null && segment.join !== null) this.#join(this.#last, segment.join);
    for (const pts of entrancesOf(segment.reference)) {
      if (pts > from) this.#reach({ mark: markAt(segment, pts), cut: { epoch, sequence, pts }, border: null });
    }
  }

  /** The next segment does not simply follow. */
  #join(before: Placed, join: Join): void {
    const border = join.gap ? 'gap' : 'break';
    const exit = behind(before, border);
    if (endsFragment(join, this.#rules)) this.#close(exit, border);
    else this.#reach(exit, true);
  }

  /**
   * The open fragment could end here. Places come in the order of time.
   * @param goesOn whether it is wanted to go on behind a border: then the next keyframe decides whether it does
   */
  #reach(exit: Exit, goesOn = false): void {
    if (this.#complete) return;
    if (this.#start === null) {
      if (exit.border === null) this.#begin(exit.mark);
      return;
    }
    const time = exit.mark.ticks + ticksFrom(this.#start, exit.mark.line);
    if (time <= 0 && exit.border === null) {
      this.#passOver(exit.mark);
      return;
    }
    const tooLong = time > this.#limit(exit.mark.line.timescale);
    const before = this.#exit;
    // A keyframe right behind a border is the better place: sound is cut there to the frame.
    const isBorder = before !== null && before.border !== null && !isAt(before.mark, exit.mark);
    if (tooLong && before !== null && (!before.tooLong || isBorder)) {
      this.#finish(before, before.border ?? 'limit', before.tooLong);
      this.#reach(exit, goesOn);
    } else if (goesOn) this.#exit = { ...exit, tooLong };
    else if (this.#isEnough(exit.mark)) {
      // A gap may have swallowed the place where the recording should end.
      if (isBorder) this.#finish(before, 'duration', before.tooLong);
      else this.#finish(exit, 'duration', tooLong);
      this.#complete = true;
    } else if (tooLong) this.#finish(exit, 'limit', true);
    else this.#exit = { ...exit, tooLong };
  }

  /** A keyframe that lies no later than the open fragment begins, because segments overlap: the next may begin with it all the same. */
  #passOver(early: Mark): void {
    const exit = this.#exit;
    if (exit !== null && exit.border !== null && exit.early === undefined) this.#exit = { ...exit, early };
  }

  /** The open fragment ends here in any case. */
  #close(exit: Exit, why: 'gap' | 'break' | 'end'): void {
    this.#reach(exit);
    if (this.#exit?.cut === exit.cut && !this.#complete) this.#finish(exit, why, false);
    this.#start = null;
    this.#exit = null;
  }

  #begin(mark: Mark): void {
    if (this.#isEnough(mark)) this.#complete = true;
    else this.#start = mark;
  }

  /** Closes the open fragment. The next begins here or, behind a border, with the next keyframe. */
  #finish({ mark, cut, border, early }: Exit, why: Closing['why'], tooLong: boolean): void {
    if (this.#start === null) return;
    this.#closings.push({ cut, why, tooLong, at: secondsOf(this.#start), length: lengthOf(this.#start, mark) });
    this.#start = border === null ? mark : null;
    this.#exit = null;
    if (early !== undefined) this.#begin(early);
  }

  /** In ticks. A limit that is no whole number of them for floating point only (4.1 s) is the one that is meant. */
  #limit(timescale: number): number {
    const { fragment } = this.#rules;
    return fragment === null ? Number.POSITIVE_INFINITY : Math.floor(fragment * timescale + 1e-3);
  }

  #isEnough(mark: Mark): boolean {
    return isEnough(secondsOf(mark), this.#rules.duration);
  }
}

function isAt(one: Mark, other: Mark): boolean {
  return Math.abs(secondsOf(one) - secondsOf(other)) < same;
}

function behind(placed: Placed, border: 'gap' | 'break'): Exit {
  const { epoch, sequence } = placed.segment;
  return { mark: endOf(placed), cut: { epoch, sequence, pts: null }, border };
}
