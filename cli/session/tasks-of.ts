import type { Task } from '../../contract/task.ts';
import type { Engine } from '../../engine/engine.ts';
import { groupsOf } from './groups.ts';
import { pages } from './pages.ts';

/** The tasks that ids stand for, in their order, each once: the id of a group stands for its tasks, what is none for nothing. */
export async function tasksOf(engine: Engine, ids: readonly string[]): Promise<Task[]> {
  const known = new Set((await groupsOf(engine)).map(({ id }) => id));
  const groups = new Map<string, Task[]>(ids.filter((id) => known.has(id)).map((id) => [id, []]));
  if (groups.size > 0) {
    for await (const page of pages(engine)) {
      for (const task of page) if (task.group !== null) groups.get(task.group.id)?.push(task);
    }
  }
  const tasks = new Map<string, Task>();
  for (const id of ids) {
    const shown = groups.has(id) ? undefined : await engine.call('tasks.show', { id });
    const meant = shown?.ok === true ? [shown.value.task] : (groups.get(id) ?? []);
    for (const task of meant) tasks.set(task.id, task);
  }
  return [...tasks.values()];
}
