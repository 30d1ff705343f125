import { open } from 'node:fs/promises';
import { platform } from 'node:process';

/**
 * Makes the entries of a folder (new names, renames, removals) survive a loss of power. Windows offers no such thing for
 * a folder, and some network file systems refuse it: there nothing is done.
 */
export async function syncFolder(path: string): Promise<void> {
  if (platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } catch {
    // EINVAL and the like: the file system orders its own entries.
  } finally {
    await folder.close();
  }
}
