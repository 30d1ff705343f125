import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';

/** How many copies are kept: enough to go back over a few updates, not enough to fill a disk. */
const kept = 3;

/**
 * Writes a compact copy of a database to the folder `backups` beside it and drops the oldest copies.
 * @param version the version of its shape, part of the copy's name
 * @param now milliseconds since the epoch
 */
export function backUp(db: DatabaseSync, dataFolder: string, version: number, now: number): void {
  const folder = join(dataFolder, 'backups');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `sluice-${stamp(now)}-v${version}.db`);
  rmSync(path, { force: true });
  db.prepare('VACUUM INTO ?').run(path);
  const copies = readdirSync(folder)
    .filter((name) => /^sluice-.*\.db$/.test(name))
    .sort();
  for (const name of copies.slice(0, -kept)) rmSync(join(folder, name), { force: true });
}

/** A moment as part of a file name that sorts by time: `20260131T120000123Z`. */
export function stamp(now: number): string {
  return new Date(now).toISOString().replaceAll(/[-:.]/g, '');
}
