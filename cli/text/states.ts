import type { StateName } from '../../contract/task.ts';

/** Every state a task can be in, as lists show it and `--state` takes it. */
export const stateNames = [
  'scheduled',
  'queued',
  'resolving',
  'running',
  'finishing',
  'paused',
  'completed',
  'failed',
  'canceled',
] as const satisfies readonly StateName[];
