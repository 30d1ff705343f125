/** Where a task was when its progress was last told. */
export interface Step {
  /** milliseconds */
  readonly at: number;
  /** 0 to 1 */
  readonly fraction: number;
}

/** Milliseconds: what goes faster is not told, so that quick files do not fill a log. */
const leastApart = 1000;
const longestSilence = 10_000;

/** Whether progress is worth a line again: a tenth further, or ten seconds later, and never twice in a second. */
export function isDue(last: Step, fraction: number, now: number): boolean {
  const apart = now - last.at;
  if (apart < leastApart) return false;
  return apart >= longestSilence || Math.floor(fraction * 10) > Math.floor(last.fraction * 10);
}
