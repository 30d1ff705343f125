/** Lists that tasks were taken from, one a link and folder, and the tasks of each. */
export const groups = `
  CREATE TABLE groups (
    id TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    directory TEXT NOT NULL,
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX groups_by_source ON groups (source, directory);
  ALTER TABLE tasks ADD COLUMN group_id TEXT;
  CREATE INDEX tasks_by_group ON tasks (group_id, position) WHERE group_id IS NOT NULL;
`;
