import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EventBatch } from '../../contract/events.ts';
import { defaultSettings } from '../../contract/settings.ts';
import type { Task } from '../../contract/task.ts';
import type { Group } from '../../contract/video.ts';
import { EventHub } from '../../engine/events/hub.ts';
import { createLog } from '../../engine/log/lines.ts';
import { viewOf } from '../../engine/store/record.ts';
import { ManualClock } from '../engine/clocks.ts';
import { record } from '../store/records.ts';

/** A hub over a made-up world. */
function world() {
  const clock = new ManualClock();
  const tasks = new Map<string, Task>();
  const groups = new Map<string, Group>();
  const lines: string[] = [];
  const hub = new EventHub(
    clock,
    createLog({ write: (line) => lines.push(line) }, () => 0, false),
    {
      task: (id) => tasks.get(id),
      progress: (id) => {
        const task = tasks.get(id);
        return task && { id, progress: task.progress, pace: null, live: null };
      },
      group: (id) => groups.get(id),
      settings: () => defaultSettings('/dl'),
    },
  );
  return { clock, tasks, groups, hub, lines };
}

/** What a client knows that applies batches to what it has. */
function client() {
  const known = new Map<string, { task: Task | undefined; done: number }>();
  const batches: EventBatch[] = [];
  const take = (batch: EventBatch) => {
    batches.push(batch);
    if (batch.reset) known.clear();
    for (const task of batch.tasks) known.set(task.id, { task, done: task.progress.done });
    for (const { id, progress } of batch.progress) known.set(id, { task: known.get(id)?.task, done: progress.done });
    for (const id of batch.removed) known.delete(id);
  };
  return { known, batches, take };
}

test('at most ten batches a second, each with the newest state only', () => {
  const { clock, tasks, hub } = world();
  const { batches, take } = client();
  hub.subscribe(hub.seq, take);
  const task = viewOf(record({}));
  for (let step = 0; step < 1000; step++) {
    tasks.set(task.id, { ...task, progress: { fraction: null, done: step, total: null } });
    hub.changed(task.id, step === 0 ? 'task' : 'progress');
    clock.pass(1);
  }
  clock.pass(200);
  expect(batches.length).toBeLessThanOrEqual(11);
  expect(batches.at(-1)?.progress).toMatchObject([{ progress: { done: 999 } }]);
  const numbers = batches.map((batch) => batch.seq);
  expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
  expect(clock.pending).toBe(0);
});

test('while the store cannot be read nobody is told, and then to start over', () => {
  const { clock, tasks, hub, lines } = world();
  const { batches, take } = client();
  hub.subscribe(hub.seq, take);
  const task = viewOf(record({}));
  const get = tasks.get.bind(tasks);
  tasks.get = () => {
    throw new Error('disk I/O error');
  };
  hub.changed(task.id, 'task');
  clock.pass(1000);
  hub.changed(task.id, 'task');
  clock.pass(1000);
  expect([batches.length, lines.length]).toEqual([0, 1]);
  tasks.get = get;
  clock.pass(10_000);
  expect(batches).toMatchObject([{ seq: hub.seq, reset: true }]);
  expect(clock.pending).toBe(0);
});

test('whatever happens, a client that went away and came back knows what is true', () => {
  const step = fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd'),
    what: fc.constantFrom('task', 'progress', 'removed', 'wait', 'leave', 'return'),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (story) => {
      const { clock, tasks, hub } = world();
      const { known, batches, take } = client();
      let end: (() => void) | undefined = hub.subscribe(hub.seq, take);
      let last = hub.seq;
      let done = 0;
      for (const { id, what } of story) {
        if (what === 'wait') clock.pass(100);
        else if (what === 'leave') {
          end?.();
          end = undefined;
        } else if (what === 'return') {
          last = batches.at(-1)?.seq ?? last;
          end ??= hub.subscribe(last, take);
        } else if (what === 'removed') {
          if (tasks.delete(id)) hub.changed(id, 'removed');
        } else if (what === 'task' || tasks.has(id)) {
          tasks.set(id, { ...viewOf(record({ id })), progress: { fraction: null, done: ++done, total: null } });
          hub.changed(id, what);
        }
      }
      end ??= hub.subscribe(batches.at(-1)?.seq ?? last, take);
      clock.pass(1000);
      expect(batches.some((batch) => batch.reset)).toBe(false);
      const knows = Object.fromEntries([...known].map(([id, { done }]) => [id, done]));
      expect(knows).toEqual(Object.fromEntries([...tasks].map(([id, task]) => [id, task.progress.done])));
    }),
  );
});

