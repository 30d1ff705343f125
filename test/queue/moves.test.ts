import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { StateName, TaskState } from '../../contract/task.ts';
import { taskState } from '../../contract/task.ts';
import { isActive, legalMoves, move, type TaskEvent } from '../../engine/queue/moves.ts';

const error = { code: 'network', message: 'x' } as const;
const pace = { speed: 1, eta: null, connections: 1 };
const events: readonly TaskEvent[] = [
  { type: 'pause' },
  { type: 'resume' },
  { type: 'retry' },
  { type: 'cancel' },
  { type: 'due' },
  { type: 'admit' },
  { type: 'run', pace, live: null },
  { type: 'finish', step: 'verify' },
  { type: 'finish', step: 'publish' },
  { type: 'finish', step: 'assemble' },
  { type: 'complete', artifacts: [] },
  { type: 'fail', error, retryable: true },
  { type: 'wait', waiting: { why: 'retry', until: 5, error } },
  { type: 'wait', waiting: { why: 'space', error } },
  { type: 'go-on' },
  { type: 'hold' },
  { type: 'hold-back', until: 5, error },
  { type: 'live' },
  { type: 'lose' },
];
const starts: readonly TaskState[] = [
  { name: 'queued', since: 1, waiting: null },
  { name: 'paused', since: 1 },
  { name: 'scheduled', startAt: 9 },
  { name: 'paused', since: 1, startAt: 30 },
];

test('under any order of events a state is whole, and an illegal event throws and changes nothing', () => {
  fc.assert(
    fc.property(fc.constantFrom(...starts), fc.array(fc.constantFrom(...events), { maxLength: 60 }), (start, story) => {
      let state = start;
      let now = 1;
      for (const event of story) {
        now++;
        const legal = legalMoves[state.name][event.type];
        if (legal === undefined) {
          expect(() => move(state, event, now)).toThrowError(expect.objectContaining({ code: 'conflict' }));
          continue;
        }
        const next = move(state, event, now);
        expect(taskState.parse(next)).toEqual(next);
        if (legal === 'stay') expect(next).toBe(state);
        state = next;
      }
    }),
  );
});

test('only what design allows: where each state can lead', () => {
  const reach = new Map<StateName, Set<StateName>>();
  for (const state of examples()) {
    for (const event of events) {
      if (legalMoves[state.name][event.type] === undefined) continue;
      const next = move(state, event, 9).name;
      if (next !== state.name) reach.set(state.name, (reach.get(state.name) ?? new Set()).add(next));
    }
  }
  const table = Object.fromEntries([...reach].map(([from, to]) => [from, [...to].toSorted()]));
  expect(table).toEqual({
    scheduled: ['canceled', 'failed', 'paused', 'queued'],
    queued: ['canceled', 'completed', 'paused', 'resolving'],
    resolving: ['canceled', 'completed', 'failed', 'finishing', 'paused', 'queued', 'running'],
    running: ['canceled', 'completed', 'failed', 'finishing', 'paused', 'queued'],
    finishing: ['canceled', 'completed', 'failed', 'paused', 'queued'],
    paused: ['canceled', 'completed', 'queued', 'scheduled'],
    failed: ['canceled', 'queued'],
    canceled: ['completed', 'queued'],
  });
});

test('verbs are idempotent: what was done can be asked for again', () => {
  for (const state of examples()) {
    for (const verb of ['pause', 'resume', 'cancel'] as const) {
      if (legalMoves[state.name][verb] === undefined) continue;
      const once = move(state, { type: verb }, 5);
      expect(move(once, { type: verb }, 6)).toEqual(once);
    }
  }
});

test('one that is held keeps its time in the queue, and is held once', () => {
  const state: TaskState = { name: 'queued', since: 1, waiting: { why: 'retry', until: 2, error } };
  const held = move(state, { type: 'hold' }, 5);
  expect(held).toEqual({ name: 'queued', since: 1, waiting: { why: 'slot' } });
  expect(move(held, { type: 'hold' }, 6)).toBe(held);
  expect(move(held, { type: 'go-on' }, 7)).toEqual({ name: 'queued', since: 1, waiting: null });
});

test('one that is paused before its time keeps it: resuming waits for it, retrying does not', () => {
  const paused = move({ name: 'scheduled', startAt: 90 }, { type: 'pause' }, 5);
  expect(paused).toEqual({ name: 'paused', since: 5, startAt: 90 });
  const resumed = move(paused, { type: 'resume' }, 89);
  expect(resumed).toEqual({ name: 'scheduled', startAt: 90 });
  expect(move(resumed, { type: 'resume' }, 89)).toBe(resumed);
  expect(move(paused, { type: 'resume' }, 90)).toEqual({ name: 'queued', since: 90, waiting: null });
  for (const state of [paused, resumed]) {
    expect(move(state, { type: 'retry' }, 89)).toEqual({ name: 'queued', since: 89, waiting: null });
  }
});

test('a lost task goes back into the queue and nothing else moves by itself', () => {
  for (const state of examples()) {
    if (isActive(state.name))
      expect(move(state, { type: 'lose' }, 5)).toEqual({ name: 'queued', since: 5, waiting: null });
    else if (legalMoves[state.name].lose !== undefined) expect(move(state, { type: 'lose' }, 5)).toBe(state);
  }
});

function examples(): TaskState[] {
  return [
    { name: 'scheduled', startAt: 9 },
    { name: 'queued', since: 1, waiting: null },
    { name: 'queued', since: 1, waiting: { why: 'space', error } },
    { name: 'queued', since: 1, waiting: { why: 'slot' } },
    { name: 'resolving', since: 1 },
    { name: 'running', since: 1, pace, live: null },
    { name: 'finishing', since: 1, step: 'verify' },
    { name: 'paused', since: 1 },
    { name: 'paused', since: 1, startAt: 12 },
    { name: 'completed', at: 1, artifacts: [] },
    { name: 'failed', at: 1, error, retryable: false },
    { name: 'canceled', at: 1 },
  ];
}
