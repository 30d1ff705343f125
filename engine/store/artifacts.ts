import type { Artifact, TaskId } from '../../contract/task.ts';
import type { Statements } from './statements.ts';

interface ArtifactRow {
  readonly path: string;
  readonly size: number;
  readonly type: string | null;
  readonly verified: string | null;
  readonly same_as: string | null;
}

/** The table of finished files. */
export class ArtifactTable {
  readonly #sql: Statements;

  constructor(sql: Statements) {
    this.#sql = sql;
  }

  /** @param sample what `sampleOf` says of its content, or `null` when nobody has looked */
  insert(task: TaskId, artifact: Artifact, sample: string | null): void {
    this.#sql.run(
      'INSERT INTO artifacts (task, path, size, type, verified, same_as, sample) VALUES (?, ?, ?, ?, ?, ?, ?)',
      task,
      artifact.path,
      artifact.size,
      artifact.type,
      artifact.verified,
      artifact.sameAs,
      sample,
    );
  }

  of(task: TaskId): Artifact[] {
    return this.#sql.all<ArtifactRow>('SELECT * FROM artifacts WHERE task = ? ORDER BY id', task).map(artifactOf);
  }

  /** Whether a file of a task is on record. */
  has(task: TaskId, path: string): boolean {
    return this.#sql.get('SELECT 1 FROM artifacts WHERE task = ? AND path = ? LIMIT 1', task, path) !== undefined;
  }

  /** True when there is a file of exactly this size. */
  hasSize(size: number): boolean {
    return this.#sql.get('SELECT 1 FROM artifacts WHERE size = ? LIMIT 1', size) !== undefined;
  }

  /** Some files of a size that nobody has taken a sample of yet. */
  withoutSample(size: number, limit: number): { id: number; path: string }[] {
    return this.#sql.all('SELECT id, path FROM artifacts WHERE size = ? AND sample IS NULL LIMIT ?', size, limit);
  }

  setSample(id: number, sample: string): void {
    this.#sql.run('UPDATE artifacts SET sample = ? WHERE id = ?', sample, id);
  }

  /** Paths of files of this size and sample that are no copies of others. */
  ofSample(size: number, sample: string, limit: number): string[] {
    const sql = 'SELECT path FROM artifacts WHERE size = ? AND sample = ? AND same_as IS NULL LIMIT ?';
    return this.#sql.all<{ path: string }>(sql, size, sample, limit).map(({ path }) => path);
  }

  delete(task: TaskId): void {
    this.#sql.run('DELETE FROM artifacts WHERE task = ?', task);
  }
}

function artifactOf(row: ArtifactRow): Artifact {
  return { path: row.path, size: row.size, type: row.type, verified: row.verified, sameAs: row.same_as };
}
