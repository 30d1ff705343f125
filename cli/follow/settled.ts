import type { Task } from '../../contract/task.ts';

/** Whether nothing more happens to a task by itself. */
export function isSettled(task: Task): boolean {
  switch (task.state.name) {
    case 'completed':
    case 'failed':
    case 'canceled':
    case 'paused':
      return true;
    default:
      return false;
  }
}

/** Whether a task has a worker at present, so that it deserves a bar. */
export function isActive(task: Task): boolean {
  switch (task.state.name) {
    case 'resolving':
    case 'running':
    case 'finishing':
      return true;
    default:
      return false;
  }
}
