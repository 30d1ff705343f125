import type { Group } from '../../contract/video.ts';

/** What a group does as a whole. */
export type GroupState = 'running' | 'queued' | 'paused' | 'failed' | 'completed' | 'canceled';

/**
 * The state of a group by its counts: what is being done comes before what waits, and that before how it ended. Where some came
 * and some did not, it is done; how many did not is told beside it.
 */
export function groupState({ counts }: Pick<Group, 'counts'>): GroupState {
  if (counts.active > 0) return 'running';
  if (counts.waiting > 0) return 'queued';
  if (counts.paused > 0) return 'paused';
  if (counts.completed > 0) return 'completed';
  return counts.failed > 0 ? 'failed' : 'canceled';
}
