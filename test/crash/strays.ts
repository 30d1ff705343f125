import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

/** What a home holds when nobody works with it: the database, the lock, the logs. */
const ours = [/^data\/(?:sluice|instance)\.db$/, /^logs\/sluice\.log$/, /^logs\/tasks\/[0-9a-z]{10}\.log$/];
const folders = ['data', 'downloads', 'logs', 'logs/tasks'];

/** Everything in a home, folders too, that neither belongs there nor is one of the finished files. */
export function straysIn(home: string, finished: readonly string[]): string[] {
  const expected = new Set(finished.map((name) => `downloads/${name}`));
  return readdirSync(home, { recursive: true, withFileTypes: true })
    .map((entry) => ({ entry, path: relative(home, join(entry.parentPath, entry.name)) }))
    .filter(({ entry, path }) =>
      entry.isDirectory() ? !folders.includes(path) : !expected.has(path) && !ours.some((form) => form.test(path)),
    )
    .map(({ path }) => path);
}
