import { expect, test, vi } from 'vitest';
import { createSettingsStore } from '../../renderer/preferences/settings-store.ts';
import { createReviewStore } from '../../renderer/review/review-store.ts';
import { createFeed } from '../../renderer/tasks/feed.ts';
import { createTaskStore, selectedTasks } from '../../renderer/tasks/task-store.ts';
import { fakeEngine } from './page/fake-engine.ts';
import { completed, everyState, many, running } from './page/scenarios.ts';
import { idOf } from './page/tasks.ts';

const defaults = { directory: '/home/mira/Downloads', duplicates: 'ask' as const, videoFormat: 'best' };

async function fed(tasks: Parameters<typeof fakeEngine>[0]) {
  const engine = fakeEngine(tasks, {}, 'linux');
  const store = createTaskStore();
  const begin = vi.fn();
  const feed = createFeed(engine.bridge, store, { settings: () => {}, begin });
  await feed.start();
  return { engine, store, feed, begin };
}

test('a long list arrives page by page and is then kept up to date', async () => {
  const { engine, store } = await fed(many(5000));
  expect(store.getState().ledger.order).toHaveLength(5000);
  expect(store.getState().loading).toBeNull();
  const pages = engine.calls.filter(({ name }) => name === 'tasks.list');
  expect(pages.length).toBeGreaterThan(2);

  engine.set(idOf(1), completed('/x', 5));
  expect(store.getState().ledger.tasks.get(idOf(1))?.state.name).toBe('completed');
  expect(store.getState().arrivals.completed.map((task) => task.id)).toEqual([idOf(1)]);
});

test('a reset reads everything again, and tells so', async () => {
  const { engine, store, begin } = await fed(everyState);
  expect(begin).toHaveBeenCalledTimes(1);
  engine.tell({ removed: [idOf(1)] });
  expect(store.getState().ledger.tasks.has(idOf(1))).toBe(false);
  engine.tell({ reset: true });
  await vi.waitFor(() => expect(store.getState().ledger.tasks.has(idOf(1))).toBe(true), { timeout: 20_000 });
  expect(begin).toHaveBeenCalledTimes(2);
});

test('a list that cannot be read says why and can be asked for again', async () => {
  const engine = fakeEngine(everyState, {}, 'linux');
  const store = createTaskStore();
  const feed = createFeed(engine.bridge, store, { settings: () => {}, begin: () => {} });
  engine.failNext('tasks.list', { code: 'already-running', message: '' });
  await feed.start();
  expect(store.getState().problem?.code).toBe('already-running');
  await feed.start();
  expect(store.getState().problem).toBeNull();
  expect(store.getState().ledger.order).toHaveLength(everyState.length);
});

test('after stopping nothing more is taken in', async () => {
  const { engine, store, feed } = await fed(everyState);
  feed.stop();
  engine.tell({ removed: [idOf(1)] });
  expect(store.getState().ledger.tasks.has(idOf(1))).toBe(true);
});

test('the selection follows what is visible', async () => {
  const { engine, store } = await fed(everyState);
  store.actions.select([idOf(1), idOf(8), idOf(12)]);
  expect(selectedTasks(store.getState()).map((task) => task.id)).toEqual([idOf(1), idOf(8), idOf(12)]);
  expect(store.getState().able.has('open')).toBe(false);
  store.actions.show('waiting');
  expect([...store.getState().selection]).toEqual([idOf(8)]);
  expect(store.getState().able.has('resume')).toBe(true);
  engine.set(idOf(8), running(1, null));
  expect(store.getState().selection.size).toBe(0);
  expect(store.getState().able.size).toBe(0);
});

test('only links that are new and possible are ticked at first', async () => {
  const engine = fakeEngine(everyState, {}, 'linux');
  const review = createReviewStore(engine.bridge);
  const known = everyState[11]?.url ?? '';
  await review.take(`https://a.example/1.mp4 ${known} ftp://a.example/x https://a.example/1.mp4`, defaults);
  const first = review.getState().review;
  expect(first?.candidates.map(({ name }) => name)).toEqual(['1.mp4', 'sintel-trailer.mp4', 'x']);
  expect([...(first?.ticked ?? [])]).toEqual(['0']);

  await review.take('https://a.example/2.mp4 https://a.example/1.mp4', defaults);
  expect(review.getState().review?.candidates).toHaveLength(4);
  expect([...(review.getState().review?.ticked ?? [])]).toEqual(['0', '3']);
});

test('links are handed over with their passwords, and a ticked duplicate is wanted again', async () => {
  const engine = fakeEngine(everyState, {}, 'linux');
  const review = createReviewStore(engine.bridge);
  const known = everyState[11]?.url ?? '';
  await review.take(`https://mira:pw@a.example/1.mp4 ${known}`, defaults);
  review.tick(['0', '1']);
  review.saveTo('/mnt/media');
  const reply = await review.confirm('paused');
  expect(reply?.added).toHaveLength(2);
  expect(review.getState().review).toBeNull();
  expect(engine.calls.at(-1)).toEqual({
    name: 'tasks.add',
    input: {
      tasks: [{ url: 'https://mira:pw@a.example/1.mp4' }, { url: known }],
      directory: '/mnt/media',
      start: 'paused',
      duplicates: 'keep',
    },
  });
});

test('what could not be added stays to be tried again', async () => {
  const engine = fakeEngine([], {}, 'linux');
  const review = createReviewStore(engine.bridge);
  await review.take('https://a.example/1.mp4', defaults);
  engine.failNext('tasks.add', { code: 'permission', message: '' });
  expect(await review.confirm('now')).toBeNull();
  expect(review.getState().review?.problem?.code).toBe('permission');
  expect(review.getState().review?.busy).toBe(false);
  expect((await review.confirm('now'))?.added).toHaveLength(1);
});

test('a setting that the engine refuses goes back to what it was', async () => {
  const engine = fakeEngine([], {}, 'linux');
  const reply = await engine.bridge.call('settings.get', {});
  if (!reply.ok) throw new Error('no settings');
  const store = createSettingsStore(engine.bridge, reply.value);
  expect(await store.change({ maxActive: 9 })).toBeNull();
  engine.failNext('settings.set', { code: 'invalid-input', message: '' });
  const changing = store.change({ maxActive: 12 });
  expect(store.getState().settings.maxActive).toBe(12);
  expect((await changing)?.code).toBe('invalid-input');
  expect(store.getState().settings.maxActive).toBe(9);
});
