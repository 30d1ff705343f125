import type { Task } from '../../contract/task.ts';
import type { Watch } from '../follow/watch.ts';

/** Whether a task is the next recording of one that repeats and is followed. */
export function isSuccessor(task: Task, watch: Watch): boolean {
  if (task.kind !== 'stream' || task.state.name !== 'scheduled' || task.recording.repeat === 'never') return false;
  for (const other of watch.tasks) {
    const isSame = other.kind === 'stream' && other.url === task.url && other.directory === task.directory;
    if (isSame && other.recording.repeat === task.recording.repeat && other.createdAt <= task.createdAt) return true;
  }
  return false;
}
