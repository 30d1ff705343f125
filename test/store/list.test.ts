import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import type { Task, TaskState } from '../../contract/task.ts';
import { createLog } from '../../engine/log/lines.ts';
import { fold } from '../../engine/store/fold.ts';
import { openStore, type Store } from '../../engine/store/index.ts';
import { migrations } from '../../engine/store/migrations/index.ts';
import type { TaskRecord } from '../../engine/store/record.ts';
import type { TaskFilter } from '../../engine/store/task-list.ts';
import { type Direction, type SortKey, TaskOrder, type TaskSort } from '../../engine/store/task-order.ts';
import { columnsOf } from '../../engine/store/task-row.ts';
import { testFolder } from '../engine/home.ts';
import { record } from './records.ts';

function open(folder: string = testFolder()): Store {
  const log = createLog({ write: () => undefined }, () => 0, false);
  const store = openStore({ data: folder, downloads: '/dl' }, log, 0);
  onTestFinished(() => store.close());
  return store;
}

const states: Record<'queued' | 'paused' | 'canceled', TaskState> = {
  queued: { name: 'queued', since: 1, waiting: null },
  paused: { name: 'paused', since: 1 },
  canceled: { name: 'canceled', at: 1 },
};
const stateName = fc.constantFrom('queued', 'paused', 'canceled');
const kind = fc.constantFrom<Task['kind'][]>('file', 'video', 'stream');
// few enough that many are equal
const name = fc.string({ unit: fc.constantFrom('a', 'B', 'б', 'Б', '😀'), minLength: 1, maxLength: 2 });

const task = fc
  .record({
    state: stateName,
    kind,
    name,
    group: fc.constantFrom('g', null),
    priority: fc.integer({ min: -1, max: 1 }),
    // equal ones are possible, and must not confuse a cursor
    position: fc.constantFrom(0, 0.5),
  })
  .map(({ state, group, ...rest }) => ({
    ...rest,
    state: states[state],
    group: group === null ? null : { id: group, number: 1 },
  }));

const filter: fc.Arbitrary<TaskFilter> = fc.record({
  states: fc.option(fc.subarray(['queued', 'paused', 'canceled']), { nil: undefined, freq: 1 }),
  kinds: fc.option(fc.subarray<Task['kind']>(['file', 'video', 'stream']), { nil: undefined, freq: 1 }),
  group: fc.constantFrom(undefined, undefined, 'g'),
  text: fc.option(name.map(fold), { nil: undefined, freq: 1 }),
});

const what = fc.record({
  filter,
  sort: fc.constantFrom<TaskSort[]>('created', 'name', 'line'),
  direction: fc.constantFrom<Direction[]>('ascending', 'descending'),
  limit: fc.integer({ min: 1, max: 5 }),
});

function fits(task: TaskRecord, { states: wanted, kinds, group, text }: TaskFilter): boolean {
  return (
    (wanted?.includes(task.state.name) ?? true) &&
    (kinds?.includes(task.kind) ?? true) &&
    (group === undefined || task.group?.id === group) &&
    (text === undefined || fold(task.name).includes(text) || fold(task.url).includes(text))
  );
}

/** As a page should be sorted; `all` is in the order in which tasks were added. */
function sorted(all: readonly TaskRecord[], sort: TaskSort, direction: Direction): TaskRecord[] {
  const byName = (a: TaskRecord, b: TaskRecord) => Buffer.compare(Buffer.from(fold(a.name)), Buffer.from(fold(b.name)));
  const byLine = (a: TaskRecord, b: TaskRecord) => b.priority - a.priority || a.position - b.position;
  const ascending = sort === 'created' ? [...all] : all.toSorted(sort === 'name' ? byName : byLine);
  return direction === 'ascending' ? ascending : ascending.reverse();
}

type Step =
  | { readonly what: 'add'; readonly task: Partial<TaskRecord> }
  | { readonly what: 'remove'; readonly which: number }
  | { readonly what: 'change'; readonly which: number; readonly task: Partial<TaskRecord> };

const which = fc.nat(200);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ what: fc.constant('add' as const), task }),
  fc.record({ what: fc.constant('remove' as const), which }),
  fc.record({ what: fc.constant('change' as const), which, task }),
);

