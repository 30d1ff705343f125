import { isAbsolute, join, posix, relative, resolve, sep, win32 } from 'node:path';
import { Failure } from '../../contract/errors.ts';

/** Whether `path` lies below `folder`; the folder itself does not. Looks at the text only and follows no links. */
export function insideFolder(folder: string, path: string): boolean {
  const way = relative(resolve(folder), resolve(path));
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/**
 * The path of `name` in `folder`. Throws `invalid-input` when the name would lead out of it on any platform: parent steps,
 * absolute and drive paths, alternate streams, NUL.
 */
export function joinInside(folder: string, name: string): string {
  const path = join(folder, name);
  const steps = name.split(/[/\\]/u);
  const leads =
    name.includes('\0') ||
    steps.includes('..') ||
    steps[0]?.includes(':') === true ||
    posix.isAbsolute(name) ||
    win32.isAbsolute(name) ||
    !insideFolder(folder, path);
  if (leads) throw new Failure('invalid-input', { detail: `not a name inside the folder: ${JSON.stringify(name)}` });
  return path;
}
