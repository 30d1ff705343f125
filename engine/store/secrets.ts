import type { Statements } from './statements.ts';

/** Sealed secrets. Tasks that were added together share a row, so a large cookie file is stored once. */
export class SecretTable {
  readonly #sql: Statements;

  constructor(sql: Statements) {
    this.#sql = sql;
  }

  insert(sealed: string): number {
    return this.#sql.run('INSERT INTO secrets (sealed) VALUES (?)', sealed).rowid;
  }

  get(id: number): string | undefined {
    return this.#sql.get<{ sealed: string }>('SELECT sealed FROM secrets WHERE id = ?', id)?.sealed;
  }

  /** Forgets a row when no task refers to it any more. */
  release(id: number): void {
    this.#sql.run('DELETE FROM secrets WHERE id = ? AND NOT EXISTS (SELECT 1 FROM tasks WHERE secret = ?)', id, id);
  }
}
