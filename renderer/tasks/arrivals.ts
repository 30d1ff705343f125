import type { Task, TaskId } from '../../contract/task.ts';

/** Tasks that came to an end in one batch; what a person who does not watch wants to hear of. */
export interface Arrivals {
  readonly completed: readonly Task[];
  readonly failed: readonly Task[];
}

/**
 * Compares tasks with what was known of them. Tasks seen for the first time do not count: they ended before the window
 * was opened.
 */
export function arrivalsOf(before: ReadonlyMap<TaskId, Task>, changed: readonly Task[]): Arrivals {
  const ended = (name: 'completed' | 'failed') =>
    changed.filter((task) => {
      const old = before.get(task.id);
      return task.state.name === name && old !== undefined && old.state.name !== name;
    });
  return { completed: ended('completed'), failed: ended('failed') };
}
