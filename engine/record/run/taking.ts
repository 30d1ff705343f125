import { delay } from '../../download/delay.ts';
import type { TakerEnd } from '../fetch/taker-options.ts';

/** Takes one track from its server to the disk. */
export interface Taker {
  /** @throws Failure of the disk, `protected`; the reason of the signal */
  run(): Promise<TakerEnd>;
  /** Takes no more; `run` ends within a moment. */
  stop(): void;
}

/** Takes a track beside the main one. */
export interface SideTaker extends Taker {
  /** The main track is over. */
  hurry(): void;
}

/** Milliseconds that other tracks get to reach the end of the main one, when somebody wants the end, or enough is recorded. */
const catchUp = { now: 4_000, enough: 20_000 } as const;
/** Milliseconds between two looks whether they have. */
const lookEvery = 200;

/** Takes all tracks of a stream. The main one says when it is over; the others follow it to its end. */
export class Taking {
  readonly #main: Taker;
  readonly #sides: ReadonlyMap<string, SideTaker>;
  readonly #onEnded: (track: string) => void;
  #patience: number = Number.POSITIVE_INFINITY;

  /**
   * @param sides by their tracks
   * @param onEnded told of a side that has ended in order
   */
  constructor(main: Taker, sides: ReadonlyMap<string, SideTaker>, onEnded: (track: string) => void) {
    this.#main = main;
    this.#sides = sides;
    this.#onEnded = onEnded;
  }

  /** As much is recorded as was asked for (`enough`), or somebody wants the end (`now`). */
  stop(why: keyof typeof catchUp): void {
    this.#patience = Math.min(this.#patience, catchUp[why]);
    this.#main.stop();
  }

  /**
   * @param covered whether the other tracks have reached the end of the main one
   * @throws as `Taker.run`
   */
  async run(covered: () => boolean, signal: AbortSignal): Promise<TakerEnd> {
    let open = this.#sides.size;
    const sides = Array.from(this.#sides, async ([track, side]) => {
      try {
        if ((await side.run()) === 'ended') this.#onEnded(track);
      } finally {
        open -= 1;
      }
    });
    const failed = Promise.all(sides).then(() => new Promise<never>(() => {}));
    try {
      const end = await Promise.race([this.#main.run(), failed]);
      for (const side of this.#sides.values()) side.hurry();
      // A stream that has ended has an end for each of its tracks; a moment more is for those whose server is slow.
      const patience = Number.isFinite(this.#patience) ? this.#patience : catchUp.enough;
      for (let waited = 0; open > 0 && waited < patience && !covered(); waited += lookEvery) {
        await Promise.race([delay(lookEvery, signal), failed]);
      }
      return end;
    } finally {
      for (const taker of [this.#main, ...this.#sides.values()]) taker.stop();
      await Promise.allSettled(sides);
    }
  }
}
