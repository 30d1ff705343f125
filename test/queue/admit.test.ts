import fc from 'fast-check';
import { expect, test } from 'vitest';
import { admit, type Candidate, type Lines } from '../../engine/queue/admit.ts';

const line = (kind: string) =>
  fc
    .array(
      fc.record({
        host: fc.constantFrom('a', 'b', 'c'),
        directory: fc.constantFrom('/x', '/y'),
        needs: fc.integer({ min: 0, max: 100 }),
      }),
      { maxLength: 40 },
    )
    .map((items) => items.map((item, index): Candidate => ({ ...item, id: `${kind}${index}` })));
const lines = fc.record({ recordings: line('r'), files: line('f') });
const slots = fc.record({ recordings: fc.integer({ min: -2, max: 10 }), files: fc.integer({ min: -2, max: 10 }) });
const limits = fc.record({ slots, maxPerHost: fc.integer({ min: 1, max: 5 }) });
const byHost = fc.integer({ min: 0, max: 6 }).map((running) => new Map([['a', running]]));
const free = fc.integer({ min: 0, max: 150 });
const unlimited = new Map<string, number>();

test('never more than the limits, and no file past another one of the same host that could start', () => {
  fc.assert(
    fc.property(lines, limits, byHost, free, (waiting, limit, running, bytes) => {
      const { start, fullHosts } = admit(waiting, { ...limit, byHost: running, space: new Map([['/y', bytes]]) });
      const started = (kind: keyof Lines): Candidate[] => waiting[kind].filter((task) => start.includes(task.id));
      for (const kind of ['recordings', 'files'] as const) {
        expect(started(kind).length).toBeLessThanOrEqual(Math.max(0, limit.slots[kind]));
      }
      for (const host of ['a', 'b', 'c']) {
        const count = started('files').filter((task) => task.host === host).length + (running.get(host) ?? 0);
        expect(count).toBeLessThanOrEqual(Math.max(limit.maxPerHost, running.get(host) ?? 0));
        expect(fullHosts.includes(host)).toBe(count >= limit.maxPerHost);
        const roomy = waiting.files.filter((task) => task.host === host && task.directory === '/x');
        const flags = roomy.map((task) => start.includes(task.id));
        expect(flags).toEqual(flags.toSorted((a, b) => Number(b) - Number(a)));
      }
      const written = [...started('recordings'), ...started('files')].filter((task) => task.directory === '/y');
      expect(written.reduce((sum, task) => sum + task.needs, 0)).toBeLessThanOrEqual(bytes);
    }),
  );
});

test('recordings wait for no file and for no host, and files for no recording', () => {
  fc.assert(
    fc.property(lines, limits, byHost, (waiting, limit, running) => {
      const room = { ...limit, byHost: running, space: unlimited };
      const { start } = admit(waiting, room);
      const expected = waiting.recordings.slice(0, Math.max(0, limit.slots.recordings)).map(({ id }) => id);
      expect(start.filter((id) => id.startsWith('r'))).toEqual(expected);
      const alone = admit({ recordings: [], files: waiting.files }, room);
      expect(start.filter((id) => id.startsWith('f'))).toEqual(alone.start);
    }),
  );
});

test('where a disk has little room, no file takes it from a recording that could start', () => {
  fc.assert(
    fc.property(lines, limits, byHost, free, (waiting, limit, running, bytes) => {
      const space = new Map([
        ['/x', bytes],
        ['/y', bytes],
      ]);
      const room = { ...limit, byHost: running, space };
      const alone = admit({ recordings: waiting.recordings, files: [] }, room);
      expect(admit(waiting, room).start.filter((id) => id.startsWith('r'))).toEqual(alone.start);
      expect(space.get('/x')).toBe(bytes);
    }),
  );
});

test('nobody starves: as tasks end, everybody who has room gets a turn', () => {
  const most = fc.record({ recordings: fc.integer({ min: 1, max: 4 }), files: fc.integer({ min: 1, max: 4 }) });
  fc.assert(
    fc.property(lines, most, fc.integer({ min: 1, max: 4 }), (tasks, atOnce, maxPerHost) => {
      const waiting = { recordings: [...tasks.recordings], files: [...tasks.files] };
      const running: { readonly [Kind in keyof Lines]: Candidate[] } = { recordings: [], files: [] };
      const order: string[] = [];
      const left = (): number =>
        [waiting, running].flatMap(({ recordings, files }) => [recordings, files]).flat().length;
      while (left() > 0) {
        const hosts = new Map<string, number>();
        for (const { host } of running.files) hosts.set(host, (hosts.get(host) ?? 0) + 1);
        const room = {
          recordings: atOnce.recordings - running.recordings.length,
          files: atOnce.files - running.files.length,
        };
        const { start } = admit(waiting, { slots: room, maxPerHost, byHost: hosts, space: unlimited });
        order.push(...start);
        for (const kind of ['recordings', 'files'] as const) {
          running[kind].push(...waiting[kind].filter(({ id }) => start.includes(id)));
          waiting[kind] = waiting[kind].filter(({ id }) => !start.includes(id));
          // while somebody of a kind waits, somebody of it runs
          expect(running[kind].length).toBeGreaterThanOrEqual(Math.min(1, waiting[kind].length));
          running[kind].shift();
        }
      }
      expect(order).toHaveLength(tasks.recordings.length + tasks.files.length);
    }),
  );
});
