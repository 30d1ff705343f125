import { existsSync, readFileSync } from 'node:fs';

/** Where it is built, seen from the program of the job process. */
const built = '../worker/player-thread.js';

/**
 * What the thread is started from: the text of its program, which is a single file, or in the source tree the file itself. The text,
 * because inside an archive of Electron's (`app.asar`) a thread finds no modules.
 */
export function threadEntry(): URL {
  const file = new URL(built, import.meta.url);
  if (!existsSync(file)) return new URL('./thread.ts', import.meta.url);
  return new URL(`data:text/javascript;base64,${readFileSync(file).toString('base64')}`);
}
