import { statSync } from 'node:fs';

/** A text that changes with every change of a file; `undefined` when there is none. */
export function fileState(path: string): string | undefined {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? undefined : [stat.dev, stat.ino, stat.size, stat.mtimeNs, stat.ctimeNs].join();
}
