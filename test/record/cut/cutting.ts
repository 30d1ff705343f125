import { type Closing, type CutRules, Cutter } from '../../../engine/record/cut/cutter.ts';
import { planFragment } from '../../../engine/record/cut/plan.ts';
import type { FragmentPlan } from '../../../engine/record/fragment.ts';
import type { JournalEntry } from '../../../engine/record/journal-entry.ts';
import { Ledger } from '../../../engine/record/ledger/ledger.ts';
import { admitsSound, PictureGate, windowIn } from '../../../engine/record/media/window.ts';
import type { Unit } from './synthetic.ts';

/** A recording as the integrating code drives it, without files. */
export class Recorder {
  readonly ledger: Ledger;
  /** everything that went through the ledger, with what was decided */
  readonly journal: JournalEntry[] = [];
  readonly closings: Closing[] = [];
  readonly #rules: CutRules;
  #cutter: Cutter;

  constructor(rules: CutRules) {
    this.#rules = rules;
    this.ledger = new Ledger(rules.duration);
    this.#cutter = new Cutter(rules, null);
  }

  /** Goes on where a journal stops. */
  static resume(rules: CutRules, journal: readonly JournalEntry[], closings: readonly Closing[]): Recorder {
    const recorder = new Recorder(rules);
    for (const entry of journal) recorder.#apply(entry);
    recorder.closings.push(...closings);
    recorder.#cutter = new Cutter(rules, recorder.ledger.lastCut);
    recorder.#close(recorder.#cutter.take(recorder.ledger.main));
    return recorder;
  }

  /** Takes entries; `every`: after how many the cutter is asked. */
  take(entries: readonly JournalEntry[], every = 1): this {
    for (const [index, entry] of entries.entries()) {
      this.#apply(entry);
      if (index % every === every - 1) this.#close(this.#cutter.take(this.ledger.main));
    }
    this.#close(this.#cutter.take(this.ledger.main));
    return this;
  }

  end(): this {
    this.#close(this.#cutter.end());
    return this;
  }

  get complete(): boolean {
    return this.#cutter.complete;
  }

  plans(): FragmentPlan[] {
    return this.closings.map((_, index) => {
      const plan = planFragment(this.ledger, index + 1, this.#rules);
      if (plan === undefined) throw new Error(`no plan of part ${index + 1}`);
      return plan;
    });
  }

  #apply(entry: JournalEntry): void {
    this.journal.push(entry);
    this.ledger.apply(entry);
  }

  #close(closings: readonly Closing[]): void {
    for (const closing of closings) {
      const { cut, tooLong } = closing;
      this.#apply({ type: 'closed', at: 0, part: this.ledger.nextPart, cut, tooLong });
      this.closings.push(closing);
    }
  }
}

/** A unit that a fragment holds, at a time of its own. */
export interface Passed extends Unit {
  readonly track: string;
  /** seconds in the fragment */
  readonly time: number;
}

/** What the feeds would let through of a plan. */
export function passedBy(plan: FragmentPlan, units: ReadonlyMap<string, readonly Unit[]>): Passed[] {
  const passed: Passed[] = [];
  for (const track of plan.tracks) {
    const gate = new PictureGate();
    const to = track.to === undefined ? plan.to : track.to;
    const window = { fromCut: track.fromCut ?? plan.fromCut, to };
    for (const { segment, shift } of track.pieces) {
      for (const unit of units.get(segment.file) ?? []) {
        const stream = segment.media.streams.find(({ kind }) => kind === unit.kind);
        if (stream === undefined) continue;
        const bounds = windowIn(window, shift, stream.timescale);
        const isIn = unit.kind === 'audio' ? admitsSound(unit.pts, bounds) : gate.admits(unit, bounds);
        const time = unit.pts / stream.timescale + shift.ticks / shift.timescale;
        if (isIn) passed.push({ ...unit, track: track.track, time });
      }
    }
  }
  return passed;
}
