import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Failure } from '../../contract/errors.ts';
import { storeFailure } from '../store/sqlite-error.ts';

/**
 * Takes a data folder for this process alone. The lock is an open exclusive transaction, which the operating system ends
 * with the process, however that ends; no file has to be judged stale.
 * @returns frees the folder again
 * @throws Failure `already-running` when another process has it; `permission`, `disk-full`
 */
export function lockFolder(dataFolder: string): () => void {
  const path = join(dataFolder, 'instance.db');
  let db: DatabaseSync | undefined;
  try {
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
    db = new DatabaseSync(path, { timeout: 0 });
    db.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    db?.close();
    throw error instanceof Error && 'errcode' in error ? storeFailure(error, path) : folderFailure(error, dataFolder);
  }
  const held = db;
  return () => held.close();
}

function folderFailure(error: unknown, dataFolder: string): Failure {
  return new Failure('permission', {
    detail: `${dataFolder}: ${error instanceof Error ? error.message : String(error)}`,
    cause: error,
  });
}
