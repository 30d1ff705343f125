import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../../contract/errors.ts';
import { unwrap } from '../../contract/reply.ts';
import type { Engine } from '../../engine/engine.ts';
import { unfinishedPaths } from '../../engine/files/unfinished.ts';
import { type OpenedFile, openFile } from './open-file.ts';
import { isWatchable, type Watched } from './watched.ts';

/**
 * Opens what is watched. Its path comes from the engine's records; of the request only a number or a plain name goes into it.
 * @throws Failure `no-such-task`; `no-such-place` when the task has no such file; `file-missing` when it is not there (any more)
 */
export async function openWatched(engine: Pick<Engine, 'call'>, watched: Watched): Promise<OpenedFile> {
  const { task, artifacts } = unwrap(await engine.call('tasks.show', { id: watched.id }));
  if ('part' in watched) {
    const path = artifacts[watched.part - 1]?.path;
    if (path === undefined) throw new Failure('no-such-place');
    return openFile(path);
  }
  if (task.kind !== 'stream' || !isWatchable(watched.live)) throw new Failure('no-such-place');
  const { folder, recording } = unfinishedPaths(task.directory, task.id);
  // a link in the place of one of these folders leads to what is not ours
  for (const path of [folder, recording]) if (!(await isFolder(path))) throw new Failure('file-missing');
  return openFile(join(recording, watched.live));
}

async function isFolder(path: string): Promise<boolean> {
  const stat = await lstat(path).catch(() => undefined);
  return stat?.isDirectory() === true;
}
