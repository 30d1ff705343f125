import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where the entry of a job process lies, seen from this file: beside the bundle (`out/cli/…`), else in the source tree. */
export function workerEntry(from: string = import.meta.url): string {
  const built = ['../worker/index.js', '../../worker/index.js'];
  for (const path of built) {
    const candidate = fileURLToPath(new URL(path, from));
    if (existsSync(candidate)) return candidate;
  }
  return fileURLToPath(new URL('../../worker/index.ts', from));
}
