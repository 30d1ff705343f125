/**
 * Shares a rate over processes by the number of their jobs.
 * @param rate bytes a second, or `null` for no limit
 * @param jobs how many jobs each process has
 * @returns the share of each process; `null` without a limit. A process without jobs gets what one job would get.
 */
export function splitRate(rate: number | null, jobs: readonly number[]): (number | null)[] {
  if (rate === null) return jobs.map(() => null);
  const all = jobs.reduce((sum, count) => sum + count, 0);
  return jobs.map((count) => Math.max(1, Math.floor((rate * Math.max(1, count)) / Math.max(1, all))));
}
