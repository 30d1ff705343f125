/** A stretch of the data of a segment. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

/**
 * Whether a stretch lies in one of others; an empty one does always.
 * @param others in ascending order, none over another
 */
export function isWithin({ start, end }: Extent, others: readonly Extent[]): boolean {
  if (start === end) return true;
  let [low, high] = [0, others.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((others[middle]?.end ?? 0) <= start) low = middle + 1;
    else high = middle;
  }
  const found = others[low];
  return found !== undefined && found.start <= start && end <= found.end;
}
