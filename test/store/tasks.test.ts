import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { recordingOptions } from '../../contract/recording.ts';
import type { TaskState, Waiting } from '../../contract/task.ts';
import { createLog } from '../../engine/log/lines.ts';
import { openStore, type Store } from '../../engine/store/index.ts';
import type { TaskRecord } from '../../engine/store/record.ts';
import { testFolder } from '../engine/home.ts';
import { record } from './records.ts';

function open(folder: string = testFolder()): Store {
  const store = openStore(
    { data: folder, downloads: '/dl' },
    createLog({ write: () => undefined }, () => 0, false),
    0,
  );
  onTestFinished(() => store.close());
  return store;
}

test('a record comes back as it went in', () => {
  const store = open();
  const task = record({ reserved: '/dl/Ä.bin', wantedName: 'Ä.bin', progress: { fraction: 0.5, done: 5, total: 10 } });
  store.tasks.insert(task);
  expect(store.tasks.get(task.id)).toEqual(task);
});

test('a task of before there was publicOnly may reach all', () => {
  const folder = testFolder();
  const store = open(folder);
  const task = record({});
  store.tasks.insert(task);
  const database = new DatabaseSync(join(folder, 'sluice.db'));
  database.exec("UPDATE tasks SET rest_json = json_remove(rest_json, '$.options.publicOnly')");
  database.close();
  expect(store.tasks.get(task.id)).toEqual(task);
});

test('two live tasks never hold the same path, also not in another case', () => {
  const store = open();
  const [a, b] = [record({}), record({})];
  store.tasks.insert(a);
  store.tasks.insert(b);
  expect(store.tasks.save({ ...a, reserved: '/dl/File.bin' })).toBe(true);
  expect(store.tasks.save({ ...b, reserved: '/dl/fILE.bin' })).toBe(false);
  expect(store.tasks.get(b.id)?.reserved).toBeNull();
  expect(store.tasks.save({ ...a, reserved: '/dl/File.bin', state: { name: 'canceled', at: 1 } })).toBe(true);
  expect(store.tasks.save({ ...b, reserved: '/dl/fILE.bin' })).toBe(true);
});

test('the line: priority, then position; not before their time; full hosts and folders left out', () => {
  const store = open();
  const error = { code: 'network', message: '' } as const;
  const queued = (why: 'retry' | 'space'): TaskState => ({
    name: 'queued',
    since: 1,
    waiting: why === 'retry' ? { why, until: 100, error } : { why, error },
  });
  const tasks = [
    record({ name: 'late', position: 2 }),
    record({ name: 'early', position: 1 }),
    record({ name: 'important', position: 9, priority: 5 }),
    record({ name: 'later', position: 0, state: queued('retry') }),
    record({ name: 'no room', position: 0, state: queued('space') }),
    record({ name: 'other host', position: 3, host: 'b.example' }),
    record({ name: 'other folder', position: 4, directory: '/full' }),
    record({ name: 'scheduled', state: { name: 'scheduled', startAt: 50 } }),
  ];
  for (const task of tasks) store.tasks.insert(task);
  const names = (now: number, hosts: string[] = [], directories: string[] = [], limit = 99) =>
    store.line.files(now, { hosts, directories }, limit).map(({ id }) => tasks.find((task) => task.id === id)?.name);
  expect(names(10)).toEqual(['important', 'early', 'late', 'other host', 'other folder']);
  expect(names(100)[1]).toBe('later');
  expect(names(10, ['a.example'])).toEqual(['other host']);
  expect(names(10, [], ['/full'], 2)).toEqual(['important', 'early']);
  expect(store.line.nextReady(10)).toBe(50);
  expect(store.line.nextReady(50)).toBe(100);
  expect(store.line.nextReady(100)).toBeUndefined();
  expect(store.line.due(50).map((task) => task.name)).toEqual(['scheduled']);
  expect(store.line.forSpace().map((task) => task.name)).toEqual(['no room']);
  store.line.onlyChosen();
  expect(names(10)).toEqual([]);
  store.line.choose(tasks[0]?.id ?? '');
  expect(names(10)).toEqual(['late']);
});

