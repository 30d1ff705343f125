import { open } from 'node:fs/promises';
import { platform } from 'node:process';

/** By folder: the flush that begins when the one under way is over, for whoever comes meanwhile. */
const next = new Map<string, Promise<void>>();
const underWay = new Map<string, Promise<void>>();

/**
 * Makes the entries of a folder (new names, renames, removals) survive a loss of power. Windows offers no such thing for
 * a folder, and some network file systems refuse it: there nothing is done. Who asks while a flush is under way shares the
 * one after it: that one begins later than every change it is asked for.
 */
export function syncFolder(path: string): Promise<void> {
  if (platform === 'win32') return Promise.resolve();
  const current = underWay.get(path);
  if (current === undefined) return begin(path);
  const waiting = next.get(path);
  if (waiting !== undefined) return waiting;
  const shared = current
    .catch(() => {})
    .then(() => {
      next.delete(path);
      return begin(path);
    });
  next.set(path, shared);
  return shared;
}

function begin(path: string): Promise<void> {
  const flush = flushFolder(path).finally(() => {
    if (underWay.get(path) === flush) underWay.delete(path);
  });
  underWay.set(path, flush);
  return flush;
}

async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } catch {
    // EINVAL and the like: the file system orders its own entries.
  } finally {
    await folder.close();
  }
}
