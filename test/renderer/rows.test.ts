import fc from 'fast-check';
import { expect, test } from 'vitest';
import { groupState } from '../../renderer/tasks/group-state.ts';
import { rowsOf, withGroups } from '../../renderer/tasks/rows.ts';
import { createTaskStore, selectedTasks } from '../../renderer/tasks/task-store.ts';
import { bridges, groupOf, totalOf } from './page/groups.ts';
import { everyState } from './page/scenarios.ts';
import { idOf } from './page/tasks.ts';

const members = bridges(6000, 7, 'Small');
const head = groupOf(6000, 'Bridges');
const heads = new Map([[head.id, head.title]]);
const tasks = new Map([...everyState, ...members].map((task) => [task.id, task]));

test('a group stands where the first of its tasks would, with them in the order of the list', () => {
  const ids = (numbers: number[]) => numbers.map(idOf);
  const listed = ids([1, 6003, 2, 6001, 6002]);
  expect(rowsOf(listed, tasks, heads)).toEqual([
    { kind: 'task', id: idOf(1) },
    { kind: 'group', id: head.id, members: ids([6001, 6002, 6003]) },
    { kind: 'task', id: idOf(2) },
  ]);
  expect(rowsOf(listed, tasks, new Map()).map(({ kind }) => kind)).toEqual(listed.map(() => 'task'));
});

test('no task is lost or shown twice, whatever the order', () => {
  const all = [...tasks.keys()];
  fc.assert(
    fc.property(fc.shuffledSubarray(all), (listed) => {
      const shown = rowsOf(listed, tasks, heads).flatMap((row) => (row.kind === 'task' ? [row.id] : row.members));
      expect(shown.toSorted()).toEqual(listed.toSorted());
    }),
  );
});

test('a verb takes the selected group where all of it is seen, and else its tasks', () => {
  const ids = members.map(({ id }) => id);
  const chosen = { selection: new Set([head.id, idOf(1)]), heads, visible: [...tasks.keys()], tasks };
  expect(withGroups([idOf(1), ...ids.slice(2)], chosen)).toEqual([head.id, idOf(1)]);
  expect(withGroups([idOf(1)], chosen)).toEqual([idOf(1)]);
  expect(withGroups(ids, { ...chosen, visible: ids.slice(1) })).toEqual(ids);
  expect(withGroups(ids, { ...chosen, selection: new Set(ids) })).toEqual(ids);
});

test('a selected group stands for its tasks that are shown, and is let go with the last of them', () => {
  const store = createTaskStore();
  store.actions.begin([...tasks.values()], tasks.size, [totalOf(head, members)]);
  store.actions.select([head.id, idOf(1)]);
  expect(selectedTasks(store.getState())).toHaveLength(8);
  store.actions.show('failed');
  expect([...store.getState().selection]).toEqual([head.id]);
  expect(selectedTasks(store.getState()).map(({ state }) => state.name)).toEqual(['failed']);
  store.actions.seek('nothing at all');
  expect(store.getState().selection.size).toBe(0);
});

test('the title of a group finds its tasks', () => {
  const store = createTaskStore();
  store.actions.begin([...tasks.values()], tasks.size, [totalOf(head, members)]);
  store.actions.seek('bridges');
  expect(store.getState().view.visible).toHaveLength(members.length);
  store.actions.group([{ ...totalOf(head, members), title: 'Tunnels' }]);
  expect(store.getState().view.visible).toEqual([]);
});

test('totals come with batches, and titles are another map only when they say something else', () => {
  const store = createTaskStore();
  store.actions.group([totalOf(head, members)]);
  const before = store.getState().heads;
  const batch = { seq: 2, reset: false, tasks: [], progress: [], removed: [], settings: null };
  const now = totalOf(head, members.slice(3));
  store.actions.batch({ ...batch, groups: [now] });
  expect(store.getState().groups.get(head.id)).toEqual(now);
  expect(store.getState().heads).toBe(before);
  store.actions.batch({ ...batch, groups: [{ ...now, title: 'Other' }] });
  expect(store.getState().heads.get(head.id)).toBe('Other');
  store.actions.batch({ ...batch, groups: [], removed: [head.id] });
  expect([store.getState().groups.size, store.getState().heads.size]).toEqual([0, 0]);
  store.actions.group([now]);
  store.actions.begin([], 0, []);
  expect(store.getState().heads.size).toBe(0);
});

test('what is being done tells more about a group than what is over', () => {
  const none = { waiting: 0, active: 0, paused: 0, completed: 0, failed: 0, canceled: 0 };
  const of = (counts: Partial<typeof none>) => groupState({ counts: { ...none, ...counts } });
  expect(of({ active: 1, waiting: 3, failed: 2 })).toBe('running');
  expect(of({ waiting: 3, paused: 2 })).toBe('queued');
  expect(of({ paused: 2, completed: 4 })).toBe('paused');
  expect(of({ completed: 4, failed: 2, canceled: 1 })).toBe('completed');
  expect(of({ completed: 7, canceled: 291 })).toBe('canceled');
  expect(of({ failed: 2, canceled: 1 })).toBe('failed');
  expect(of({ canceled: 1 })).toBe('canceled');
});
