import { access, constants, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join, resolve } from 'node:path';

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Folders of package managers that the environment of a desktop application does not name. */
const usualFolders: readonly string[] =
  process.platform === 'win32' ? [] : ['/opt/homebrew/bin', '/usr/local/bin', '/usr/bin', '/snap/bin'];

const suffix = process.platform === 'win32' ? '.exe' : '';

/**
 * The absolute path of a program that somebody names: by its path, by its folder, or by a name without any separator that is
 * looked for on the PATH. `undefined` when nothing there can be run.
 * @param name what the program is called in a folder
 */
export async function programNamed(path: string, name: string, environment: Environment): Promise<string | undefined> {
  if (/[/\\]/u.test(path)) {
    const absolute = resolve(path);
    return (await program(absolute)) ?? (await program(absolute + suffix)) ?? (await programIn(absolute, name));
  }
  for (const folder of searchPath(environment)) {
    const found = (await program(join(folder, path))) ?? (await program(join(folder, path + suffix)));
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * The absolute path of a program of this name, in this order: the folders given, PATH, the usual folders.
 * @param first folders to look in before all others
 */
export async function programAnywhere(
  name: string,
  environment: Environment,
  first: readonly string[] = [],
): Promise<string | undefined> {
  for (const folder of [...first, ...searchPath(environment), ...usualFolders]) {
    const path = await programIn(folder, name);
    if (path !== undefined) return path;
  }
  return undefined;
}

/** The absolute path of a program in a folder, or `undefined`. */
export function programIn(folder: string, name: string): Promise<string | undefined> {
  return program(join(folder, name + suffix));
}

/** The folders of PATH. Relative ones are left out: what lies in the current folder is not to be run. */
export function searchPath(environment: Environment): string[] {
  const path = environment['PATH'] ?? environment['Path'] ?? '';
  return path
    .split(delimiter)
    .map((folder) => folder.replace(/^"(.*)"$/u, '$1'))
    .filter((folder) => isAbsolute(folder));
}

async function program(path: string): Promise<string | undefined> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile() ? path : undefined;
  } catch {
    return undefined;
  }
}
