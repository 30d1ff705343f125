import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Log } from '../host.ts';
import { backUp } from './backup.ts';
import { fold } from './fold.ts';
import { migrate } from './migrate.ts';
import { migrations as shipped } from './migrations/index.ts';
import { journalIsAlone, setAside } from './set-aside.ts';
import { saysCorrupt, storeFailure } from './sqlite-error.ts';

/** Bytes above which a database that was closed in order is not read through at each start. */
const alwaysCheckedUpTo = 8 * 1024 * 1024;

/**
 * Opens the database of a data folder, newest shape, ready to write. The caller holds the folder's lock.
 * A damaged one is set aside with a warning and an empty one begun.
 * @throws Failure `newer-data`, `permission`, `disk-full`, `internal`
 */
export function openDatabase(
  dataFolder: string,
  log: Log,
  now: number,
  migrations: readonly string[] = shipped,
): DatabaseSync {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const path = join(dataFolder, 'sluice.db');
  if (journalIsAlone(dataFolder)) warnSetAside(dataFolder, log, now, 'its journal lies there without it');
  try {
    return openSound(path, dataFolder, now, migrations);
  } catch (error) {
    if (!saysCorrupt(error)) throw storeFailure(error, path);
    warnSetAside(dataFolder, log, now, error instanceof Error ? error.message : 'unreadable');
  }
  try {
    return openSound(path, dataFolder, now, migrations);
  } catch (error) {
    throw storeFailure(error, path);
  }
}

function warnSetAside(dataFolder: string, log: Log, now: number, reason: string): void {
  const path = setAside(dataFolder, now);
  log.warn('the database was damaged: it was set aside and a new, empty one begun', { path, reason });
}

function openSound(path: string, dataFolder: string, now: number, migrations: readonly string[]): DatabaseSync {
  const inOrder = (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) === 0;
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const db = new DatabaseSync(path, { timeout: 2000 });
  try {
    db.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY',
    );
    if (size > 0 && !(inOrder && size > alwaysCheckedUpTo)) check(db);
    db.function('fold', { deterministic: true }, (text) => fold(String(text ?? '')));
    migrate(db, (version) => backUp(db, dataFolder, version, now), migrations);
    // reads something of every table: a file that was cut short shows here at the latest
    db.exec('SELECT * FROM tasks ORDER BY n DESC LIMIT 1; SELECT * FROM settings; SELECT * FROM artifacts LIMIT 1');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** @throws an error that counts as corruption when SQLite finds a fault in the file */
export function check(db: DatabaseSync): void {
  const rows = db.prepare('PRAGMA quick_check(1)').all() as { quick_check: string }[];
  const first = rows[0]?.quick_check;
  if (first !== 'ok') throw Object.assign(new Error(first ?? 'quick_check said nothing'), { errcode: 11 });
}
