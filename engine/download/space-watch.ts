import { Failure } from '../../contract/errors.ts';
import { spaceFor } from '../files/space.ts';

/** Milliseconds between two looks at the free space. */
const EVERY_MS = 2000;

/** Watches that there is room on the disk for what is still to be written. */
export class SpaceWatch {
  readonly #directory: string;
  readonly #reserve: number;
  #lookedAt = 0;

  /** @param reserve bytes that have to stay free */
  constructor(directory: string, reserve: number) {
    this.#directory = directory;
    this.#reserve = reserve;
  }

  /** A look from time to time: others write as well. @throws Failure `disk-full` */
  async look(needed: number): Promise<void> {
    if (performance.now() - this.#lookedAt >= EVERY_MS) await this.check(needed);
  }

  /** @param needed bytes. @throws Failure `disk-full` */
  async check(needed: number): Promise<void> {
    this.#lookedAt = performance.now();
    const { free, reserve } = await spaceFor(needed, this.#directory, this.#reserve);
    if (free >= needed + reserve) return;
    throw new Failure('disk-full', {
      detail: `${free} bytes are free in ${this.#directory}, ${needed} are needed and ${reserve} stay in reserve`,
    });
  }
}
