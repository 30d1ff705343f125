import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Book } from '../../engine/jobs/book.ts';
import { reserve } from '../../engine/jobs/reserve.ts';
import { move } from '../../engine/queue/moves.ts';
import { openStore } from '../../engine/store/index.ts';
import { record } from '../store/records.ts';
import { ManualClock } from './clocks.ts';
import { testFolder, testHost } from './home.ts';

/** Names that some file system takes for one another, by case, by normal form, or because a number was put to one. */
const names = [
  ...['a.txt', 'A.TXT', 'a (1).txt', 'A (1).txt', 'a (2).TXT'],
  ...['Straße.txt', 'STRASSE.TXT', 'strasse.txt'],
  ...['\u00e9.bin', 'e\u0301.bin', '\u00c9.BIN', 'E\u0301.bin'],
  ...['\u212a.md', 'k.md', 'K.md'],
  ...['ſ.md', 's.md', 'S.md'],
  ...['ς.md', 'σ.md', 'Σ.md'],
  ...['ﬁ.md', 'fi.md', 'FI.md'],
  ...['Å.md', 'A\u030a.md', '\u212b.md', 'å.md'],
];

/** What file systems do to a name before they compare it, told without the code under test. */
const foldings: readonly ((name: string) => string)[] = [
  (name) => name.normalize('NFC').toLowerCase(),
  (name) => name.normalize('NFC').toUpperCase(),
  (name) => name.normalize('NFD').toLowerCase(),
  (name) => name.normalize('NFD').toUpperCase(),
];

const tasks = 6;
const step = fc.oneof(
  {
    weight: 6,
    // reservations that are under way at the same time
    arbitrary: fc.record({
      what: fc.constant('reserve' as const),
      asked: fc.uniqueArray(
        fc.record({ task: fc.nat(tasks - 1), name: fc.constantFrom(...names), taken: fc.boolean() }),
        { selector: ({ task }) => task, minLength: 1, maxLength: tasks },
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('write' as const), name: fc.constantFrom(...names) }) },
  // another program takes what a task has reserved
  { weight: 1, arbitrary: fc.record({ what: fc.constant('take' as const), task: fc.nat(tasks - 1) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('cancel' as const), task: fc.nat(tasks - 1) }) },
);

test('no two tasks ever have the same path, nor one where something lies', async () => {
  const folder = testFolder();
  const host = testHost(folder);
  const clock = new ManualClock();
  const store = openStore(host.paths, host.log, clock.now());
  const book = new Book(store, clock);
  let round = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (story) => {
      round += 1;
      const directory = join(folder, `downloads ${round}`);
      mkdirSync(directory);
      const ids = Array.from({ length: tasks }, () => {
        const made = record({ directory });
        book.add(made);
        return made.id;
      });
      const of = (task: number) => book.get(ids[task] ?? '');
      for (const now of story) {
        if (now.what === 'write') writeFileSync(join(directory, now.name), '');
        if (now.what === 'take') {
          const path = of(now.task)?.reserved;
          if (path != null) writeFileSync(path, '');
        }
        if (now.what === 'cancel') {
          const canceled = of(now.task);
          if (canceled !== undefined) {
            book.save({ ...canceled, state: move(canceled.state, { type: 'cancel' }, 1), reserved: null });
          }
        }
        if (now.what !== 'reserve') continue;
        const lying = readdirSync(directory);
        await Promise.all(
          now.asked.map(async ({ task, name, taken }) => {
            const before = of(task);
            const path = await reserve(book, ids[task] ?? '', { path: join(directory, name), taken });
            expect(path).toBe(of(task)?.reserved);
            expect(dirname(path ?? '')).toBe(directory);
            expect(lying).not.toContain(basename(path ?? ''));
            if (taken) expect(path).not.toBe(before?.reserved);
          }),
        );
        const held = ids.flatMap((_, task) => {
          const found = of(task);
          return found?.reserved == null || found.state.name === 'canceled' ? [] : [found.reserved];
        });
        for (const fold of foldings) expect(new Set(held.map(fold)).size, held.join(' | ')).toBe(held.length);
      }
    }),
    { numRuns: 80 },
  );
  store.close();
});

/** Counts how often a name is tried. */
class CountingBook extends Book {
  tries = 0;

  override save(...given: Parameters<Book['save']>): boolean {
    this.tries += 1;
    return super.save(...given);
  }
}

test.each(['none of them is there yet', 'each is there before the next one asks'] as const)(
  'a thousand tasks of one name get the numbers in their order, without trying all before: %s',
  async (how) => {
    const folder = testFolder();
    const host = testHost(folder);
    const clock = new ManualClock();
    const store = openStore(host.paths, host.log, clock.now());
    const book = new CountingBook(store, clock);
    const directory = join(folder, 'downloads');
    mkdirSync(directory);
    const count = 1200;
    for (let number = 0; number < count; number += 1) {
      const { id } = record({ directory });
      book.add(record({ id, directory }));
      const path = await reserve(book, id, { path: join(directory, 'get.bin'), taken: false });
      expect(basename(path ?? '')).toBe(number === 0 ? 'get.bin' : `get (${number}).bin`);
      if (how !== 'none of them is there yet') writeFileSync(path ?? '', '');
    }
    expect(book.tries).toBeLessThanOrEqual(2 * count);
    store.close();
  },
);

test('once the plain name is free again, the numbers begin anew', async () => {
  const folder = testFolder();
  const host = testHost(folder);
  const clock = new ManualClock();
  const store = openStore(host.paths, host.log, clock.now());
  const book = new Book(store, clock);
  const directory = join(folder, 'downloads');
  mkdirSync(directory);
  const ask = async (): Promise<string> => {
    const made = record({ directory });
    book.add(made);
    return basename((await reserve(book, made.id, { path: join(directory, 'a.bin'), taken: false })) ?? '');
  };
  const round = async (): Promise<string[]> => [await ask(), await ask(), await ask()];
  expect(await round()).toEqual(['a.bin', 'a (1).bin', 'a (2).bin']);
  for (const { id } of store.tasks.ofState('queued')) book.remove(id);
  expect(await round()).toEqual(['a.bin', 'a (1).bin', 'a (2).bin']);
  store.close();
});
