import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, until } from '../../engine/home.ts';
import { openTestServer, type TestServer } from '../open-server.ts';
import { type Ear, Knowledge, listen } from './listen.ts';

let server: TestServer;
let links = 0;

beforeAll(async () => {
  server = await openTestServer({ engine: { only: 'none' } });
});
afterAll(() => server.close());

/** Adds tasks that do not run; their ids. */
async function add(count = 1): Promise<string[]> {
  const tasks = Array.from({ length: count }, () => ({ url: `http://127.0.0.1:9/${++links}` }));
  return (await ask(server.engine, 'tasks.add', { tasks, start: 'paused' })).added.map(({ id }) => id);
}

const seqNow = async () => (await ask(server.engine, 'tasks.list', { limit: 1 })).seq;
const change = (ids: readonly string[], priority: number) =>
  ask(server.engine, 'tasks.change', { ids: [...ids], priority });

/** Everything that was heard about, by the ids in the order they came. */
const idsOf = ({ batches }: Ear) => batches.flatMap(({ tasks }) => tasks.map(({ id }) => id));

describe('who listens', () => {
  test('hears what changes, in a form that browsers and proxies take', async () => {
    const seq = await seqNow();
    const ear = await listen(server);
    expect(ear.response.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    await until(() => ear.text() || undefined, 'the opening');
    expect(ear.text()).toBe(`retry: 1000\nid: ${seq}\n\n`);
    const [id = ''] = await add();
    await until(() => ear.batches[0], 'a batch');
    expect(idsOf(ear)).toEqual([id]);
    expect(ear.last()).toBe(String(ear.batches[0]?.seq));
    ear.close();
  });

  test('begins behind the number that it names, where the header goes before the address', async () => {
    const before = await seqNow();
    const [first = ''] = await add();
    const between = await seqNow();
    const [second = ''] = await add();
    const one = await listen(server, { query: `?after=${before}` });
    const two = await listen(server, { query: `?after=${before}`, last: String(between) });
    await until(() => one.batches[0] && two.batches[0], 'both');
    expect([idsOf(one), idsOf(two)]).toEqual([[first, second], [second]]);
    one.close();
    two.close();
  });

  test.each(['0', '1', '99999999999999999', 'nonsense', '-1', '1e3', '٣'])(
    'is told to start over when its number is of another run: %s',
    async (last) => {
      const ear = await listen(server, { last: Buffer.from(last).toString('latin1') });
      const batch = await until(() => ear.batches[0], 'a batch');
      expect(batch).toMatchObject({ reset: true, tasks: [] });
      expect(batch.settings).not.toBeNull();
      ear.close();
    },
  );

  test('hears of settings too, also of those that changed while it was away', async () => {
    const before = await seqNow();
    const ear = await listen(server);
    await ask(server.engine, 'settings.set', { maxActive: 7 });
    const late = await listen(server, { last: String(before) });
    for (const { batches } of [ear, late]) {
      const batch = await until(() => batches.find(({ settings }) => settings !== null), 'settings');
      expect(batch).toMatchObject({ reset: false, settings: { maxActive: 7 } });
    }
    const later = await listen(server, { last: String(await seqNow()) });
    const [id = ''] = await add();
    await until(() => later.batches[0], 'a batch');
    expect(later.batches[0]).toMatchObject({ settings: null, tasks: [{ id }] });
    for (const one of [ear, late, later]) one.close();
  });

  test('may hear of one task alone', async () => {
    const [mine = '', other = ''] = await add(2);
    const ear = await listen(server, { query: `?task=${mine}` });
    const all = await listen(server);
    await change([other], 3);
    await until(() => idsOf(all).includes(other) || undefined, 'the other');
    await change([mine, other], 4);
    await until(() => ear.batches[0], 'a batch');
    await ask(server.engine, 'tasks.remove', { ids: [other] });
    await ask(server.engine, 'tasks.remove', { ids: [mine] });
    await until(() => ear.batches.some(({ removed }) => removed.length > 0) || undefined, 'the end');
    expect(idsOf(ear)).toEqual([mine]);
    expect(ear.batches.map(({ removed }) => removed)).toEqual([[], [mine]]);
    ear.close();
    all.close();
  });

  test.each(['?after=-1', '?after=x', '?task=..', '?what=1', '?after=1&after=2'])(
    'asks for nothing else: %s',
    async (query) => {
      expect((await server.ask('GET', `/api/v1/events${query}`)).status).toBe(400);
    },
  );

  test('may ask for the head alone', async () => {
    const answer = await server.ask('HEAD', '/api/v1/events');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
  });

  test('is one of two hundred at most; the next waits until one leaves', async () => {
    const ears = await Promise.all(Array.from({ length: 200 }, () => listen(server)));
    const refused = await server.ask('GET', '/api/v1/events');
    expect([refused.status, refused.json]).toMatchObject([429, { code: 'too-many-requests' }]);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    const [id = ''] = await add();
    await until(() => ears.every((ear) => ear.batches.length > 0) || undefined, 'all heard');
    expect(new Set(ears.flatMap(idsOf))).toEqual(new Set([id]));
    for (const ear of ears) ear.close();
    const again = await until(async () => {
      const ear = await listen(server);
      if (ear.response.statusCode === 200) return ear;
      ear.close();
      return undefined;
    }, 'a place');
    again.close();
  });
});

test('whoever loses the connection at any time and comes back knows what one knows who never did', async () => {
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ what: fc.constantFrom('add', 'change', 'remove'), at: fc.nat(30) }) },
    // where it is cut: before anything is read, or once something has come
    { weight: 3, arbitrary: fc.record({ what: fc.constantFrom('cut', 'cut-late'), at: fc.nat(2) }) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (story) => {
      const begin = await ask(server.engine, 'tasks.list', { limit: 10_000 });
      const [steady, torn] = [new Knowledge(), new Knowledge()];
      for (const { tasks } of [steady, torn]) {
        for (const task of begin.tasks) tasks.set(task.id, JSON.stringify(task));
      }
      const ids = begin.tasks.map(({ id }) => id);
      const whole = await listen(server, { query: `?after=${begin.seq}` });
      let cut = await listen(server, { query: `?after=${begin.seq}` });
      for (const { what, at } of story) {
        const id = ids[at % Math.max(1, ids.length)];
        if (what === 'add') ids.push(...(await add()));
        else if (what === 'change' && id !== undefined) await change([id], (at % 20) - 10);
        else if (what === 'remove' && id !== undefined) await ask(server.engine, 'tasks.remove', { ids: [id] });
        else if (what.startsWith('cut')) {
          if (what === 'cut-late') await until(() => cut.last() || undefined, 'the opening');
          cut.close();
          for (const batch of cut.batches) torn.take(batch);
          // one that has had no word yet asks as it did before
          const from = cut.last() === '' ? { query: `?after=${begin.seq}` } : { last: cut.last() };
          cut = await listen(server, from);
        }
      }
      const end = await ask(server.engine, 'tasks.list', { limit: 10_000 });
      const isThere = (ear: Ear) => Number(ear.last()) >= end.seq;
      await until(() => (isThere(whole) && isThere(cut)) || undefined, 'the end of the story');
      for (const batch of whole.batches) steady.take(batch);
      for (const batch of cut.batches) torn.take(batch);
      const truth = new Map(end.tasks.map((task) => [task.id, JSON.stringify(task)]));
      expect(sorted(steady.tasks)).toEqual(sorted(truth));
      expect(sorted(torn.tasks)).toEqual(sorted(truth));
      expect([steady.reset, torn.reset]).toEqual([false, false]);
      whole.close();
      cut.close();
    }),
    { numRuns: 25 },
  );
});

function sorted(tasks: ReadonlyMap<string, string>): [string, string][] {
  return [...tasks].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

test('the answers end when the server closes, whether anybody reads or not', async () => {
  const other = await openTestServer({ engine: { only: 'none' } });
  const ears = await Promise.all(Array.from({ length: 3 }, () => listen(other)));
  ears[0]?.response.pause();
  await other.server.close();
  ears[0]?.response.resume();
  await Promise.all(ears.map(({ closed }) => closed));
  expect(ears[1]?.response.complete).toBe(true);
  await other.close();
});
