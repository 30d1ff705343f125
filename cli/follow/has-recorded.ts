import type { Task } from '../../contract/task.ts';
import type { Engine } from '../../engine/engine.ts';

/** Whether a task is a recording that has something, so that it can be ended and keep it. */
export async function hasRecorded(engine: Engine, task: Task): Promise<boolean> {
  if (task.kind !== 'stream') return false;
  if (task.state.name === 'finishing') return true;
  const live = task.state.name === 'running' ? task.state.live : null;
  if (live !== null && live.length > live.missing) return true;
  // After a crash its own figures may be older than what lies on the disk.
  const reply = await engine.call('tasks.timeline', { id: task.id });
  return reply.ok && reply.value.recorded > 0;
}
