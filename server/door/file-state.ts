import { statSync } from 'node:fs';
import { errnoOf } from '../../engine/files/failure.ts';

/** A text that changes with every change of a file; `undefined` when there is none, the error while it cannot be reached. */
export function fileState(path: string): string | undefined {
  try {
    const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
    return stat === undefined ? undefined : [stat.dev, stat.ino, stat.size, stat.mtimeNs, stat.ctimeNs].join();
  } catch (error) {
    return errnoOf(error) ?? String(error);
  }
}
