// Folders the scripts work with.
import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the clone. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A folder of this user for what can be fetched again; shared by all clones. */
export function cacheFolder() {
  const asked = process.env['XDG_CACHE_HOME'];
  if (asked && isAbsolute(asked)) return join(asked, 'sluice');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'sluice');
  if (process.platform === 'win32') return join(process.env['LOCALAPPDATA'] ?? homedir(), 'sluice', 'Cache');
  return join(homedir(), '.cache', 'sluice');
}

/** A short name for this clone, to keep clones apart in shared folders. */
export function cloneKey() {
  return createHash('sha256').update(root).digest('hex').slice(0, 16);
}
