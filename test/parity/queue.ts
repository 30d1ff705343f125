import type { FrontEnd, Listed } from './front-end.ts';
import type { Scenario } from './scenario.ts';

const nobody = '0000000000';

async function names(front: FrontEnd, listed: Listed): Promise<string[]> {
  return (await front.list(listed)).map(({ name }) => name);
}

export const queueScenarios: readonly Scenario[] = [
  {
    name: 'the order of those that wait, their rates, and verbs on several of which one is nobody',
    run: async (front) => {
      await front.set('maxActive', 1);
      const paths = ['/line-first.bin', '/line-a.bin', '/line-b.bin', '/line-c.bin'];
      for (const path of paths) front.origin.serve(path, { size: 1_000_000, seed: 60, hang: { after: 600_000 } });
      const { added } = await front.add({
        links: paths.map((path) => front.origin.url(path)),
        limitRate: 5_000_000,
        priority: 2,
      });
      const [first = '', a = '', b = '', c = ''] = added;
      await front.until(first, { states: ['running'], done: 1 });
      const waiting = { states: ['queued'], sort: 'line', text: 'LINE-' } as const;
      const line = [await names(front, waiting)];
      const moved = [await front.move([c], 'top')];
      line.push(await names(front, waiting));
      moved.push(await front.move([c, nobody], 'bottom'));
      line.push(await names(front, waiting));
      moved.push(await front.move([c], 'up'));
      line.push(await names(front, waiting));
      const limited = [await front.limit([a], 100_000), await front.limit([b, nobody], null)];
      const tasks = await front.list({ text: 'line-', sort: 'name', states: ['queued'] });
      const paused = await front.pause([a, b, nobody]);
      const whilePaused = await names(front, { states: ['paused'], sort: 'name' });
      const resumed = await front.resume([a, b, nobody]);
      const afterwards = await names(front, waiting);
      const wrong = [await front.stop([a]), await front.stop([a, nobody]), await front.retry([b, nobody])];
      const canceled = await front.cancel([first, a, b, c, nobody]);
      await front.until(first, { states: ['canceled'] });
      const again = await front.pause([a]);
      const removed = await front.remove([a, b, nobody], true);
      await front.set('maxActive', 4);
      const left = await front.list({ text: 'line-', sort: 'name' });
      return {
        line,
        moved,
        limited,
        tasks,
        paused,
        whilePaused,
        resumed,
        afterwards,
        wrong,
        canceled,
        again,
        removed,
        left,
      };
    },
    expected: {
      line: [
        ['line-a.bin', 'line-b.bin', 'line-c.bin'],
        ['line-c.bin', 'line-a.bin', 'line-b.bin'],
        ['line-a.bin', 'line-b.bin', 'line-c.bin'],
        ['line-a.bin', 'line-c.bin', 'line-b.bin'],
      ],
      moved: [{ refused: [] }, { refused: [{ id: nobody, error: { code: 'no-such-task' } }] }, { refused: [] }],
      tasks: [
        { options: { limitRate: 100_000 } },
        { options: { limitRate: null } },
        { options: { limitRate: 5_000_000 } },
      ],
      paused: { refused: [{ id: nobody, error: { code: 'no-such-task' } }] },
      whilePaused: ['line-a.bin', 'line-b.bin'],
      afterwards: ['line-a.bin', 'line-c.bin', 'line-b.bin'],
      wrong: [
        { done: [], refused: [{ error: { code: 'conflict' } }] },
        { done: [], refused: [{ error: { code: 'conflict' } }, { id: nobody, error: { code: 'no-such-task' } }] },
        {},
      ],
      removed: { refused: [{ id: nobody, error: { code: 'no-such-task' } }] },
      left: [{ name: 'line-c.bin' }, { name: 'line-first.bin' }],
    },
  },
  {
    name: 'the list: newest first, by name, parts of it',
    run: async (front) => ({
      all: await front.list({}),
      byName: await names(front, { sort: 'name', states: ['completed'], kind: 'file' }),
      found: await names(front, { text: 'PLAIN' }),
      three: await names(front, { limit: 3 }),
      streams: await names(front, { kind: 'stream' }),
    }),
    expected: { found: ['plain (1).bin', 'plain.bin'], streams: [] },
  },
];
