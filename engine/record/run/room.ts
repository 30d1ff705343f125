import { Failure } from '../../../contract/errors.ts';
import { spaceOn } from '../../files/space.ts';

/** Milliseconds between two looks at the free space. */
const every = 2_000;

/** Watches that there is room on the disk, also for putting together what is stored and not yet in its place. */
export class Room {
  readonly #directory: string;
  readonly #reserve: number;
  readonly #now: () => number;
  #lookedAt = Number.NEGATIVE_INFINITY;

  /** @param reserve bytes that must stay free */
  constructor(directory: string, reserve: number, now: () => number) {
    this.#directory = directory;
    this.#reserve = reserve;
    this.#now = now;
  }

  /**
   * @param open bytes of media segments that still have to become a fragment
   * @throws Failure `disk-full`
   */
  async check(open: number): Promise<void> {
    if (this.#now() - this.#lookedAt < every) return;
    this.#lookedAt = this.#now();
    const { free, reserve } = await spaceOn(this.#directory, this.#reserve);
    if (free >= open + reserve) return;
    throw new Failure('disk-full', {
      detail: `${free} bytes are free in ${this.#directory}, ${open} are needed for fragments and ${reserve} stay in reserve`,
    });
  }
}
