import { existsSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stamp } from './backup.ts';

const name = 'sluice.db';
/** What SQLite keeps beside a database; a journal that meets another database would be replayed into it. */
const companions = ['', '-wal', '-shm', '-journal'];
/** Ends the name of an empty file beside a database that was set aside, once a person knows of it. */
const told = '-told';

/**
 * Renames a damaged database with its journals, so that a new one can begin and nothing is lost.
 * @returns the path it has now
 */
export function setAside(dataFolder: string, now: number): string {
  const target = join(dataFolder, `${name}.corrupt-${stamp(now)}`);
  for (const suffix of companions) {
    const from = join(dataFolder, name + suffix);
    if (existsSync(from)) renameSync(from, target + suffix);
  }
  return target;
}

/** True when a journal lies there without its database: it belongs to nothing and must not be replayed. */
export function journalIsAlone(dataFolder: string): boolean {
  return !existsSync(join(dataFolder, name)) && existsSync(join(dataFolder, `${name}-wal`));
}

/** Paths of the databases that were set aside, oldest first. */
export function databasesSetAside(dataFolder: string): string[] {
  return readdirSync(dataFolder)
    .filter((entry) => entry.startsWith(`${name}.corrupt-`) && !/-(wal|shm|journal|told)$/.test(entry))
    .sort()
    .map((entry) => join(dataFolder, entry));
}

/** Those of them that no person has been told of; from now on they count as told. */
export function takeUntold(dataFolder: string): string[] {
  const untold = databasesSetAside(dataFolder).filter((path) => !existsSync(path + told));
  for (const path of untold) {
    try {
      writeFileSync(path + told, '');
    } catch {
      // better told twice than not at all
    }
  }
  return untold;
}
