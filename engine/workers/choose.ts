/** What the choice of a process rests on. */
export interface Choosable {
  readonly jobs: { readonly size: number };
  readonly usable: boolean;
  readonly alone: boolean;
}

/** Jobs a process should have before it is worth starting another one. */
const enough = 8;

/**
 * The process that gets the next job: the one with the fewest jobs.
 * @returns `undefined` when a new one should be started
 */
export function chooseProcess<T extends Choosable>(processes: readonly T[], atMost: number): T | undefined {
  const usable = processes.filter((process) => process.usable && !process.alone);
  const least = usable.toSorted((a, b) => a.jobs.size - b.jobs.size)[0];
  if (least === undefined) return undefined;
  return least.jobs.size >= enough && usable.length < atMost ? undefined : least;
}