test('pages hold what stays once and in its order, whatever is added, removed and changed between them', () => {
  const store = open();
  fc.assert(
    fc.property(
      fc.array(task, { minLength: 5, maxLength: 30 }),
      what,
      fc.array(fc.array(step, { maxLength: 3 }), { maxLength: 6 }),
      (tasks, { filter: wanted, sort, direction, limit }, between) => {
        for (const { id } of store.list.page({}, new TaskOrder('created', 'ascending'), undefined, 999).records) {
          store.tasks.delete(id);
        }
        let all = tasks.map((one) => record(one));
        for (const one of all) store.tasks.insert(one);
        const touched = new Set<string>();
        const order = new TaskOrder(sort, direction);
        const seen: string[] = [];
        let after: SortKey | undefined;
        for (let page = 0; ; page += 1) {
          expect(store.list.count(wanted)).toBe(all.filter((one) => fits(one, wanted)).length);
          const { records, next } = store.list.page(wanted, order, after, limit);
          expect(records).toEqual(records.map(({ id }) => all.find((one) => one.id === id)));
          expect(records.every((one) => fits(one, wanted))).toBe(true);
          seen.push(...records.map(({ id }) => id));
          if (next === null) break;
          expect(records).toHaveLength(limit);
          after = next;
          for (const move of between[page] ?? []) all = done(store, all, move, touched);
        }
        const stays = sorted(all, sort, direction).filter((one) => !touched.has(one.id) && fits(one, wanted));
        expect(seen.filter((id) => !touched.has(id))).toEqual(stays.map(({ id }) => id));
      },
    ),
    { numRuns: 300 },
  );
});

function done(store: Store, all: readonly TaskRecord[], move: Step, touched: Set<string>): TaskRecord[] {
  if (move.what === 'add') {
    const added = record(move.task);
    touched.add(added.id);
    store.tasks.insert(added);
    return [...all, added];
  }
  const old = all[move.which % Math.max(1, all.length)];
  if (old === undefined) return [...all];
  touched.add(old.id);
  if (move.what === 'remove') {
    store.tasks.delete(old.id);
    return all.filter(({ id }) => id !== old.id);
  }
  const changed = { ...old, ...move.task };
  store.tasks.save(changed, old);
  return all.map((one) => (one.id === old.id ? changed : one));
}

test('a text is found whatever its case and form, in any script, and no character has a meaning of its own', () => {
  const store = open();
  const names = ['Лекция Ёлкина.mp4', 'CAFÉ.mp4', 'ΟΔΟΣ ΑΣ.mp4', '100%_sure.mp4', 'straße.mp4'];
  for (const one of names) store.tasks.insert(record({ name: one, url: 'http://a.example/Path?q=ЖУК' }));
  const search = (text: string) =>
    store.list
      .page({ text: fold(text) }, new TaskOrder('created', 'ascending'), undefined, 99)
      .records.map((one) => one.name);
  expect(search('лекция ё')).toEqual([names[0]]);
  expect(search('ЁЛКИНА')).toEqual([names[0]]);
  expect(search('cafe\u0301')).toEqual([names[1]]);
  expect(search('οδος ας')).toEqual([names[2]]);
  expect(search('ΟΔΟΣ Α')).toEqual([names[2]]);
  expect(search('0%_S')).toEqual([names[3]]);
  expect(search('STRASSE')).toEqual([names[4]]);
  expect(search('%')).toEqual([names[3]]);
  expect(search('a.EXAMPLE/path?q=жук')).toEqual(names);
  expect(search('nowhere')).toEqual([]);
});

test('names and links of before can be searched and sorted', () => {
  const folder = testFolder();
  const log = createLog({ write: () => undefined }, () => 0, false);
  openStore({ data: folder, downloads: '/dl' }, log, 0, migrations.slice(0, 4)).close();
  const db = new DatabaseSync(join(folder, 'sluice.db'));
  for (const [name, path] of [
    ['ЯБЛОКО', ''],
    ['Арбуз', 'ДЫНЯ'],
  ]) {
    const task = record({ name: name ?? '', url: `http://a.example/${path}` });
    // as it was written then
    const { name_key: _, url_key: __, ...columns } = columnsOf(task);
    const names = ['id', ...Object.keys(columns)];
    const insert = `INSERT INTO tasks (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
    db.prepare(insert).run(task.id, ...Object.values(columns));
  }
  db.close();
  const store = open(folder);
  const list = (text: string) =>
    store.list
      .page({ text: fold(text) }, new TaskOrder('name', 'ascending'), undefined, 9)
      .records.map((one) => one.name);
  expect(list('')).toEqual(['Арбуз', 'ЯБЛОКО']);
  expect(list('яблок')).toEqual(['ЯБЛОКО']);
  expect(list('дыня')).toEqual(['Арбуз']);
});
