/**
 * What a list of tasks is sorted and searched by: names and links as `fold` makes them, a function that every connection has before its
 * database is brought to the newest shape.
 */
export const orders = `
  ALTER TABLE tasks ADD COLUMN name_key TEXT NOT NULL DEFAULT '';
  ALTER TABLE tasks ADD COLUMN url_key TEXT NOT NULL DEFAULT '';
  UPDATE tasks SET name_key = fold(json_extract(rest_json, '$.name')), url_key = fold(json_extract(rest_json, '$.url'));
  CREATE INDEX tasks_by_name ON tasks (name_key);
  CREATE INDEX tasks_by_line ON tasks (priority DESC, position);
`;
