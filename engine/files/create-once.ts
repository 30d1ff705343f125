import { constants, copyFileSync, linkSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { errnoOf, fileFailure } from './failure.ts';
import { noLinks } from './no-links.ts';

/**
 * Makes a small file of this user's own (mode 0600) where there is none; one that is there stays as it is. Nobody sees half of it
 * where the file system knows hard links, and of two who make it at once one wins.
 * @throws Failure `permission`, `disk-full`, `folder-missing`
 */
export function createOnce(path: string, content: string | Uint8Array): void {
  const draft = `${path}.${process.pid}`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(draft, content, { mode: 0o600 });
    place(draft, path);
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw fileFailure(error, path);
  } finally {
    rmSync(draft, { force: true });
  }
}

function place(draft: string, path: string): void {
  try {
    linkSync(draft, path);
  } catch (error) {
    if (!noLinks.has(errnoOf(error) ?? '')) throw error;
    copyFileSync(draft, path, constants.COPYFILE_EXCL);
  }
}