test('a task that is removed and comes back under its id is there', () => {
  const { clock, tasks, hub } = world();
  const start = hub.seq;
  const present = client();
  hub.subscribe(start, present.take);
  const task = viewOf(record({}));
  for (const kind of ['task', 'removed', 'task'] as const) {
    if (kind === 'removed') tasks.delete(task.id);
    else tasks.set(task.id, task);
    hub.changed(task.id, kind);
  }
  const late = client();
  hub.subscribe(start, late.take);
  clock.pass(200);
  expect([...present.known.keys()]).toEqual([task.id]);
  expect([...late.known.keys()]).toEqual([task.id]);
});

test('who asks from another run, or from too far back, is told to start over', () => {
  const { clock, tasks, hub } = world();
  const start = hub.seq;
  for (const after of [0, start + 1]) {
    const { batches, take } = client();
    hub.subscribe(after, take);
    clock.pass(200);
    expect(batches).toMatchObject([{ reset: true, seq: start, tasks: [] }]);
    expect(batches[0]?.settings).not.toBeNull();
  }
  for (let n = 0; n < 25_000; n++) hub.changed(`t${n}`, 'removed');
  const { batches, take } = client();
  hub.subscribe(start, take);
  clock.pass(200);
  expect(batches[0]?.reset).toBe(true);
  expect(tasks.size).toBe(0);
});

test('too many changes at once are a reset, after which changes come again', () => {
  const { clock, tasks, hub } = world();
  const { batches, take } = client();
  hub.subscribe(hub.seq, take);
  for (let n = 0; n < 6_000; n++) hub.changed(`t${n}`, 'task');
  clock.pass(100);
  expect(batches[0]).toMatchObject({ reset: true, tasks: [] });
  const task = viewOf(record({}));
  tasks.set(task.id, task);
  hub.changed(task.id, 'task');
  clock.pass(100);
  expect(batches[1]).toMatchObject({ reset: false, tasks: [{ id: task.id }] });
});

test('a listener that throws does not keep the others from hearing', () => {
  const { clock, hub, lines } = world();
  const { batches, take } = client();
  hub.subscribe(hub.seq, () => {
    throw new Error('broken');
  });
  const end = hub.subscribe(hub.seq, take);
  hub.settingsChanged();
  clock.pass(100);
  expect(batches).toHaveLength(1);
  expect(lines.join()).toContain('broken');
  end();
  hub.settingsChanged();
  clock.pass(100);
  expect(batches).toHaveLength(1);
});

test('a group that changes often is told of as it is now, and one that is gone is told of as such', () => {
  const { clock, groups, hub } = world();
  const start = hub.seq;
  const { batches, take } = client();
  hub.subscribe(start, take);
  const group = (done: number): Group => ({
    ...{
      id: 'g',
      url: 'https://a.example/l',
      title: 'A list',
      createdAt: 1,
      progress: { fraction: 0, done, total: null },
    },
    counts: { waiting: 1, active: 0, paused: 0, completed: 0, failed: 0, canceled: 0 },
  });
  for (let done = 0; done < 500; done++) {
    groups.set('g', group(done));
    hub.changed('g', 'group');
    clock.pass(1);
  }
  clock.pass(200);
  expect(batches.length).toBeLessThanOrEqual(7);
  expect(batches.at(-1)?.groups).toEqual([group(499)]);
  const late = client();
  hub.subscribe(start, late.take);
  clock.pass(200);
  expect(late.batches.at(-1)).toMatchObject({ reset: false, groups: [group(499)], removed: [] });
  groups.delete('g');
  hub.changed('g', 'group');
  hub.changed('g', 'removed');
  clock.pass(200);
  expect(batches.at(-1)).toMatchObject({ groups: [], removed: ['g'] });
  const later = client();
  hub.subscribe(start, later.take);
  clock.pass(200);
  expect(later.batches.at(-1)).toMatchObject({ groups: [], removed: ['g'] });
});
