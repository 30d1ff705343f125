import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createSummaryStore } from '../../renderer/recording/summary-store.ts';
import { fakeEngine } from './page/fake-engine.ts';
import { recordings, timelines } from './page/recordings.ts';
import { idOf } from './page/tasks.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function reading() {
  const engine = fakeEngine(recordings, {}, 'linux', timelines);
  const asked = () => engine.calls.filter(({ name }) => name === 'tasks.timeline').length;
  return { engine, asked, store: createSummaryStore(engine.bridge) };
}

test('the ledger of a finished recording is read once, however often its row comes into sight', async () => {
  const { asked, store } = reading();
  store.want(idOf(9));
  store.want(idOf(9));
  await vi.advanceTimersByTimeAsync(1000);
  expect(store.getState().summaries.get(idOf(9))).toEqual({ fragments: 12, length: 5400, gaps: 0, missing: 0 });
  store.want(idOf(9));
  await vi.advanceTimersByTimeAsync(1000);
  expect(asked()).toBe(1);
});

test('a row that is scrolled past is not read', async () => {
  const { asked, store } = reading();
  for (const number of [9, 10, 12]) store.want(idOf(number))();
  await vi.advanceTimersByTimeAsync(1000);
  expect(asked()).toBe(0);
});

test('a ledger that cannot be read is not asked for again', async () => {
  const { engine, asked, store } = reading();
  engine.failNext('tasks.timeline', { code: 'file-missing', message: '' });
  store.want(idOf(10));
  await vi.advanceTimersByTimeAsync(1000);
  store.want(idOf(10));
  await vi.advanceTimersByTimeAsync(1000);
  expect(store.getState().summaries.get(idOf(10))).toBeNull();
  expect(asked()).toBe(1);
});
