import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CallInput } from '../../../contract/calls.ts';
import type { Engine } from '../../../engine/engine.ts';
import { ListAnswers } from '../../../server/rest/list-answers.ts';
import { ask, testEngine, testFolder } from '../../engine/home.ts';

const pages: readonly CallInput<'tasks.list'>[] = [
  {},
  { limit: 2 },
  { states: ['paused'] },
  { sort: 'line' },
  { text: 'b' },
];

/** An engine whose lists are counted. */
function counting(engine: Engine): { engine: Engine; lists: () => number } {
  let lists = 0;
  return {
    engine: {
      call: (name, input) => {
        if (name === 'tasks.list') lists++;
        return engine.call(name, input);
      },
      subscribe: (after, listen) => engine.subscribe(after, listen),
      close: () => engine.close(),
      get seq() {
        return engine.seq;
      },
    },
    lists: () => lists,
  };
}

test('a page is what the engine says now, whatever has happened since it was kept', async () => {
  const engine = await testEngine(testFolder(), { only: 'none' });
  const answers = new ListAnswers(engine);
  let links = 0;
  const step = fc.record({ what: fc.constantFrom('add', 'change', 'cancel', 'remove', 'look'), at: fc.nat(20) });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 15 }), async (story) => {
      for (const { what, at } of story) {
        const { tasks } = await ask(engine, 'tasks.list', {});
        const ids = tasks.length === 0 ? [] : [tasks[at % tasks.length]?.id ?? ''];
        if (what === 'add')
          await ask(engine, 'tasks.add', { tasks: [{ url: `http://b.example/${++links}` }], start: 'paused' });
        else if (ids.length > 0 && what === 'change') await ask(engine, 'tasks.change', { ids, priority: at - 10 });
        else if (ids.length > 0 && what === 'cancel') await ask(engine, 'tasks.cancel', { ids });
        else if (ids.length > 0 && what === 'remove') await ask(engine, 'tasks.remove', { ids });
        for (const page of pages) {
          const { body } = await answers.answer(page);
          expect(JSON.parse(String(body))).toEqual(await ask(engine, 'tasks.list', page));
        }
      }
    }),
    { numRuns: 20 },
  );
});

test('a page that has not changed is made once', async () => {
  const { engine, lists } = counting(await testEngine(testFolder(), { only: 'none' }));
  const answers = new ListAnswers(engine);
  const first = await answers.answer({ limit: 5 });
  expect(await answers.answer({ limit: 5 })).toBe(first);
  await answers.answer({ limit: 6 });
  expect(lists()).toBe(2);
  await ask(engine, 'settings.set', { maxActive: 3 });
  expect(await answers.answer({ limit: 5 })).not.toBe(first);
});

test('many different pages are not all kept', async () => {
  const { engine, lists } = counting(await testEngine(testFolder(), { only: 'none' }));
  const answers = new ListAnswers(engine);
  for (let limit = 1; limit <= 100; limit++) await answers.answer({ limit });
  const made = lists();
  await answers.answer({ limit: 1 });
  expect(lists()).toBe(made + 1);
});

test('of an engine in another process nothing is kept', async () => {
  const engine = await testEngine(testFolder(), { only: 'none' });
  const far: Engine = {
    call: (name, input) => engine.call(name, input),
    subscribe: (after, listen) => engine.subscribe(after, listen),
    close: () => engine.close(),
  };
  const answers = new ListAnswers(far);
  expect(await answers.answer({})).not.toBe(await answers.answer({}));
});
