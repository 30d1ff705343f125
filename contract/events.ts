import { z } from 'zod';
import { liveFigures } from './recording.ts';
import { settings } from './settings.ts';
import { pace, progress, task } from './task.ts';
import { taskId } from './task-id.ts';
import { group } from './video.ts';

/** Bytes and pace of a running task; sent instead of the whole task when nothing else changed. */
const progressDelta = z.object({
  id: taskId,
  progress,
  /** `null` when no bytes move (verifying, publishing) */
  pace: pace.nullable(),
  /** of a running recording */
  live: liveFigures.nullable(),
});
export type ProgressDelta = z.infer<typeof progressDelta>;

/**
 * What changed since the batch before. At most 10 a second a client; what changes faster is folded together, so a batch
 * holds the newest state of each task, not its history.
 */
export const eventBatch = z.object({
  /** the number to ask from next time; grows by at least one a batch */
  seq: z.number().int(),
  /** true when the client must forget everything and ask for the list again */
  reset: z.boolean(),
  tasks: z.array(task),
  progress: z.array(progressDelta),
  /** tasks that were removed, and groups that have gone with their last task */
  removed: z.array(z.string()),
  /** groups whose total has changed; after a `reset`, `groups.list` has them all */
  groups: z.array(group),
  settings: settings.nullable(),
});
export type EventBatch = z.infer<typeof eventBatch>;
