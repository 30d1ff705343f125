import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, join, resolve, sep } from 'node:path';

/** An absolute folder from what was typed; a leading `~` that the shell left alone is the home folder. */
export function folderFrom(typed: string, cwd: string): string {
  if (typed === '~') return homedir();
  const expanded = typed.startsWith('~/') || typed.startsWith(`~${sep}`) ? join(homedir(), typed.slice(2)) : typed;
  return resolve(cwd, expanded);
}

/**
 * Where `-o` and `-d` together say a file shall go. A path given to `-o` names the folder too: relative to `-d` when that is
 * given, else to the current folder. A missing `directory` means the setting's; `undefined` as a whole that `output` names no file.
 */
export function placeFrom(
  output: string | undefined,
  dir: string | undefined,
  cwd: string,
): { readonly name?: string; readonly directory?: string } | undefined {
  const folder = dir === undefined ? undefined : folderFrom(dir, cwd);
  if (output === undefined) return folder === undefined ? {} : { directory: folder };
  const name = basename(output);
  if (name === '' || name === '.' || name === '..' || /[/\\]$/.test(output)) return undefined;
  const parent = dirname(output);
  if (parent === '.' && !isAbsolute(output) && !output.startsWith('.')) {
    return folder === undefined ? { name } : { name, directory: folder };
  }
  return { name, directory: folderFrom(parent, folder ?? cwd) };
}
