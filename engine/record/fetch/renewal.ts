import type { PlannedTrack } from '../plan.ts';

/** Milliseconds between two attempts to resolve a source, at first and at most. */
const FIRST_MS = 3000;
const LONGEST_MS = 15_000;

/** Has the source of a track resolved anew when its server says no: a token may have expired. */
export class Renewal {
  readonly #resolve: () => Promise<PlannedTrack>;
  readonly #clock: () => number;
  readonly #renewed: (track: PlannedTrack) => void;
  readonly #failed: (error: unknown) => void;
  #running = false;
  #allowedAt = 0;
  #pauseMs = FIRST_MS;

  /**
   * @param renewed gets the track with its new addresses
   * @param failed told when there is none
   */
  constructor(
    resolve: () => Promise<PlannedTrack>,
    clock: () => number,
    renewed: (track: PlannedTrack) => void,
    failed: (error: unknown) => void,
  ) {
    this.#resolve = resolve;
    this.#clock = clock;
    this.#renewed = renewed;
    this.#failed = failed;
  }

  /** Begins, unless it was just tried. */
  want(): void {
    if (this.#running || this.#clock() < this.#allowedAt) return;
    this.#running = true;
    this.#resolve()
      .then(this.#renewed, this.#failed)
      .finally(() => {
        this.#running = false;
        this.#allowedAt = this.#clock() + this.#pauseMs;
        this.#pauseMs = Math.min(LONGEST_MS, this.#pauseMs * 1.5);
      })
      .catch(this.#failed);
  }

  /** It is of use: the next trouble is a new one. */
  settled(): void {
    this.#pauseMs = FIRST_MS;
  }
}
