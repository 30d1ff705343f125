import type { Progress, StateName, TaskId } from '../../contract/task.ts';
import type { Member } from '../queue/group-total.ts';
import type { Statements } from './statements.ts';

/** What is remembered of a group itself. */
export interface GroupRecord {
  readonly id: string;
  /** the canonical link of the list */
  readonly source: string;
  /** absolute; where its tasks are saved */
  readonly directory: string;
  /** without user and password */
  readonly url: string;
  readonly title: string;
  readonly createdAt: number;
}

interface GroupRow {
  readonly id: string;
  readonly source: string;
  readonly directory: string;
  readonly url: string;
  readonly title: string;
  readonly created_at: number;
}

/** The table of groups, and which tasks are in each. */
export class GroupTable {
  readonly #sql: Statements;

  constructor(sql: Statements) {
    this.#sql = sql;
  }

  get(id: string): GroupRecord | undefined {
    const row = this.#sql.get<GroupRow>('SELECT * FROM groups WHERE id = ?', id);
    return row && recordOf(row);
  }

  /** The group of a list in a folder. */
  of(source: string, directory: string): GroupRecord | undefined {
    const sql = 'SELECT * FROM groups WHERE source = ? AND directory = ?';
    const row = this.#sql.get<GroupRow>(sql, source, directory);
    return row && recordOf(row);
  }

  /** All of them, those made last first. */
  all(): GroupRecord[] {
    return this.#sql.all<GroupRow>('SELECT * FROM groups ORDER BY created_at DESC, id').map(recordOf);
  }

  insert({ id, source, directory, url, title, createdAt }: GroupRecord): void {
    this.#sql.run('INSERT INTO groups VALUES (?, ?, ?, ?, ?, ?)', id, source, directory, url, title, createdAt);
  }

  rename(id: string, title: string): void {
    this.#sql.run('UPDATE groups SET title = ? WHERE id = ?', title, id);
  }

  /** Forgets a group when no task is in it any more. @returns whether it did */
  release(id: string): boolean {
    const sql = 'DELETE FROM groups WHERE id = ? AND NOT EXISTS (SELECT 1 FROM tasks WHERE group_id = ?)';
    return this.#sql.run(sql, id, id).changes > 0;
  }

  /** The tasks of a group as they are stored, the first in line first. */
  members(id: string): (Member & { readonly id: TaskId })[] {
    const sql =
      'SELECT id, state, progress_json FROM tasks INDEXED BY tasks_by_group WHERE group_id = ? ORDER BY position';
    const rows = this.#sql.all<{ id: string; state: StateName; progress_json: string }>(sql, id);
    return rows.map(({ id: task, state, progress_json }) => ({
      ...{ id: task, state, progress: JSON.parse(progress_json) as Progress },
    }));
  }
}

function recordOf({ created_at, ...rest }: GroupRow): GroupRecord {
  return { ...rest, createdAt: created_at };
}
