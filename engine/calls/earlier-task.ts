import { lstat } from 'node:fs/promises';
import type { Book } from '../jobs/book.ts';
import type { Store } from '../store/index.ts';
import type { TaskRecord } from '../store/record.ts';

/**
 * The newest finished task of a source whose file is still there as it was.
 * @param source see `canonicalLink`
 * @param fits whether it is one that matters
 */
export async function finishedBefore(
  store: Store,
  source: string,
  fits: (record: TaskRecord) => boolean,
): Promise<TaskRecord | undefined> {
  for (const record of store.tasks.ofSource(source)) {
    if (record.state.name !== 'completed' || !fits(record)) continue;
    for (const { path, size } of record.state.artifacts) {
      const stats = await lstat(path).catch(() => undefined);
      if (stats?.isFile() && stats.size === size) return record;
    }
  }
  return undefined;
}

/**
 * The task that has what a link leads to, or is about to have it: an unfinished one, or a finished one whose file is still
 * there.
 */
export async function taskFor(source: string, store: Store, book: Book): Promise<TaskRecord | undefined> {
  const unfinished = store.tasks
    .ofSource(source)
    .find(({ state }) => state.name !== 'completed' && state.name !== 'canceled');
  return unfinished === undefined ? finishedBefore(store, source, () => true) : book.newest(unfinished);
}
