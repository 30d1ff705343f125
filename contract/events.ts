import type { LiveFigures } from './recording.ts';
import type { Settings } from './settings.ts';
import type { Pace, Progress, Task, TaskId } from './task.ts';
import type { Group } from './video.ts';

/** Bytes and pace of a running task; sent instead of the whole task when nothing else changed. */
export interface ProgressDelta {
  readonly id: TaskId;
  readonly progress: Progress;
  /** `null` when no bytes move (verifying, publishing) */
  readonly pace: Pace | null;
  /** of a running recording */
  readonly live: LiveFigures | null;
}

/**
 * What changed since the batch before. At most 10 a second a client; what changes faster is folded together, so a batch
 * holds the newest state of each task, not its history.
 */
export interface EventBatch {
  /** the number to ask from next time; grows by at least one a batch */
  readonly seq: number;
  /** true when the client must forget everything and ask for the list again */
  readonly reset: boolean;
  readonly tasks: readonly Task[];
  readonly progress: readonly ProgressDelta[];
  /** tasks that were removed, and groups that have gone with their last task */
  readonly removed: readonly string[];
  /** groups whose total has changed; after a `reset`, `groups.list` has them all */
  readonly groups: readonly Group[];
  readonly settings: Settings | null;
}
