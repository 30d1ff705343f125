import type { Handled } from '../follow/memory.ts';
import type { JournalEntry } from '../journal-entry.ts';
import { type Journal, openJournal } from '../ledger/journal.ts';
import { Ledger } from '../ledger/ledger.ts';

/** The journal of a recording and what it adds up to. An entry counts when it is on the disk. */
export class RecordingBook {
  readonly ledger: Ledger;
  /** the file into which a damaged end of the journal was set aside, or `null` */
  readonly damaged: string | null;
  readonly #journal: Journal;
  /** called after each entry that was written */
  onWritten: () => void = () => {};
  #bytes = 0;
  readonly #published: Published[] = [];
  #at = 0;
  #title = '';

  private constructor(
    journal: Journal,
    entries: readonly JournalEntry[],
    damaged: string | null,
    asked: number | null,
  ) {
    this.ledger = new Ledger(asked);
    this.#journal = journal;
    this.damaged = damaged;
    for (const entry of entries) this.#apply(entry);
  }

  /**
   * @param askedFrom how long the recording shall be, in seconds, or `null` for as long as the stream; it is given when the first
   * media segment was stored, milliseconds since the epoch, or `null`
   * @throws Failure `disk-full`, `permission`, `folder-missing`; what `askedFrom` throws
   */
  static async open(path: string, askedFrom: (startedAt: number | null) => number | null): Promise<RecordingBook> {
    const { journal, entries, damaged } = await openJournal(path);
    try {
      const first = entries.find((entry) => entry.type === 'stored');
      return new RecordingBook(journal, entries, damaged, askedFrom(first?.at ?? null));
    } catch (error) {
      await journal.close();
      throw error;
    }
  }

  /** Bytes of all media segments that were ever stored. */
  get bytes(): number {
    return this.#bytes;
  }

  /** This computer's time of the last entry, milliseconds since the epoch; 0 before the first. */
  get at(): number {
    return this.#at;
  }

  /** What the last attempt called the recording; empty before the first. */
  get title(): string {
    return this.#title;
  }

  /** What a taker needs to go on with a track behind what is known of it; `null`: nothing is. */
  handled(track: string): Handled | null {
    const known = this.ledger.known(track);
    if (known === null) return null;
    return { ...known, at: this.#at, recent: this.ledger.segments(track).map(({ segment }) => segment) };
  }

  /** The fragments that are in their places. */
  get published(): readonly Published[] {
    return this.#published;
  }

  /** Writes an entry down, and counts it. @throws Failure `disk-full`, `permission`, `internal` */
  async write(entry: JournalEntry): Promise<void> {
    await this.#journal.append(entry);
    this.#apply(entry);
    this.onWritten();
  }

  close(): Promise<void> {
    return this.#journal.close();
  }

  #apply(entry: JournalEntry): void {
    this.ledger.apply(entry);
    if (entry.type === 'stored') this.#bytes += entry.segment.bytes;
    if (entry.type === 'published') this.#published.push(entry);
    if (entry.type === 'attempt' && entry.title !== '') this.#title = entry.title;
    if ('at' in entry) this.#at = entry.at;
  }
}

/** A fragment that is in its place. */
export type Published = Extract<JournalEntry, { type: 'published' }>;
