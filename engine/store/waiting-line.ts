import type { TaskId } from '../../contract/task.ts';
import type { Candidate } from '../queue/admit.ts';
import type { TaskRecord } from './record.ts';
import type { Statements } from './statements.ts';
import { recordOf, type TaskRow, taskColumns } from './task-row.ts';

/** What to leave out of the line. */
export interface Excluded {
  readonly hosts: readonly string[];
  readonly directories: readonly string[];
}

/** A task with its rank among those of the same priority. */
export interface Ranked {
  readonly id: TaskId;
  readonly position: number;
}

/** Hosts up to which the line of each is read by itself. With more of them the common line soon comes to one that is asked for. */
const fewHosts = 16;

/** The conditions of the partial indexes, word for word: else SQLite does not see that they hold what is asked for. */
const queuedFile = "state = 'queued' AND kind <> 'stream'";
const queuedRecording = "state = 'queued' AND kind = 'stream'";

interface PlacedCandidate extends Candidate {
  readonly priority: number;
  readonly position: number;
}

/** The order in which tasks wait: who may start, who is due, who stands where. */
export class WaitingLine {
  readonly #sql: Statements;
  #onlyChosen = false;

  constructor(sql: Statements) {
    this.#sql = sql;
  }

  /** From now on only tasks that are `choose`n stand in the line. */
  onlyChosen(): void {
    this.#onlyChosen = true;
    this.#sql.run('CREATE TEMP TABLE chosen (id TEXT PRIMARY KEY) WITHOUT ROWID');
  }

  choose(id: TaskId): void {
    if (this.#onlyChosen) this.#sql.run('INSERT OR IGNORE INTO chosen VALUES (?)', id);
  }

  /**
   * Queued files that may start at `now`, the first in line first.
   * Hosts and directories that have no room are left out here, so that a long line of them is never read.
   */
  files(now: number, excluded: Excluded, limit: number): Candidate[] {
    const notHosts = JSON.stringify(excluded.hosts);
    const notDirectories = JSON.stringify(excluded.directories);
    const hosts = this.#hostsBeside(notHosts);
    if (hosts.length <= fewHosts) {
      const lines = hosts.flatMap((host) => this.#lineOf(host, now, notDirectories, limit));
      return lines.sort((a, b) => b.priority - a.priority || a.position - b.position).slice(0, limit);
    }
    const sql = `SELECT id, host, directory, needs FROM tasks INDEXED BY files_to_start
      WHERE ${queuedFile} AND ready_at <= ?
        AND host NOT IN (SELECT value FROM json_each(?)) AND directory NOT IN (SELECT value FROM json_each(?))
        ${this.#condition()} ORDER BY priority DESC, position LIMIT ?`;
    return this.#sql.all(sql, now, notHosts, notDirectories, limit);
  }

  /** Queued recordings that may start at `now`, the first in line first, without those in directories that have no room. */
  recordings(now: number, excluded: Pick<Excluded, 'directories'>, limit: number): Candidate[] {
    const sql = `SELECT id, host, directory, needs FROM tasks INDEXED BY recordings_to_start
      WHERE ${queuedRecording} AND ready_at <= ? AND directory NOT IN (SELECT value FROM json_each(?))
        ${this.#condition()} ORDER BY priority DESC, position LIMIT ?`;
    return this.#sql.all(sql, now, JSON.stringify(excluded.directories), limit);
  }

  /**
   * Queued recordings whose time has come by `now`.
   * @param held those of which it is written down that they wait for a slot, or those of which it is not
   */
  recordingsDue(now: number, held: boolean): TaskRecord[] {
    const sql = `SELECT ${taskColumns} FROM tasks INDEXED BY recordings_to_start
      WHERE ${queuedRecording} AND ready_at <= ? AND (json_extract(state_json, '$.waiting.why') IS 'slot') = ?
        ${this.#condition()}`;
    return this.#sql.all<TaskRow>(sql, now, held ? 1 : 0).map(recordOf);
  }

  /** Queued videos of a host that could start before `until`, the first in line first; not those that wait for room. */
  videosBefore(host: string, until: number): TaskRecord[] {
    const sql = `SELECT ${taskColumns} FROM tasks INDEXED BY files_to_start_by_host
      WHERE ${queuedFile} AND host = ? AND kind = 'video' AND ready_at < ? ${this.#condition()}
      ORDER BY priority DESC, position`;
    return this.#sql.all<TaskRow>(sql, host, until).map(recordOf);
  }

  /** Hosts of queued files, some more than a few at most; each step goes to the next host, however many tasks one has. */
  #hostsBeside(notHosts: string): string[] {
    const sql = `WITH RECURSIVE hosts (host) AS (
        SELECT min(host) FROM tasks INDEXED BY files_to_start_by_host WHERE ${queuedFile}
        UNION ALL
        SELECT (SELECT min(tasks.host) FROM tasks INDEXED BY files_to_start_by_host
          WHERE ${queuedFile} AND tasks.host > hosts.host) FROM hosts WHERE hosts.host IS NOT NULL)
      SELECT host FROM hosts WHERE host IS NOT NULL AND host NOT IN (SELECT value FROM json_each(?))
      LIMIT ${fewHosts + 1}`;
    return this.#sql.all<{ host: string }>(sql, notHosts).map(({ host }) => host);
  }

  #lineOf(host: string, now: number, notDirectories: string, limit: number): PlacedCandidate[] {
    const sql = `SELECT id, host, directory, needs, priority, position FROM tasks INDEXED BY files_to_start_by_host
      WHERE ${queuedFile} AND host = ? AND ready_at <= ? AND directory NOT IN (SELECT value FROM json_each(?))
        ${this.#condition()} ORDER BY priority DESC, position LIMIT ?`;
    return this.#sql.all(sql, host, now, notDirectories, limit);
  }

