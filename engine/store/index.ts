import type { DatabaseSync } from 'node:sqlite';
import type { Log } from '../host.ts';
import { AnswerTable } from './answers.ts';
import { ArtifactTable } from './artifacts.ts';
import { AttemptTable } from './attempts.ts';
import { check, openDatabase } from './database.ts';
import { DeliveryTable } from './deliveries.ts';
import { GroupTable } from './groups.ts';
import { LeftoverTable } from './leftovers.ts';
import { SecretTable } from './secrets.ts';
import { SettingsTable } from './settings.ts';
import { Statements } from './statements.ts';
import { TaskList } from './task-list.ts';
import { TaskTable } from './tasks.ts';
import { WaitingLine } from './waiting-line.ts';
import { WebhookTable } from './webhooks.ts';
import { WorkerTable } from './workers.ts';

/** All that Sluice remembers. One process writes it, the one that owns the data folder. */
export class Store {
  readonly tasks: TaskTable;
  readonly list: TaskList;
  readonly line: WaitingLine;
  readonly attempts: AttemptTable;
  readonly artifacts: ArtifactTable;
  readonly secrets: SecretTable;
  readonly leftovers: LeftoverTable;
  readonly groups: GroupTable;
  readonly settings: SettingsTable;
  readonly workers: WorkerTable;
  readonly answers: AnswerTable;
  readonly webhooks: WebhookTable;
  readonly deliveries: DeliveryTable;
  readonly #db: DatabaseSync;
  readonly #sql: Statements;

  constructor(db: DatabaseSync, downloads: string, log: Log) {
    this.#db = db;
    this.#sql = new Statements(db);
    this.tasks = new TaskTable(this.#sql);
    this.list = new TaskList(this.#sql, this.tasks);
    this.line = new WaitingLine(this.#sql);
    this.attempts = new AttemptTable(this.#sql);
    this.artifacts = new ArtifactTable(this.#sql);
    this.secrets = new SecretTable(this.#sql);
    this.leftovers = new LeftoverTable(this.#sql);
    this.groups = new GroupTable(this.#sql);
    this.settings = new SettingsTable(this.#sql, downloads, log);
    this.workers = new WorkerTable(this.#sql);
    this.answers = new AnswerTable(this.#sql);
    this.webhooks = new WebhookTable(this.#sql);
    this.deliveries = new DeliveryTable(this.#sql);
  }

  /** All or nothing. */
  transaction<T>(work: () => T): T {
    return this.#sql.transaction(work);
  }

  /**
   * Brings everything that was written so far to the disk, so that it survives a loss of power. A commit alone does not:
   * with a write-ahead log it is safe from the end of this process only.
   * @throws when it cannot be brought there
   */
  flush(): void {
    const row = this.#sql.get<{ log: number; checkpointed: number }>('PRAGMA wal_checkpoint(PASSIVE)');
    if (row === undefined || row.log !== row.checkpointed) throw new Error('the journal of the database is in use');
  }

  /** What SQLite finds wrong with the file, or `undefined`. Reads all of it. */
  fault(): string | undefined {
    try {
      check(this.#db);
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : 'unreadable';
    }
  }

  /** Everything into the one file, then closes it. */
  close(): void {
    try {
      this.#db.exec('PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE)');
    } catch {
      // on a full disk the journal simply stays and is read at the next start
    } finally {
      this.#db.close();
    }
  }
}

/**
 * Opens what is remembered in a data folder, whose lock the caller holds.
 * @param now milliseconds since the epoch
 * @param migrations what leads to the newest shape; those of this Sluice when absent
 * @throws Failure `newer-data`, `permission`, `disk-full`, `internal`
 */
export function openStore(
  paths: { readonly data: string; readonly downloads: string },
  log: Log,
  now: number,
  migrations?: readonly string[],
): Store {
  return new Store(openDatabase(paths.data, log, now, migrations), paths.downloads, log);
}
