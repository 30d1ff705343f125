import type { Period } from './manifest.ts';

/** Milliseconds by which a server may correct what its times count from without having begun anew. */
const correction = 2000;

/** Gives periods ascending numbers that they keep, for all tracks of a stream alike. */
export class PeriodNumbers {
  readonly #numbers = new Map<string, { epoch: number | null; readonly number: number }[]>();
  #highest = -1;

  /**
   * A period first seen is numbered by the second it begins at, so that most often the same comes out after a restart. One whose
   * times count from elsewhere is another one, whatever it is called: the server was started anew.
   * @param epoch see `Manifest.epoch`
   */
  numberOf(period: Period, epoch: number | null): number {
    const known = this.#numbers.get(period.key) ?? [];
    const same = known.find((one) => epoch === null || one.epoch === null || Math.abs(one.epoch - epoch) <= correction);
    if (same !== undefined) {
      // It may drift.
      same.epoch = epoch ?? same.epoch;
      return same.number;
    }
    const number = Math.max(this.#highest + 1, Math.round(period.start));
    this.#numbers.set(period.key, [...known, { epoch, number }]);
    this.#highest = number;
    return number;
  }
}
