import { lstat, unlink } from 'node:fs/promises';
import type { Artifact } from '../../contract/task.ts';
import { errorBodyOf } from '../error-body.ts';
import { fileFailure } from '../files/failure.ts';
import { missing } from '../files/missing.ts';
import { eachTarget } from './each.ts';
import type { Handler } from './parts.ts';
import { targetsOf } from './targets.ts';
import { dropData } from './verbs.ts';

/**
 * Forgets tasks, their unfinished data and their logs. With `files` their finished files are deleted too, as long as they
 * are what Sluice put there: a file of another size was changed by somebody and stays, and so does one that belongs to an
 * older task. A file that cannot be deleted keeps its task.
 */
export const removeTasks: Handler<'tasks.remove'> = async (parts, { ids, files }) => {
  const refused: { id: string; error: ReturnType<typeof errorBodyOf> }[] = [];
  const stuck = new Set<string>();
  const { tasks, groups } = targetsOf(parts, ids);
  if (files) {
    for (const { id } of tasks) {
      try {
        for (const artifact of parts.store.artifacts.of(id)) await deleteFile(artifact);
      } catch (error) {
        stuck.add(id);
        refused.push({ id, error: errorBodyOf(error) });
      }
    }
  }
  const rest = tasks.filter(({ id }) => !stuck.has(id));
  const result = await eachTarget(parts, { tasks: rest, groups }, (record) => {
    dropData(parts, record, 'remove');
    parts.book.remove(record.id);
    parts.store.attempts.delete(record.id);
    parts.store.artifacts.delete(record.id);
    if (record.secret !== null) parts.store.secrets.release(record.secret);
    parts.logs.remove(record.id);
  });
  parts.admission.poke();
  return { done: result.done, refused: [...refused, ...result.refused] };
};

async function deleteFile({ path, size, sameAs }: Artifact): Promise<void> {
  if (sameAs === path) return;
  try {
    const stats = await lstat(path).catch(missing);
    if (stats?.isFile() && stats.size === size) await unlink(path).catch(missing);
  } catch (error) {
    throw fileFailure(error, path);
  }
}
