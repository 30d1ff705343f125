import type { Group } from '../../contract/video.ts';

/** What a group does as a whole. */
export type GroupState = 'running' | 'queued' | 'paused' | 'failed' | 'completed' | 'canceled';

/**
 * The state of a group by its counts: what is being done comes before what waits, and that before how it ended. Where some came
 * and some failed, it is done; how many did is told beside it. Where most was canceled, it is that.
 */
export function groupState({ counts }: Pick<Group, 'counts'>): GroupState {
  if (counts.active > 0) return 'running';
  if (counts.waiting > 0) return 'queued';
  if (counts.paused > 0) return 'paused';
  if (counts.canceled > counts.completed + counts.failed) return 'canceled';
  return counts.completed > 0 ? 'completed' : 'failed';
}
