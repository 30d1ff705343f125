import type { Clock, Log } from '../host.ts';

/** Milliseconds until something that could not be written down is tried again. */
const again = 1_000;

/**
 * Does things that must be written down, in their order. What fails, because the disk of the database is full, say, is
 * done again until it works, and what comes after it waits: nothing a worker said is lost.
 */
export class Backlog {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #waiting: (() => void)[] = [];
  #cancel: (() => void) | undefined;

  constructor(clock: Clock, log: Log) {
    this.#clock = clock;
    this.#log = log;
  }

  /** True while something waits: what is not worth waiting for is better dropped. */
  get stuck(): boolean {
    return this.#waiting.length > 0;
  }

  /** @param work leaves nothing half done when it throws */
  do(work: () => void): void {
    this.#waiting.push(work);
    if (this.#waiting.length === 1) this.#go();
  }

  close(): void {
    this.#cancel?.();
  }

  #go(): void {
    for (let work = this.#waiting[0]; work !== undefined; work = this.#waiting[0]) {
      try {
        work();
      } catch (error) {
        this.#log.error('something could not be written down; it is tried again', { reason: String(error) });
        this.#cancel = this.#clock.after(again, () => this.#go());
        return;
      }
      this.#waiting.shift();
    }
  }
}
