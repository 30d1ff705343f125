import { Failure } from '../../../contract/errors.ts';
import type { PlannedTrack } from '../plan.ts';

/** Milliseconds for which an answer is new for all tracks. */
const NEW_MS = 3000;

/** Resolves a source once for all its tracks: their tokens expire together, and a page is not to be asked for each. */
export class SharedResolve {
  readonly #resolve: () => Promise<readonly PlannedTrack[]>;
  readonly #clock: () => number;
  #running: Promise<readonly PlannedTrack[]> | null = null;
  #answer: { readonly at: number; readonly tracks: readonly PlannedTrack[] } | null = null;

  /** @param clock milliseconds since the epoch */
  constructor(resolve: () => Promise<readonly PlannedTrack[]>, clock: () => number) {
    this.#resolve = resolve;
    this.#clock = clock;
  }

  /**
   * The track of this name as the source has it now.
   * @throws Failure of the source; `source-unavailable` when there is no such track any more
   */
  async track(id: string): Promise<PlannedTrack> {
    const fresh = this.#answer !== null && this.#clock() - this.#answer.at < NEW_MS ? this.#answer.tracks : null;
    const tracks = fresh ?? (await this.#resolveOnce());
    const found = tracks.find((track) => track.id === id);
    if (found === undefined) throw new Failure('source-unavailable', { detail: `the stream has no ${id} any more` });
    return found;
  }

  async #resolveOnce(): Promise<readonly PlannedTrack[]> {
    this.#running ??= this.#resolve().finally(() => {
      this.#running = null;
    });
    const tracks = await this.#running;
    this.#answer = { at: this.#clock(), tracks };
    return tracks;
  }
}
