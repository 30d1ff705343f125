import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { backUp } from '../../engine/store/backup.ts';
import { migrate } from '../../engine/store/migrate.ts';
import { testFolder } from '../engine/home.ts';

const steps = ['CREATE TABLE a (x)', 'ALTER TABLE a ADD COLUMN y', 'ALTER TABLE a ADD COLUMN z'];

function open(folder: string): DatabaseSync {
  const db = new DatabaseSync(join(folder, 'sluice.db'));
  onTestFinished(() => {
    if (db.isOpen) db.close();
  });
  return db;
}

test('an older database is copied whole before the first step, a new one is not', () => {
  const folder = testFolder();
  const db = open(folder);
  let now = Date.UTC(2026, 0, 1);
  const copy = (version: number) => backUp(db, folder, version, now);
  migrate(db, copy, steps.slice(0, 1));
  expect(readdirSync(folder)).not.toContain('backups');
  db.exec("INSERT INTO a VALUES ('kept')");
  now += 1000;
  migrate(db, copy, steps);
  const [name] = readdirSync(join(folder, 'backups'));
  expect(name).toBe('sluice-20260101T000001000Z-v1.db');
  const old = new DatabaseSync(join(folder, 'backups', name ?? ''));
  expect(old.prepare('SELECT * FROM a').all()).toEqual([{ x: 'kept' }]);
  old.close();
  expect(db.prepare('SELECT * FROM a').all()).toEqual([{ x: 'kept', y: null, z: null }]);
  migrate(db, () => expect.unreachable('nothing to do'), steps);
});

test('only the last three copies are kept', () => {
  const folder = testFolder();
  const db = open(folder);
  migrate(db, () => undefined, steps);
  for (let day = 1; day <= 5; day++) backUp(db, folder, 1, Date.UTC(2026, 0, day));
  expect(readdirSync(join(folder, 'backups')).map((name) => name.slice(13, 15))).toEqual(['03', '04', '05']);
});

test('a step that fails leaves the version before it', () => {
  const folder = testFolder();
  const db = open(folder);
  expect(() => migrate(db, () => undefined, [...steps.slice(0, 2), 'CREATE TABLE a (x)'])).toThrow();
  expect(db.isTransaction).toBe(false);
  expect(db.prepare('PRAGMA user_version').get()).toEqual({ user_version: 2 });
});
