import { expect, test } from 'vitest';
import { applyBatch, applyTasks, emptyLedger } from '../../renderer/tasks/ledger.ts';
import { emptyView, viewOf } from '../../renderer/tasks/view.ts';
import { everyState } from './page/scenarios.ts';
import { idOf, taskOf, today } from './page/tasks.ts';

const ledger = applyTasks(emptyLedger, everyState);

test('every task is counted in exactly one tab besides all', () => {
  const { counts } = viewOf(ledger, 'all', '', new Map(), emptyView);
  expect(counts).toEqual({ all: 14, active: 4, waiting: 5, done: 2, failed: 3 });
});

test('what is to do stands above what is over, newest end first', () => {
  const over = applyTasks(ledger, [
    { ...taskOf(50, { name: 'older', state: { name: 'completed', at: today - 1, artifacts: [] } }), position: 0 },
    { ...taskOf(51, { name: 'newer', state: { name: 'completed', at: today + 1, artifacts: [] } }), position: 99 },
  ]);
  const ids = viewOf(over, 'all', '', new Map(), emptyView).visible;
  expect(ids.at(0)).toBe(idOf(1));
  expect(ids.indexOf(idOf(51))).toBe(11);
  expect(ids.at(-1)).toBe(idOf(50));
});

test('search looks into names and links and leaves the counts alone', () => {
  const found = viewOf(ledger, 'all', ' BLENDER ', new Map(), emptyView);
  expect(found.visible).toEqual([idOf(1)]);
  expect(found.counts.all).toBe(14);
  expect(viewOf(ledger, 'failed', 'gone', new Map(), emptyView).visible).toEqual([idOf(11)]);
});

test('a view that says the same is the same object, also after progress', () => {
  const view = viewOf(ledger, 'active', '', new Map(), emptyView);
  const moved = applyBatch(ledger, {
    tasks: [],
    removed: [],
    progress: [{ id: idOf(1), progress: { done: 1, total: 2, fraction: 0.5 }, pace: null, live: null }],
  });
  expect(viewOf(moved, 'active', '', new Map(), view)).toBe(view);
  const waits = applyTasks(ledger, [
    { ...taskOf(5, { name: 'renamed', state: { name: 'queued', since: today, waiting: null } }) },
  ]);
  expect(viewOf(waits, 'active', '', new Map(), view)).toBe(view);
});
