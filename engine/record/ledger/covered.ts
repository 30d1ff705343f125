/** How much of a line some stretches cover, each place counted once. `stretches` in the order of `at`. */
export function coveredBy(stretches: readonly { readonly at: number; readonly length: number }[]): number {
  let covered = 0;
  let end = Number.NEGATIVE_INFINITY;
  for (const { at, length } of stretches) {
    covered += Math.max(0, at + length - Math.max(at, end));
    end = Math.max(end, at + length);
  }
  return covered;
}
