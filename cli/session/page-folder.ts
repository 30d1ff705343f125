import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where the built page lies, seen from this file: beside the bundle (`out/cli/…`), else what was built of the source tree, if it was. */
export function pageFolder(from: string = import.meta.url): string | undefined {
  return ['../renderer', '../../out/renderer']
    .map((path) => fileURLToPath(new URL(path, from)))
    .find((folder) => existsSync(`${folder}/index.html`));
}