test('recordings stand in a line of their own; which of them wait for a slot is known', () => {
  const store = open();
  const recording = recordingOptions.parse({});
  const stream = (changes: Partial<TaskRecord>) => record({ kind: 'stream', recording, ...changes });
  const error = { code: 'network', message: '' } as const;
  const waits = (waiting: Waiting): TaskState => ({ name: 'queued', since: 1, waiting });
  const tasks = [
    record({ name: 'file' }),
    record({ name: 'file without room', state: waits({ why: 'space', error }) }),
    stream({ name: 'late', position: 2 }),
    stream({ name: 'early', position: 1, state: waits({ why: 'slot' }) }),
    stream({ name: 'important', position: 9, priority: 5, directory: '/full' }),
    stream({ name: 'later', position: 0, state: waits({ why: 'retry', until: 100, error }) }),
    stream({ name: 'without room', position: 20, state: waits({ why: 'space', error }) }),
    stream({ name: 'scheduled', state: { name: 'scheduled', startAt: 50 } }),
    stream({ name: 'paused', state: { name: 'paused', since: 1 } }),
  ];
  for (const task of tasks) store.tasks.insert(task);
  const name = ({ id }: { readonly id: string }) => tasks.find((task) => task.id === id)?.name;
  const line = (now: number, directories: string[] = [], limit = 99) =>
    store.line.recordings(now, { directories }, limit).map(name);
  expect(line(10)).toEqual(['important', 'early', 'late']);
  expect(line(100)).toEqual(['important', 'later', 'early', 'late']);
  expect(line(10, ['/full'])).toEqual(['early', 'late']);
  expect(line(10, [], 1)).toEqual(['important']);
  expect(store.line.files(10, { hosts: [], directories: [] }, 99).map(name)).toEqual(['file']);
  expect(store.line.recordingsDue(10, true).map(name)).toEqual(['early']);
  expect(store.line.recordingsDue(10, false).map(name)).toEqual(['important', 'late']);
  expect(store.line.recordingsDue(100, false).map(name)).toEqual(['important', 'later', 'late']);
  expect(store.line.forSpace().map(name)).toEqual(['without room', 'file without room']);
  store.line.onlyChosen();
  expect(line(10)).toEqual([]);
  expect(store.line.recordingsDue(10, false)).toEqual([]);
  store.line.choose(tasks[2]?.id ?? '');
  expect(line(10)).toEqual(['late']);
  expect(store.line.recordingsDue(10, false).map(name)).toEqual(['late']);
});

test('what is asked often never reads the whole table', () => {
  const folder = testFolder();
  open(folder);
  const db = new DatabaseSync(join(folder, 'sluice.db'));
  onTestFinished(() => db.close());
  const plans = [
    'SELECT * FROM tasks WHERE id = ?',
    'SELECT * FROM tasks WHERE source = ? ORDER BY n DESC LIMIT 50',
    'SELECT * FROM tasks WHERE state = ? AND n < ? ORDER BY n DESC LIMIT ?',
    'SELECT * FROM tasks WHERE n < ? ORDER BY n DESC LIMIT ?',
    'SELECT count(*) FROM tasks WHERE state = ?',
    'SELECT min(ready_at) FROM tasks WHERE state = ? AND ready_at > ?',
    "SELECT * FROM tasks WHERE state = 'scheduled' AND ready_at <= ?",
    "SELECT * FROM tasks WHERE state = 'queued' AND ready_at = ?",
    'SELECT min(position) FROM tasks',
    'SELECT max(position) FROM tasks',
    'SELECT 1 FROM tasks WHERE secret = ?',
    'SELECT path FROM artifacts WHERE size = ? AND sample = ? AND same_as IS NULL LIMIT ?',
    'SELECT path FROM artifacts WHERE size = ? AND sample IS NULL LIMIT ?',
    'SELECT * FROM artifacts WHERE task = ? ORDER BY id',
  ];
  for (const sql of plans) {
    const plan = db
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all()
      .map((row) => String(row['detail']));
    expect({ sql, plan }).toEqual({ sql, plan: plan.filter((step) => /^SEARCH /.test(step)) });
  }
});