  /** Scheduled tasks whose time has come. */
  due(now: number): TaskRecord[] {
    const sql = `SELECT ${taskColumns} FROM tasks INDEXED BY tasks_by_time
      WHERE state IN ('queued', 'scheduled') AND state = 'scheduled' AND ready_at <= ? ${this.#condition()}`;
    return this.#sql.all<TaskRow>(sql, now).map(recordOf);
  }

  /** When the next task becomes ready that is not yet, in milliseconds since the epoch. */
  nextReady(now: number): number | undefined {
    // Twice the same condition: only then SQLite sees that the partial index holds what is asked for.
    const earliest = (state: 'queued' | 'scheduled'): number =>
      this.#sql.get<{ at: number | null }>(
        `SELECT min(ready_at) AS at FROM tasks INDEXED BY tasks_by_time
         WHERE state IN ('queued', 'scheduled') AND state = '${state}' AND ready_at > ?`,
        now,
      )?.at ?? Number.MAX_SAFE_INTEGER;
    const at = Math.min(earliest('queued'), earliest('scheduled'));
    return at === Number.MAX_SAFE_INTEGER ? undefined : at;
  }

  /** Tasks that wait for room on their disk: recordings, then files, of each the first in line first. */
  forSpace(): TaskRecord[] {
    const sql = `SELECT ${taskColumns} FROM tasks WHERE state = 'queued' AND ready_at = ?`;
    const rows = this.#sql.all<TaskRow>(sql, Number.MAX_SAFE_INTEGER).map(recordOf);
    const rank = ({ kind }: TaskRecord): number => (kind === 'stream' ? 0 : 1);
    return rows.sort((a, b) => rank(a) - rank(b) || b.priority - a.priority || a.position - b.position);
  }

  /** Folders of the tasks that wait to start. */
  directories(): string[] {
    const rows = this.#sql.all<{ directory: string }>("SELECT DISTINCT directory FROM tasks WHERE state = 'queued'");
    return rows.map((row) => row.directory);
  }

  /** The lowest and highest position there is; 0 and 0 without tasks. */
  ends(): { first: number; last: number } {
    const first = this.#sql.get<{ at: number | null }>('SELECT min(position) AS at FROM tasks')?.at ?? 0;
    const last = this.#sql.get<{ at: number | null }>('SELECT max(position) AS at FROM tasks')?.at ?? 0;
    return { first, last };
  }

  /** All unfinished tasks of a priority in their order. */
  ranks(priority: number): Ranked[] {
    return this.#sql.all(
      `SELECT id, position FROM tasks INDEXED BY tasks_in_order
       WHERE state IN ('scheduled', 'queued', 'resolving', 'running', 'finishing', 'paused', 'failed') AND priority = ?
       ORDER BY position, id`,
      priority,
    );
  }

  #condition(): string {
    return this.#onlyChosen ? 'AND id IN chosen' : '';
  }
}
