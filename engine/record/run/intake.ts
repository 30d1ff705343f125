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

  async stored(segment: Extract<JournalEntry, { type: 'stored' }>['segment']): Promise<void> {
    const { book, room, now } = this.#parts;
    await book.write({ type: 'stored', at: now(), segment });
    this.#open += segment.bytes;
    if (segment.track === 'main') await this.#cut();
    this.#parts.line.look();
    await room.check(this.#open);
  }

  async missing(missing: Parameters<TakerSink['missing']>[0]): Promise<void> {
    await this.#parts.book.write({ type: 'missing', at: this.#parts.now(), ...missing });
    this.#parts.line.look();
  }

  async epoch(change: Parameters<TakerSink['epoch']>[0]): Promise<void> {
    await this.#parts.book.write({ type: 'epoch', at: this.#parts.now(), ...change });
    this.#parts.line.look();
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
    this.#closing = this.#closing.then(async () => {
      await this.#close(this.#cutter.take(this.#parts.book.ledger.main));
      if (this.#cutter.complete) this.#parts.onEnough();
    });
    return this.#closing;
  }

  async #close(closings: ReturnType<Cutter['end']>): Promise<void> {
    const { book, now } = this.#parts;
    for (const { cut, tooLong } of closings) {
      const part = book.ledger.nextPart;
      await book.write({ type: 'closed', at: now(), part, cut, ...(tooLong ? { tooLong } : {}) });
      this.#open = 0;
    }
    if (closings.length > 0) this.#parts.line.look();
  }
}
