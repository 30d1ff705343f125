import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EventBatch } from '../../../contract/events.ts';
import type { Task, TaskState } from '../../../contract/task.ts';
import { Growth } from '../../../server/metrics/growth.ts';
import { exampleTask } from '../../cli/example-task.ts';

const nothing: EventBatch = {
  ...{ seq: 1, reset: false, tasks: [], progress: [], removed: [], groups: [], settings: null },
};

function taskOf(id: string, done: number, createdAt: number, state: TaskState): Task {
  return exampleTask({ id, createdAt, state, progress: { fraction: null, done, total: null } });
}

const running: TaskState = { name: 'running', since: 0, pace: { speed: 0, eta: null, connections: 1 }, live: null };
const over: TaskState = { name: 'completed', at: 0, artifacts: [] };

test('every byte of a new task is counted once, however what happens is put into batches', () => {
  const steps = fc.array(fc.record({ bytes: fc.nat(1000), whole: fc.boolean() }), { maxLength: 20 });
  fc.assert(
    fc.property(fc.array(steps, { minLength: 1, maxLength: 5 }), fc.nat(50), (tasks, retriedWith) => {
      const growth = new Growth(1000);
      let now = 1000;
      let bytes = 0;
      for (const [index, its] of tasks.entries()) {
        const id = `task${index}`;
        const createdAt = now;
        let done = 0;
        growth.take({ ...nothing, tasks: [taskOf(id, 0, createdAt, running)] }, ++now);
        for (const step of its) {
          done += step.bytes;
          const { progress } = taskOf(id, done, createdAt, running);
          growth.take(
            step.whole
              ? { ...nothing, tasks: [taskOf(id, done, createdAt, running)] }
              : { ...nothing, progress: [{ id, progress, pace: null, live: null }] },
            ++now,
          );
        }
        growth.take({ ...nothing, tasks: [taskOf(id, done, createdAt, over)] }, ++now);
        // one that is taken up again is not new
        growth.take({ ...nothing, tasks: [taskOf(id, done, createdAt, running)] }, ++now);
        growth.take({ ...nothing, tasks: [taskOf(id, done + retriedWith, createdAt, over)] }, ++now);
        bytes += done + retriedWith;
      }
      expect(growth.total.bytes).toBe(bytes);
    }),
  );
});

test('what was there before, or was thrown away, does not count', () => {
  const growth = new Growth(1000);
  growth.take({ ...nothing, tasks: [taskOf('a', 500, 10, running)] }, 1001);
  growth.take({ ...nothing, tasks: [taskOf('a', 100, 10, running)] }, 1002);
  growth.take({ ...nothing, tasks: [taskOf('a', 130, 10, running)] }, 1003);
  expect(growth.total.bytes).toBe(30);
  // who was not told for a while begins anew
  growth.take({ ...nothing, reset: true }, 1004);
  growth.take({ ...nothing, tasks: [taskOf('a', 900, 10, running)] }, 1005);
  expect(growth.total.bytes).toBe(30);
});
