/**
 * The first shape. What is sorted or filtered by has a column, the rest is JSON.
 *
 * `ready_at` is when a queued or scheduled task may start, in milliseconds since the epoch: 0 for at once, the far future
 * while it waits for room on the disk. `reserved_key` is unique, so two live tasks can never own the same path.
 */
export const begin = `
  CREATE TABLE tasks (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    ready_at INTEGER NOT NULL,
    priority INTEGER NOT NULL,
    position REAL NOT NULL,
    host TEXT NOT NULL,
    source TEXT NOT NULL,
    directory TEXT NOT NULL,
    reserved_path TEXT,
    reserved_key TEXT,
    created_at INTEGER NOT NULL,
    secret INTEGER REFERENCES secrets (id),
    needs INTEGER NOT NULL,
    state_json TEXT NOT NULL,
    progress_json TEXT NOT NULL,
    rest_json TEXT NOT NULL
  ) STRICT;
  CREATE INDEX tasks_by_state ON tasks (state, n);
  CREATE INDEX tasks_by_source ON tasks (source, n);
  CREATE INDEX tasks_by_secret ON tasks (secret) WHERE secret IS NOT NULL;
  CREATE UNIQUE INDEX tasks_reserved ON tasks (reserved_key) WHERE reserved_key IS NOT NULL;
  CREATE INDEX tasks_to_start ON tasks (priority DESC, position, ready_at, host, directory, needs, id) WHERE state = 'queued';
  CREATE INDEX tasks_by_time ON tasks (state, ready_at) WHERE state IN ('queued', 'scheduled');
  CREATE INDEX tasks_in_order ON tasks (priority, position, id)
    WHERE state IN ('scheduled', 'queued', 'resolving', 'running', 'finishing', 'paused', 'failed');
  CREATE INDEX tasks_by_position ON tasks (position);

  CREATE TABLE secrets (id INTEGER PRIMARY KEY, sealed TEXT NOT NULL) STRICT;

  CREATE TABLE attempts (
    task TEXT NOT NULL,
    number INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    worker INTEGER,
    outcome TEXT,
    error_json TEXT,
    log_json TEXT NOT NULL DEFAULT '[]',
    PRIMARY KEY (task, number)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX attempts_open ON attempts (task, number) WHERE ended_at IS NULL;

  CREATE TABLE artifacts (
    id INTEGER PRIMARY KEY,
    task TEXT NOT NULL,
    path TEXT NOT NULL,
    size INTEGER NOT NULL,
    type TEXT,
    verified TEXT,
    same_as TEXT,
    sample TEXT
  ) STRICT;
  CREATE INDEX artifacts_by_task ON artifacts (task);
  CREATE INDEX artifacts_by_size ON artifacts (size, sample);

  CREATE TABLE leftovers (task TEXT PRIMARY KEY, directory TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE workers (pid INTEGER PRIMARY KEY, started TEXT NOT NULL) STRICT;
`;
