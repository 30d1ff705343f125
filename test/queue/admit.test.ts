import fc from 'fast-check';
import { expect, test } from 'vitest';
import { admit, type Candidate } from '../../engine/queue/admit.ts';

const line = fc
  .array(
    fc.record({
      host: fc.constantFrom('a', 'b', 'c'),
      directory: fc.constantFrom('/x', '/y'),
      needs: fc.integer({ min: 0, max: 100 }),
    }),
    { maxLength: 40 },
  )
  .map((items) => items.map((item, index): Candidate => ({ ...item, id: `t${index}` })));
const limits = fc.record({ slots: fc.integer({ min: 0, max: 10 }), maxPerHost: fc.integer({ min: 1, max: 5 }) });

test('never more than the limits, and never past somebody of the same host who could start', () => {
  fc.assert(
    fc.property(
      line,
      limits,
      fc.integer({ min: 0, max: 3 }),
      fc.integer({ min: 0, max: 150 }),
      (tasks, limit, running, free) => {
        const byHost = new Map([['a', running]]);
        const { start, fullHosts } = admit(tasks, { ...limit, byHost, space: new Map([['/y', free]]) });
        const started = tasks.filter((task) => start.includes(task.id));
        expect(start.length).toBeLessThanOrEqual(limit.slots);
        for (const host of ['a', 'b', 'c']) {
          const count = started.filter((task) => task.host === host).length + (byHost.get(host) ?? 0);
          expect(count).toBeLessThanOrEqual(Math.max(limit.maxPerHost, byHost.get(host) ?? 0));
          expect(fullHosts.includes(host)).toBe(count >= limit.maxPerHost);
        }
        const written = started.filter((task) => task.directory === '/y').reduce((sum, task) => sum + task.needs, 0);
        expect(written).toBeLessThanOrEqual(free);
        for (const host of ['a', 'b', 'c']) {
          const roomy = tasks.filter((task) => task.host === host && task.directory === '/x');
          const flags = roomy.map((task) => start.includes(task.id));
          expect(flags).toEqual(flags.toSorted((a, b) => Number(b) - Number(a)));
        }
      },
    ),
  );
});

test('nobody starves: as tasks end, everybody who has room gets a turn', () => {
  fc.assert(
    fc.property(
      line,
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 4 }),
      (tasks, maxActive, maxPerHost) => {
        const waiting = [...tasks];
        const order: string[] = [];
        const running: Candidate[] = [];
        while (waiting.length + running.length > 0) {
          const byHost = new Map<string, number>();
          for (const { host } of running) byHost.set(host, (byHost.get(host) ?? 0) + 1);
          const { start } = admit(waiting, { slots: maxActive - running.length, maxPerHost, byHost, space: new Map() });
          for (const id of start) {
            const index = waiting.findIndex((task) => task.id === id);
            running.push(...waiting.splice(index, 1));
            order.push(id);
          }
          expect(running.length).toBeGreaterThan(0);
          running.shift();
        }
        expect(order).toHaveLength(tasks.length);
      },
    ),
  );
});
