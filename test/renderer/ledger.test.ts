import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Task, TaskState } from '../../contract/task.ts';
import {
  applyBatch,
  applyPage,
  applyTasks,
  emptyLedger,
  type Ledger,
  progressOf,
  totalSpeed,
} from '../../renderer/tasks/ledger.ts';
import { compareTasks } from '../../renderer/tasks/order.ts';
import { completed, running } from './page/scenarios.ts';
import { idOf, taskOf, today } from './page/tasks.ts';

const state: fc.Arbitrary<TaskState> = fc.oneof(
  fc.constant<TaskState>({ name: 'queued', since: today, waiting: null }),
  fc.constant<TaskState>({ name: 'paused', since: today }),
  fc.integer({ min: 0, max: 9_000_000 }).map((speed) => running(speed, null)),
  fc.integer({ min: 0, max: 5 }).map((at): TaskState => ({ name: 'canceled', at })),
  fc.integer({ min: 0, max: 5 }).map((at): TaskState => ({ name: 'completed', at, artifacts: [] })),
);

const someTask: fc.Arbitrary<Task> = fc
  .record({
    number: fc.integer({ min: 0, max: 30 }),
    state,
    priority: fc.integer({ min: -1, max: 1 }),
    position: fc.integer({ min: 0, max: 9 }),
  })
  .map(({ number, state, priority, position }) => ({
    ...taskOf(number, { name: `${number}.mp4`, state }),
    priority,
    position,
  }));

const change = fc.record({
  tasks: fc.uniqueArray(someTask, { maxLength: 8, selector: (task) => task.id }),
  removed: fc.array(fc.integer({ min: 0, max: 30 }).map(idOf), { maxLength: 3 }),
});

/** What one would get without any cleverness. */
function sorted(ledger: Ledger): string[] {
  return [...ledger.tasks.values()].sort(compareTasks).map((task) => task.id);
}

test('whatever changes, the order is the one that sorting everything would give', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
      let ledger = emptyLedger;
      for (const { tasks, removed } of changes) {
        ledger = applyTasks(ledger, tasks, removed);
        expect(ledger.order).toEqual(sorted(ledger));
      }
    }),
  );
});

test('only what runs or finishes is kept among the moving ones', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
      let ledger = emptyLedger;
      for (const { tasks, removed } of changes) ledger = applyBatch(ledger, { tasks, removed, progress: [] });
      const runs = [...ledger.tasks.values()].filter((task) => task.state.name === 'running').map((task) => task.id);
      expect([...ledger.moving.keys()].sort()).toEqual(runs.sort());
    }),
  );
});

test('pages of the list never undo what events have told meanwhile', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(someTask, { minLength: 1, maxLength: 20, selector: (task) => task.id }),
      fc.array(change, { maxLength: 6 }),
      fc.integer({ min: 1, max: 7 }),
      (atFirst, changes, size) => {
        const truth = changes.reduce(
          (all, { tasks, removed }) => applyTasks(all, tasks, removed),
          applyTasks(emptyLedger, atFirst),
        );
        let ledger = emptyLedger;
        const touched = new Set<string>();
        const events = [...changes];
        for (let from = 0; from < atFirst.length; from += size) {
          // the page was read before the events that overtake it
          const event = events.shift();
          if (event) {
            ledger = applyBatch(ledger, { ...event, progress: [] });
            for (const id of [...event.tasks.map((task) => task.id), ...event.removed]) touched.add(id);
          }
          ledger = applyPage(ledger, atFirst.slice(from, from + size), touched);
        }
        for (const event of events) ledger = applyBatch(ledger, { ...event, progress: [] });
        expect(ledger.order).toEqual(truth.order);
        expect(new Map(ledger.tasks)).toEqual(new Map(truth.tasks));
      },
    ),
  );
});

test('progress leaves the tasks and their order as they are', () => {
  const before = applyTasks(emptyLedger, [taskOf(1, { name: 'a', state: running(5, null), total: 10 })]);
  const delta = {
    id: idOf(1),
    progress: { done: 4, total: 10, fraction: 0.4 },
    pace: { speed: 7, eta: 1, connections: 2 },
    live: null,
  };
  const after = applyBatch(before, { tasks: [], removed: [], progress: [delta, { ...delta, id: idOf(2) }] });
  expect(after.tasks).toBe(before.tasks);
  expect(after.order).toBe(before.order);
  expect([...after.moving]).toEqual([[idOf(1), delta]]);
});

test('the speed of all is known from the first page on', () => {
  const ledger = applyTasks(emptyLedger, [
    taskOf(1, { name: 'a', state: running(3_000_000, null) }),
    taskOf(2, { name: 'b', state: running(500_000, 4) }),
    taskOf(3, { name: 'c', state: completed('/c', 9) }),
  ]);
  expect(totalSpeed(ledger)).toBe(3_500_000);
});

test('how far a task is by now is what events told last, else what stands in it', () => {
  const task = taskOf(1, { name: 'a.mp4', state: running(5, null), total: 100 });
  const told = { done: 50, total: 100, fraction: 0.5 };
  const ledger = applyBatch(applyTasks(emptyLedger, [task]), {
    tasks: [],
    progress: [{ id: task.id, progress: told, pace: null, live: null }],
    removed: [],
  });
  expect(progressOf(ledger, task)).toEqual(told);
  const paused = taskOf(1, { name: 'a.mp4', state: { name: 'paused', since: today }, done: 70, total: 100 });
  expect(progressOf(applyTasks(ledger, [paused]), paused).done).toBe(70);
});
