import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';

/** One value of a row. The tables are STRICT, so a column is what its table says. */
type Values = readonly SQLInputValue[];

/** A connection whose statements are prepared once. The only way the tables speak to SQLite. */
export class Statements {
  readonly #db: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  /** Runs a statement that answers nothing; how many rows it changed and the number of the new row. */
  run(sql: string, ...values: Values): { changes: number; rowid: number } {
    const { changes, lastInsertRowid } = this.#statement(sql).run(...values);
    return { changes: Number(changes), rowid: Number(lastInsertRowid) };
  }

  /** The first row, or `undefined`. `Row` must name columns as their STRICT table declares them. */
  get<Row extends object>(sql: string, ...values: Values): Row | undefined {
    return this.#statement(sql).get(...values) as Row | undefined;
  }

  /** All rows. */
  all<Row extends object>(sql: string, ...values: Values): Row[] {
    return this.#statement(sql).all(...values) as Row[];
  }

  /** Runs `work` as one transaction; inside another one it simply joins it. Whatever is thrown undoes all of it. */
  transaction<T>(work: () => T): T {
    if (this.#db.isTransaction) return work();
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#db.exec('COMMIT');
      return result;
    } catch (error) {
      // a full disk may have rolled back already
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw error;
    }
  }

  #statement(sql: string): StatementSync {
    let statement = this.#prepared.get(sql);
    if (statement === undefined) {
      statement = this.#db.prepare(sql);
      this.#prepared.set(sql, statement);
    }
    return statement;
  }
}