test('secrets that tasks share go when the last of them goes', () => {
  const store = open();
  const id = store.secrets.insert('sealed');
  const [a, b] = [record({ secret: id }), record({ secret: id })];
  store.tasks.insert(a);
  store.tasks.insert(b);
  store.tasks.delete(a.id);
  store.secrets.release(id);
  expect(store.secrets.get(id)).toBe('sealed');
  store.tasks.delete(b.id);
  store.secrets.release(id);
  expect(store.secrets.get(id)).toBeUndefined();
});

test('settings: defaults, what was set, and nonsense in the file that is passed over', () => {
  const folder = testFolder();
  const store = open(folder);
  expect(store.settings.get()).toMatchObject({ downloadFolder: '/dl', maxActive: 4 });
  store.settings.set({ maxActive: 7, theme: 'dark' });
  const db = new DatabaseSync(join(folder, 'sluice.db'));
  db.exec("INSERT INTO settings VALUES ('retries', '\"many\"'), ('gone', '1'), ('reserve', '{')");
  db.close();
  expect(open(folder).settings.get()).toMatchObject({ maxActive: 7, theme: 'dark', retries: 8 });
});

test('whatever hosts and folders are full, those who may start come in the order of the line', () => {
  const task = fc.record({
    host: fc.integer({ min: 0, max: 40 }).map((number) => `h${number}.example`),
    directory: fc.constantFrom('/a', '/b'),
    priority: fc.integer({ min: -1, max: 1 }),
    until: fc.constantFrom(0, 100),
  });
  const story = fc.record({
    tasks: fc.array(task, { maxLength: 60 }),
    // few hosts as well as many are asked for
    spread: fc.constantFrom(1, 2, 41),
    fullHosts: fc.subarray(['h0.example', 'h1.example', 'h2.example', 'h3.example']),
    fullDirectories: fc.subarray(['/a', '/b'], { maxLength: 1 }),
    limit: fc.integer({ min: 1, max: 30 }),
  });
  const store = open();
  fc.assert(
    fc.property(story, ({ tasks, spread, fullHosts, fullDirectories, limit }) => {
      const error = { code: 'network', message: '' } as const;
      const all = tasks.map(({ host, directory, priority, until }, position) => {
        const waiting = until === 0 ? null : ({ why: 'retry', until, error } as const);
        const near = `h${Number(/\d+/.exec(host)?.[0]) % spread}.example`;
        return record({ host: near, directory, priority, position, state: { name: 'queued', since: 1, waiting } });
      });
      for (const one of all) store.tasks.insert(one);
      const found = store.line.files(50, { hosts: fullHosts, directories: fullDirectories }, limit);
      const expected = all
        .filter(({ state }) => state.name === 'queued' && state.waiting === null)
        .filter(
          ({ host, directory }) => !fullHosts.includes(host) && !fullDirectories.some((full) => full === directory),
        )
        .toSorted((a, b) => b.priority - a.priority || a.position - b.position)
        .slice(0, limit);
      expect(found.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
      for (const { id } of all) store.tasks.delete(id);
    }),
    { numRuns: 200 },
  );
});

test('a long line of a host that is full is not read', () => {
  const store = open();
  store.transaction(() => {
    for (let position = 0; position < 10_000; position += 1) store.tasks.insert(record({ position }));
    store.tasks.insert(record({ host: 'last.example', position: 10_000 }));
  });
  const took = (hosts: string[]): number => {
    const look = () => store.line.files(1, { hosts, directories: [] }, 20).length;
    const times = Array.from({ length: 50 }, () => {
      const began = performance.now();
      look();
      return performance.now() - began;
    });
    return Math.min(...times);
  };
  // Milliseconds; all of the line takes about one.
  expect(took(['a.example'])).toBeLessThan(0.4);
  expect(took(['a.example', 'last.example'])).toBeLessThan(0.4);
});
