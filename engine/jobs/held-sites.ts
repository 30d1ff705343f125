import type { ErrorBody } from '../../contract/errors.ts';
import type { Clock } from '../host.ts';
import { afterHold, holdAfter, type SiteHold } from '../queue/site-hold.ts';
import type { TaskRecord } from '../store/record.ts';
import type { WaitingLine } from '../store/waiting-line.ts';
import type { Book } from './book.ts';

/** What it works with. */
interface Parts {
  readonly clock: Clock;
  readonly book: Book;
  readonly line: WaitingLine;
}

/** Sites that turned away one who asked: the other videos of it wait, instead of being turned away one after the other. */
export class HeldSites {
  readonly #parts: Parts;
  readonly #holds = new Map<string, SiteHold>();
  /** ends of holds after which one is already chosen to go ahead, by site */
  readonly #ahead = new Map<string, number>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * A video has failed. When that was because its site wants to be left alone, those that would ask it next wait.
   * @param retryAfter milliseconds the site asked to wait, or `null`
   * @returns milliseconds since the epoch before which this one is not to be tried again; `null` when the site is not left alone
   */
  failed({ kind, host }: TaskRecord, error: ErrorBody, retryAfter: number | null): number | null {
    const { clock, book, line } = this.#parts;
    const { code } = error;
    const hold =
      kind === 'video' ? holdAfter(this.#holds.get(host), { code, retryAfter, now: clock.now() }) : undefined;
    if (hold === undefined) return null;
    this.#holds.set(host, hold);
    const waiting = line.videosBefore(host, hold.until).map((stored) => book.newest(stored));
    const queued = waiting.filter(({ state }) => state.name === 'queued');
    const first = this.#ahead.get(host) === hold.until ? 1 : 0;
    this.#ahead.set(host, hold.until);
    for (const [place, record] of queued.entries()) {
      book.move(record, { type: 'hold-back', until: afterHold(hold, first + place), error });
    }
    return afterHold(hold, first + queued.length);
  }

  /** The site has given a video. */
  answered({ host }: TaskRecord): void {
    this.#holds.delete(host);
    this.#ahead.delete(host);
  }
}
