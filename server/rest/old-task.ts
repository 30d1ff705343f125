import { z } from 'zod';
import { errorBody } from '../../contract/errors.ts';
import { progress, type StateName, stateName, type TaskDetails } from '../../contract/task.ts';
import { listArtifacts } from '../media/task-files.ts';

/** The words of the queue that the old service had. */
const oldState = z.enum(['PENDING', 'STARTED', 'SUCCESS', 'FAILURE', 'REVOKED']);

const oldStates: Readonly<Record<StateName, z.infer<typeof oldState>>> = {
  ...{ scheduled: 'PENDING', queued: 'PENDING', paused: 'PENDING' },
  ...{ resolving: 'STARTED', running: 'STARTED', finishing: 'STARTED' },
  ...{ completed: 'SUCCESS', failed: 'FAILURE', canceled: 'REVOKED' },
};

/** A task as the old service told of one. */
export const oldTask = z.object({
  task_id: z.string(),
  state: oldState.describe('In the words of the old queue'),
  status: stateName.describe('In the words of today'),
  progress,
  result: z
    .array(z.object({ name: z.string(), path: z.string(), size: z.number().int(), url: z.string() }))
    .nullable()
    .describe('Its files, once it is at its end and has any'),
  error: errorBody.nullable(),
});

/** What the old service would have said of a task. */
export function oldTaskOf(details: TaskDetails): z.infer<typeof oldTask> {
  const { task, artifacts } = details;
  const { name: status } = task.state;
  const state = oldStates[status];
  const files = listArtifacts(details).map(({ name, size, href }, index) => ({
    ...{ name, path: artifacts[index]?.path ?? '', size, url: href },
  }));
  const isOver = state !== 'PENDING' && state !== 'STARTED';
  return {
    ...{ task_id: task.id, state, status, progress: task.progress },
    result: isOver && files.length > 0 ? files : null,
    error: task.state.name === 'failed' ? task.state.error : null,
  };
}
