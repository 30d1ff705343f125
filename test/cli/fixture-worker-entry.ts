import { fileURLToPath } from 'node:url';

/** Stands in for the function of this name in `cli/session`. */
export function workerEntry(): string {
  return fileURLToPath(new URL('../engine/fixture-worker.ts', import.meta.url));
}
