import type { TaskId } from '../../contract/task.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Recording } from '../follow/recording-news.ts';
import { pages } from '../session/pages.ts';

/** Earlier recordings of the same link that have something and are waiting for somebody to go on with them or to end them. */
export async function earlierOf(engine: Engine, { id, url }: Recording): Promise<TaskId[]> {
  const found: TaskId[] = [];
  for await (const page of pages(engine, { states: ['queued', 'paused', 'failed'] })) {
    for (const task of page) {
      if (task.kind === 'stream' && task.url === url && task.id !== id && task.progress.done > 0) found.push(task.id);
    }
  }
  return found;
}
