import { lstat, open, rename, rm } from 'node:fs/promises';
import { type Announcement, announce, announced, withdraw } from './announcement.ts';
import { errnoOf } from './failure.ts';
import { missing } from './missing.ts';

/**
 * Takes the name with an empty file that only one process can make, then renames over it. The intention is written down
 * before, so that after a crash neither the empty file nor the moved one is taken for somebody else's.
 */
export async function publishByMove(data: string, target: string): Promise<'published' | 'taken'> {
  const earlier = await announced(data);
  const { size } = await lstat(data);
  await announce(data, { target, size });
  let held = false;
  try {
    held = await placeholder(target, earlier);
    if (!held) await withdraw(data);
    else await rename(data, target);
    return held ? 'published' : 'taken';
  } catch (error) {
    if (held && (await lstat(target).catch(missing))?.size === 0) await rm(target, { force: true });
    await withdraw(data);
    throw error;
  }
}

/** Makes the empty file; also true when it is there from an attempt that crashed before it could rename. */
async function placeholder(target: string, earlier: Announcement | undefined): Promise<boolean> {
  try {
    await (await open(target, 'wx')).close();
    return true;
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error;
    if (earlier?.target !== target) return false;
    const there = await lstat(target);
    return there.isFile() && there.size === 0;
  }
}

/** The end of a move that was announced, if what lies there is the file that was announced. */
export async function movedTo(data: string): Promise<string | undefined> {
  const intention = await announced(data);
  if (intention === undefined) return undefined;
  const there = await lstat(intention.target).catch(missing);
  const same = there?.isFile() === true && there.size === intention.size;
  return same ? intention.target : undefined;
}
