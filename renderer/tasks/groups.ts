import type { StateName } from '../../contract/task.ts';

/** The tabs above the list, in their order. */
export const filters = ['all', 'active', 'waiting', 'done', 'failed'] as const;
export type Filter = (typeof filters)[number];
export type Group = Exclude<Filter, 'all'>;

const groups: Readonly<Record<StateName, Group>> = {
  scheduled: 'waiting',
  queued: 'waiting',
  paused: 'waiting',
  resolving: 'active',
  running: 'active',
  finishing: 'active',
  completed: 'done',
  failed: 'failed',
  // what was canceled did not arrive, so it lies beside what failed and not among the files one has
  canceled: 'failed',
};

/** The tab that a state belongs to. */
export function groupOf(state: StateName): Group {
  return groups[state];
}
