import { join } from 'node:path';
import type { Engine } from '../../engine/engine.ts';
import { unfinishedPaths } from '../../engine/files/unfinished.ts';
import type { Watched } from './watched.ts';

/** The file behind what is watched, by the engine's records; `undefined` when there is no such task or no such file of it. */
export async function watchedFile(engine: Pick<Engine, 'call'>, watched: Watched): Promise<string | undefined> {
  const reply = await engine.call('tasks.show', { id: watched.id });
  if (!reply.ok) return undefined;
  const { task, artifacts } = reply.value;
  if ('part' in watched) return artifacts[watched.part - 1]?.path;
  if (task.kind !== 'stream') return undefined;
  return join(unfinishedPaths(task.directory, task.id).recording, watched.live);
}
