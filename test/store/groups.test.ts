import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { createLog } from '../../engine/log/lines.ts';
import { openStore, type Store } from '../../engine/store/index.ts';
import { migrations } from '../../engine/store/migrations/index.ts';
import { columnsOf } from '../../engine/store/task-row.ts';
import { testFolder } from '../engine/home.ts';
import { record } from './records.ts';

function open(folder: string, steps?: readonly string[]): Store {
  const log = createLog({ write: () => undefined }, () => 0, false);
  const store = openStore({ data: folder, downloads: '/dl' }, log, 0, steps);
  onTestFinished(() => {
    try {
      store.close();
    } catch {
      // it is closed
    }
  });
  return store;
}

const group = {
  id: 'g',
  source: 'http://a.example/l',
  directory: '/dl',
  url: 'http://a.example/l',
  title: 'A',
  createdAt: 1,
};

test('a database from before there were groups has its tasks, and takes groups', () => {
  const folder = testFolder();
  open(folder, migrations.slice(0, 3)).close();
  const old = new DatabaseSync(join(folder, 'sluice.db'));
  const task = record({ id: 'old' });
  // as it was written then
  const { group_id: _, name_key: _n, url_key: _u, ...columns } = columnsOf(task);
  const names = ['id', ...Object.keys(columns)];
  const insert = `INSERT INTO tasks (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
  old.prepare(insert).run(task.id, ...Object.values(columns));
  old.close();
  const store = open(folder);
  expect(store.tasks.get('old')).toEqual(task);
  store.groups.insert(group);
  store.tasks.insert(record({ id: 'b', position: 2, group: { id: 'g', number: 2 } }));
  store.tasks.insert(record({ id: 'a', position: 1, group: { id: 'g', number: 1 } }));
  expect(store.groups.members('g').map((member) => member.id)).toEqual(['a', 'b']);
  expect(store.tasks.get('b')?.group).toEqual({ id: 'g', number: 2 });
  store.close();
  const again = open(folder);
  expect(again.groups.all()).toEqual([group]);
  expect(again.groups.of(group.source, '/dl')).toEqual(group);
  expect(again.groups.of(group.source, '/other')).toBeUndefined();
});

test('a group is forgotten with its last task and not before', () => {
  const store = open(testFolder());
  store.groups.insert(group);
  const task = record({ group: { id: 'g', number: 1 } });
  store.tasks.insert(task);
  expect(store.groups.release('g')).toBe(false);
  store.tasks.save({ ...task, group: null });
  expect(store.groups.release('g')).toBe(true);
  expect(store.groups.get('g')).toBeUndefined();
});
