import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Failure } from '../../contract/errors.ts';
import type { Task } from '../../contract/task.ts';
import { Book } from '../../engine/jobs/book.ts';
import { GroupTotal } from '../../engine/queue/group-total.ts';
import { isActive, type TaskEvent } from '../../engine/queue/moves.ts';
import { openStore, type Store } from '../../engine/store/index.ts';
import { record } from '../store/records.ts';
import { ManualClock } from './clocks.ts';
import { testFolder, testHost } from './home.ts';

const list = { id: 'g', source: 'http://a.example/l', directory: '/dl', url: 'http://a.example/l', createdAt: 1 };
const group = { ...list, title: 'A list' };
const ids = ['a', 'b', 'c', 'd'];
const pace = { speed: 1, eta: null, connections: 1 };
const verbs: readonly TaskEvent[] = [
  ...[{ type: 'pause' } as const, { type: 'resume' } as const, { type: 'retry' } as const, { type: 'cancel' } as const],
  ...[{ type: 'admit' } as const, { type: 'lose' } as const, { type: 'complete', artifacts: [] } as const],
];
const step = fc.oneof(
  fc.record({ what: fc.constant('add' as const), id: fc.constantFrom(...ids), grouped: fc.boolean() }),
  fc.record({ what: fc.constant('move' as const), id: fc.constantFrom(...ids), event: fc.constantFrom(...verbs) }),
  fc.record({ what: fc.constant('progress' as const), id: fc.constantFrom(...ids), done: fc.nat({ max: 1000 }) }),
  fc.record({
    what: fc.constantFrom('remove' as const, 'leave' as const, 'join' as const),
    id: fc.constantFrom(...ids),
  }),
);

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** What a worker holds goes by memory, everything else by the store, as in the runner. */
function take(book: Book, store: Store, one: Step): void {
  const before = book.get(one.id);
  if (one.what === 'add') {
    if (before !== undefined) return;
    if (one.grouped && store.groups.get('g') === undefined) store.groups.insert(group);
    book.add(record({ id: one.id, group: one.grouped ? { id: 'g', number: 1 } : null }));
    return;
  }
  if (before === undefined) return;
  if (one.what === 'remove') book.remove(one.id);
  else if (one.what === 'leave') book.leaveGroup(before);
  else if (one.what === 'join') {
    if (store.groups.get('g') === undefined) store.groups.insert(group);
    book.save({ ...before, group: { id: 'g', number: 2 } });
  } else if (one.what === 'progress') {
    if (!isActive(before.state.name)) return;
    book.step(one.id, { type: 'run', pace, live: null });
    book.progress(one.id, { fraction: one.done / 1001, done: one.done, total: 1001 }, { pace, live: null });
  } else if (one.what === 'move') {
    if (one.event.type === 'admit') book.hold(before);
    const after = book.move(before, one.event);
    if (!isActive(after.state.name)) book.drop(one.id);
  }
}

test('whatever happens, also what is undone, a total is that of the tasks as they are', () => {
  const story = fc.array(fc.record({ steps: fc.array(step, { minLength: 1, maxLength: 4 }), undone: fc.boolean() }), {
    maxLength: 25,
  });
  fc.assert(
    fc.property(story, (chapters) => {
      const host = testHost(testFolder());
      const store = openStore(host.paths, host.log, 0);
      const book = new Book(store, new ManualClock());
      try {
        for (const { steps, undone } of chapters) {
          try {
            book.transaction(() => {
              for (const one of steps) {
                try {
                  take(book, store, one);
                } catch (error) {
                  if (!(error instanceof Failure)) throw error;
                }
                book.groups.view('g');
              }
              if (undone) throw new RangeError('undone');
            });
          } catch (error) {
            if (!(error instanceof RangeError)) throw error;
          }
          const total = new GroupTotal();
          const members = ids.flatMap((id) => book.view(id) ?? []).filter((task: Task) => task.group !== null);
          for (const { id, state, progress } of members) total.set(id, { state: state.name, progress });
          const view = book.groups.view('g');
          if (members.length > 0) expect(view).toMatchObject({ counts: total.counts, progress: total.progress });
          else expect(view).toBeUndefined();
        }
      } finally {
        store.close();
      }
    }),
    { numRuns: 60 },
  );
});
