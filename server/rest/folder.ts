import { lstat, realpath } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { Failure } from '../../contract/errors.ts';
import { insideFolder } from '../../engine/files/inside.ts';

/**
 * The absolute path of a folder that was asked for over the network; a relative one lies below the download folder. It need not be
 * there yet.
 * @throws Failure `outside-folder` when it, or what a link on the way to it leads to, is not the download folder or inside of it;
 * `invalid-input` when it can be no path
 */
export async function folderInside(downloads: string, asked: string): Promise<string> {
  if (asked.includes('\0')) throw new Failure('invalid-input', { detail: 'directory: it can be no path' });
  const path = resolve(downloads, asked);
  const [root, real] = await Promise.all([realWay(resolve(downloads)), realWay(path)]);
  if (root !== real && !insideFolder(root, real)) throw new Failure('outside-folder');
  return path;
}

/** The path without links, as far as it is there; what is not stays as it was written. */
async function realWay(path: string): Promise<string> {
  for (let there = path; ; there = dirname(there)) {
    try {
      return join(await realpath(there), relative(there, path));
    } catch {
      // it is there, but leads to nothing that is, or to nothing one may see
      if (await isThere(there)) throw new Failure('outside-folder');
      if (dirname(there) === there) return path;
    }
  }
}

async function isThere(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined)) !== undefined;
}
