import type { LiveFigures } from '../../../contract/recording.ts';
import type { Pace, Progress } from '../../../contract/task.ts';
import { Speed } from '../../download/speed.ts';
import type { TrackOutage } from '../fetch/sink.ts';
import type { RecordingBook } from './book.ts';
import { progressOf } from './progress.ts';

/** The figures of a running recording: how fast it gets on, how far it is, what is wrong just now. */
export class Figures {
  readonly #book: RecordingBook;
  readonly #asked: number | null;
  readonly #speed = new Speed(performance.now());
  readonly #behind = new Map<string, number | null>();
  readonly #outages = new Map<string, TrackOutage>();
  #counted: number;

  /** @param asked seconds, or `null` */
  constructor(book: RecordingBook, asked: number | null) {
    this.#book = book;
    this.#asked = asked;
    this.#counted = book.bytes;
  }

  behind(track: string, seconds: number | null): void {
    this.#behind.set(track, seconds);
  }

  outage(track: string, state: TrackOutage | null): void {
    if (state === null) this.#outages.delete(track);
    else this.#outages.set(track, state);
  }

  /** What is wrong with a track just now, or `null`. */
  outageOf(track: string): TrackOutage | null {
    return this.#outages.get(track) ?? null;
  }

  get progress(): Progress {
    return progressOf(this.#book, this.#asked);
  }

  /** To be called at even intervals. */
  pace(): Pace {
    this.#speed.add(this.#book.bytes - this.#counted, performance.now());
    this.#counted = this.#book.bytes;
    const { length } = this.#book.ledger.figures();
    const eta = this.#asked === null ? null : Math.max(0, this.#asked - length);
    return { speed: this.#speed.value, eta, connections: this.#behind.size };
  }

  get live(): LiveFigures {
    return {
      ...this.#book.ledger.figures(),
      asked: this.#asked,
      behind: this.#behind.get('main') ?? null,
      outage: this.#shown,
    };
  }

  /** The outage of the main track is one of the recording; without it, the oldest of the others. */
  get #shown(): LiveFigures['outage'] {
    const outages = Array.from(this.#outages, ([track, outage]) => ({ ...outage, track }));
    outages.sort((a, b) => Number(b.track === 'main') - Number(a.track === 'main') || a.since - b.since);
    return outages[0] ?? null;
  }
}
