import { join } from 'node:path';
import { headlessPaths } from '../engine/headless/paths.ts';

/** The root of the built program: `out/` in a clone, the archive in a package. Bundled files lie one folder below it. */
const built = join(import.meta.dirname, '..');

/** Absolute paths of what is built together with the main process. */
export const parts = {
  preload: join(built, 'preload', 'index.cjs'),
  renderer: join(built, 'renderer'),
  worker: join(built, 'worker', 'desktop.js'),
  icon: join(built, 'resources', 'icon.png'),
} as const;

/** Data, logs and downloads: the same as the command line's, so that the two find each other. */
export const folders = headlessPaths(process.env);
