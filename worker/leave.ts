import type { Progress } from '../contract/task.ts';
import type { Job } from '../contract/worker-messages.ts';
import { removeUnfinished } from '../engine/files/unfinished.ts';
import { failed } from './failed.ts';
import type { Port } from './port.ts';
import type { JobOutcome } from './running-job.ts';

/** The last word of a job that was stopped: what is stored stays for a later attempt, or is deleted. */
export async function leave(
  port: Port,
  { id, directory }: Pick<Job, 'id' | 'directory'>,
  keep: boolean,
  progress: Progress,
): Promise<JobOutcome> {
  if (keep) return { type: 'stopped', id, progress };
  try {
    await removeUnfinished(directory, id);
    return { type: 'stopped', id, progress: { fraction: null, done: 0, total: null } };
  } catch (error) {
    return failed(port, id, error, progress);
  }
}
