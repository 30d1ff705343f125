import { copyFileSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { createLog } from '../../engine/log/lines.ts';
import { openStore, type Store } from '../../engine/store/index.ts';
import { migrations } from '../../engine/store/migrations/index.ts';
import { databasesSetAside } from '../../engine/store/set-aside.ts';
import { testFolder } from '../engine/home.ts';
import { record } from './records.ts';

function open(folder: string, lines: string[] = [], steps?: readonly string[]): Store {
  const log = createLog({ write: (line) => lines.push(line) }, () => 0, false);
  return openStore({ data: folder, downloads: '/dl' }, log, Date.UTC(2026, 0, 2), steps);
}

/** A folder with a database of 200 tasks that was closed in order. */
function filled(): string {
  const folder = testFolder();
  const store = open(folder);
  store.transaction(() => {
    for (let n = 0; n < 200; n++) store.tasks.insert(record({ position: n }));
  });
  store.close();
  return folder;
}

test('what was stored is there again', () => {
  const folder = filled();
  const store = open(folder);
  expect(store.list.count()).toBe(200);
  store.close();
  expect(readdirSync(folder)).toEqual(['sluice.db']);
});

const size = 200;
test.each([
  ['garbage', (path: string) => writeFileSync(path, Buffer.alloc(50_000, 'garbage'))],
  ['a cut in the middle', (path: string) => truncateSync(path, Math.floor(statSync(path).size / 2))],
  ['a cut inside a page', (path: string) => truncateSync(path, statSync(path).size - 100)],
  ['a cut after the first page', (path: string) => truncateSync(path, 4096)],
  ['a cut inside the header', (path: string) => truncateSync(path, 50)],
  ['a page of zeros', (path: string) => overwrite(path, 4096, Buffer.alloc(4096))],
  ['noise in the middle', (path: string) => overwrite(path, 20_000, Buffer.alloc(8192, 0xa5))],
])('%s is set aside with a warning, and a new database begun', (_, damage) => {
  const folder = filled();
  const path = join(folder, 'sluice.db');
  damage(path);
  const damaged = readFileSync(path);
  const lines: string[] = [];
  const store = open(folder, lines);
  expect(store.list.count()).toBe(0);
  store.tasks.insert(record({}));
  store.close();
  expect(lines.join()).toContain('set aside');
  const [aside, ...more] = databasesSetAside(folder);
  expect(more).toEqual([]);
  expect(readFileSync(aside ?? '').equals(damaged)).toBe(true);
  const again = open(folder);
  expect(again.list.count()).toBe(1);
  again.close();
});

function overwrite(path: string, at: number, bytes: Buffer): void {
  const content = readFileSync(path);
  bytes.copy(content, at);
  writeFileSync(path, content);
}

test('a database without its journal opens as it was at the last checkpoint', () => {
  const folder = filled();
  const other = testFolder();
  const store = open(folder);
  store.tasks.insert(record({}));
  copyFileSync(join(folder, 'sluice.db'), join(other, 'sluice.db'));
  store.close();
  const copy = open(other);
  expect(copy.list.count()).toBe(size);
  copy.close();
});

test('a journal without its database is not replayed into a new one', () => {
  const folder = filled();
  const store = open(folder);
  store.tasks.insert(record({}));
  const other = testFolder();
  copyFileSync(join(folder, 'sluice.db-wal'), join(other, 'sluice.db-wal'));
  store.close();
  const fresh = open(other);
  expect(fresh.list.count()).toBe(0);
  fresh.close();
  expect(readdirSync(other).filter((name) => name.includes('corrupt'))).toHaveLength(1);
});

test('a newer database is refused and not touched', () => {
  const folder = filled();
  const path = join(folder, 'sluice.db');
  const db = new DatabaseSync(path);
  db.exec('PRAGMA user_version = 99');
  db.close();
  const before = readFileSync(path);
  expect(() => open(folder)).toThrowError(expect.objectContaining({ code: 'newer-data' }));
  expect(readFileSync(path).equals(before)).toBe(true);
  expect(databasesSetAside(folder)).toEqual([]);
});

/** Tasks in each copy that lies in the folder of backups, by its name. */
function copies(folder: string): Record<string, unknown> {
  const backups = join(folder, 'backups');
  return Object.fromEntries(
    readdirSync(backups).map((name) => {
      const db = new DatabaseSync(join(backups, name), { readOnly: true });
      const row = db.prepare('SELECT count(*) AS tasks FROM tasks').get();
      db.close();
      return [name, row?.['tasks']];
    }),
  );
}

test('a new Sluice copies the database before it changes its shape, and only then', () => {
  const folder = filled();
  expect(readdirSync(folder)).not.toContain('backups');
  const steps = [...migrations, 'CREATE TABLE later (x); DELETE FROM tasks WHERE n > 50'];
  open(folder, [], steps).close();
  const copied = { [`sluice-20260102T000000000Z-v${migrations.length}.db`]: size };
  expect(copies(folder)).toEqual(copied);
  const store = open(folder, [], steps);
  expect(store.list.count()).toBe(50);
  store.close();
  expect(copies(folder)).toEqual(copied);
});

test('a change of shape that fails leaves the database as it was, and the copy', () => {
  const folder = filled();
  expect(() => open(folder, [], [...migrations, 'DELETE FROM tasks; CREATE TABLE tasks (x)'])).toThrow();
  expect(Object.values(copies(folder))).toEqual([size]);
  expect(databasesSetAside(folder)).toEqual([]);
  const store = open(folder);
  expect(store.list.count()).toBe(size);
  store.close();
});

test('a folder that cannot be used is a permission failure, and nothing is set aside', () => {
  const folder = testFolder();
  rmSync(folder, { recursive: true });
  writeFileSync(folder, 'a file where the folder should be');
  expect(() => open(folder)).toThrow();
  expect(readFileSync(folder, 'utf8')).toContain('a file');
});
