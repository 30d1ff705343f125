import { type CutRules, Cutter } from '../cut/cutter.ts';
import type { TakerSink } from '../fetch/sink.ts';
import type { JournalEntry } from '../journal-entry.ts';
import type { RecordingBook } from './book.ts';
import type { Figures } from './figures.ts';
import type { FragmentLine } from './fragment-line.ts';
import type { Room } from './room.ts';

/** What the intake works with. */
export interface IntakeParts {
  readonly book: RecordingBook;
  readonly rules: CutRules;
  readonly line: FragmentLine;
  readonly figures: Figures;
  readonly room: Room;
  readonly now: () => number;
  /** as much is recorded as was asked for */
  readonly onEnough: () => void;
  readonly log: TakerSink['log'];
}

/** Where everything that was fetched, or is lost, goes into the journal, and fragments are closed. */
export class Intake implements TakerSink {
  readonly #parts: IntakeParts;
  readonly #cutter: Cutter;
  /** bytes of segments that are in no fragment yet */
  #open = 0;
  #closing: Promise<void> = Promise.resolve();
  log: TakerSink['log'];

  constructor(parts: IntakeParts) {
    this.#parts = parts;
    this.#cutter = new Cutter(parts.rules, parts.book.ledger.lastCut);
    this.log = parts.log;
  }

  /** Takes in what an earlier attempt stored, of which some fragments may have to be closed. */
  begin(): Promise<void> {
    return this.#cut();
  }

  begins(track: string, behind: number | null): void {
    if (track !== 'main') return;
    // Only for the times in names: a full disk is found by what matters more.
    this.#parts.book.write({ type: 'begins', at: this.#parts.now(), behind }).catch(() => {});
  }

  async stored(segment: Extract<JournalEntry, { type: 'stored' }>['segment']): Promise<void> {
    const { book, room, now } = this.#parts;
    await book.write({ type: 'stored', at: now(), segment });
    this.#open += segment.bytes;
    if (segment.track === 'main') await this.#cut();
    this.#parts.line.look();
    await room.check(this.#open);
  }

  async missing(missing: Parameters<TakerSink['missing']>[0]): Promise<void> {
    if (missing.track === 'main') await this.#halt();
    await this.#parts.book.write({ type: 'missing', at: this.#parts.now(), ...missing });
    this.#parts.line.look();
  }

  async epoch(change: Parameters<TakerSink['epoch']>[0]): Promise<void> {
    await this.#parts.book.write({ type: 'epoch', at: this.#parts.now(), ...change });
    this.#parts.line.look();
  }

  stuck(track: string): void {
    // Who writes next hears of a disk that is full.
    if (track === 'main') this.#halt().catch(() => {});
  }

  duplicates(track: string, count: number): void {
    // Only a figure: a full disk is found by what matters more.
    this.#parts.book.write({ type: 'duplicates', track, count }).catch(() => {});
  }

  behind(track: string, seconds: number | null): void {
    this.#parts.figures.behind(track, seconds);
  }

  outage(track: string, state: Parameters<TakerSink['outage']>[1]): void {
    this.#parts.figures.outage(track, state);
    if (state !== null) this.stuck(track);
    // A fragment may wait for this track in vain.
    this.#parts.line.look();
  }

  /** Nothing will be added for now: what is open is closed as it is. */
  async closeOpen(): Promise<void> {
    await this.#closing;
    await this.#close(this.#cutter.end());
  }

  /** One after another: which fragment gets which number is decided by the order. */
  #cut(): Promise<void> {
    return this.#next(() => this.#cutter.take(this.#parts.book.ledger.main));
  }

  /** What comes next does not come: it is not waited for where enough is stored. */
  #halt(): Promise<void> {
    return this.#next(() => this.#cutter.halt());
  }

  #next(decide: () => ReturnType<Cutter['end']>): Promise<void> {
    this.#closing = this.#closing.then(async () => {
      await this.#close(decide());
      if (this.#cutter.complete) this.#parts.onEnough();
    });
    return this.#closing;
  }

  async #close(closings: ReturnType<Cutter['end']>): Promise<void> {
    const { book, now } = this.#parts;
    for (const [index, { cut, tooLong }] of closings.entries()) {
      const part = book.ledger.nextPart;
      const isLast = this.#cutter.complete && index === closings.length - 1;
      const more = { ...(tooLong ? { tooLong } : {}), ...(isLast ? { last: true as const } : {}) };
      await book.write({ type: 'closed', at: now(), part, cut, ...more });
      this.#open = 0;
    }
    if (closings.length > 0) this.#parts.line.look();
  }
}
