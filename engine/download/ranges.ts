/** Bytes from `start` up to but not including `end`. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Which bytes of a file are there: sorted ranges that neither touch nor overlap. */
export class RangeSet {
  #ranges: Range[] = [];

  constructor(ranges: Iterable<Range> = []) {
    for (const { start, end } of ranges) this.add(start, end);
  }

  /** The ranges in order. */
  get list(): readonly Range[] {
    return this.#ranges;
  }

  /** Bytes in all. */
  get size(): number {
    return this.#ranges.reduce((sum, { start, end }) => sum + end - start, 0);
  }

  /** Joins a range in, whether or not parts of it are there. */
  add(start: number, end: number): void {
    if (end <= start) return;
    const first = this.#ranges.findIndex((range) => range.end >= start);
    if (first < 0) {
      this.#ranges.push({ start, end });
      return;
    }
    let last = first;
    let low = start;
    let high = end;
    for (let range = this.#ranges[last]; range !== undefined && range.start <= end; range = this.#ranges[last]) {
      low = Math.min(low, range.start);
      high = Math.max(high, range.end);
      last += 1;
    }
    this.#ranges.splice(first, last - first, { start: low, end: high });
  }

  clear(): void {
    this.#ranges = [];
  }

  /** What is missing of a file of `total` bytes, in order. */
  gaps(total: number): Range[] {
    const missing: Range[] = [];
    let at = 0;
    for (const { start, end } of this.#ranges) {
      if (start >= total) break;
      if (start > at) missing.push({ start: at, end: start });
      at = Math.max(at, end);
    }
    if (at < total) missing.push({ start: at, end: total });
    return missing;
  }

  /** How many bytes directly before `position` are there. */
  before(position: number): number {
    const range = this.#ranges.find(({ start, end }) => start < position && end >= position);
    return range === undefined ? 0 : position - range.start;
  }
}
