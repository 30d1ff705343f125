import type { DatabaseSync } from 'node:sqlite';
import { Failure } from '../../contract/errors.ts';

/**
 * Brings a database to the newest version, each step in a transaction of its own.
 * @param backUp called with the present version before the first step on a database that holds something
 * @param migrations SQL that leads from version i to version i + 1, in order
 * @throws Failure `newer-data` when the database comes from a newer Sluice; it is then untouched
 */
export function migrate(db: DatabaseSync, backUp: (version: number) => void, migrations: readonly string[]): void {
  const version = versionOf(db);
  if (version > migrations.length) {
    throw new Failure('newer-data', { detail: `database version ${version}, known up to ${migrations.length}` });
  }
  if (version === migrations.length) return;
  if (version > 0) backUp(version);
  for (const [index, sql] of migrations.entries()) {
    if (index < version) continue;
    try {
      db.exec(`BEGIN EXCLUSIVE; ${sql}; PRAGMA user_version = ${index + 1}; COMMIT`);
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK');
      throw error;
    }
  }
}

function versionOf(db: DatabaseSync): number {
  const row = db.prepare('PRAGMA user_version').get() as { user_version: number };
  return row.user_version;
}
