import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Artifact } from '../../contract/task.ts';

/** What the store of a home says when nobody works with it. */
export interface OnRecord {
  readonly tasks: readonly { readonly id: string; readonly state: string }[];
  readonly artifacts: readonly Artifact[];
  /** how the attempts ended, in their order */
  readonly outcomes: readonly (string | null)[];
  /** files that are still to be deleted */
  readonly leftovers: number;
  readonly workers: number;
}

/** Reads the database of a home directly, as it lies on the disk. */
export function onRecord(home: string): OnRecord {
  const db = new DatabaseSync(join(home, 'data', 'sluice.db'), { readOnly: true });
  try {
    const all = (sql: string): Record<string, unknown>[] => db.prepare(sql).all();
    return {
      tasks: all('SELECT id, state FROM tasks').map(({ id, state }) => ({ id: String(id), state: String(state) })),
      artifacts: all('SELECT path, size, type FROM artifacts ORDER BY id').map(({ path, size, type }) => ({
        ...{ path: String(path), size: Number(size), type: type === null ? null : String(type) },
        ...{ verified: null, sameAs: null },
      })),
      outcomes: all('SELECT outcome FROM attempts ORDER BY number').map(({ outcome }) =>
        outcome === null ? null : String(outcome),
      ),
      leftovers: all('SELECT 1 FROM leftovers').length,
      workers: all('SELECT 1 FROM workers').length,
    };
  } finally {
    db.close();
  }
}

/** The job processes that the store of a home knows of, also while somebody works with it. */
export function workersOnRecord(home: string): number[] {
  const db = new DatabaseSync(join(home, 'data', 'sluice.db'), { readOnly: true, timeout: 1000 });
  try {
    return db
      .prepare('SELECT pid FROM workers')
      .all()
      .map(({ pid }) => Number(pid));
  } finally {
    db.close();
  }
}
