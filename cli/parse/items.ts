/** Numbers from `first` to `last`, both of them; `last` is infinite for all that follow. */
export interface NumberRange {
  readonly first: number;
  readonly last: number;
}

/** Reads numbers of a list: `3`, `1-5,8`, `10-` (and all that follow), `-5`. `undefined` when it is none. */
export function parseItems(text: string): readonly NumberRange[] | undefined {
  const ranges: NumberRange[] = [];
  for (const part of text.split(',')) {
    const [, first = '', to, last = ''] = /^\s*(\d{0,9})\s*(-)?\s*(\d{0,9})\s*$/.exec(part) ?? [];
    if (first === '' && last === '') return undefined;
    const range = {
      first: first === '' ? 1 : Number(first),
      last: to === undefined ? Number(first) : last === '' ? Number.POSITIVE_INFINITY : Number(last),
    };
    if (range.first < 1 || range.last < range.first) return undefined;
    ranges.push(range);
  }
  return ranges;
}

/** Whether a number is one of those; without ranges each is. */
export function isAmong(number: number, ranges: readonly NumberRange[] | undefined): boolean {
  return ranges === undefined || ranges.some(({ first, last }) => number >= first && number <= last);
}

/** The last number that is wanted; infinite when all that follow are. */
export function lastOf(ranges: readonly NumberRange[] | undefined): number {
  return ranges === undefined ? Number.POSITIVE_INFINITY : Math.max(...ranges.map(({ last }) => last));
}
