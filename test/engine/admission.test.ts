import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Admission } from '../../engine/jobs/admission.ts';
import { Book } from '../../engine/jobs/book.ts';
import { Runner } from '../../engine/jobs/runner.ts';
import { TaskLogs } from '../../engine/log/task-logs.ts';
import { openStore } from '../../engine/store/index.ts';
import type { TaskRecord } from '../../engine/store/record.ts';
import { Outbox } from '../../engine/webhooks/outbox.ts';
import { record } from '../store/records.ts';
import { ManualClock } from './clocks.ts';
import { testFolder, testHost, until } from './home.ts';

/** Admission over a real store, with a clock that stands still. Nothing ever runs: there are no places. */
function parts() {
  const folder = testFolder();
  const clock = new ManualClock();
  const host = { ...testHost(folder), clock };
  const store = openStore(host.paths, host.log, clock.now());
  const book = new Book(store, clock);
  const logs = new TaskLogs(host.paths.logs);
  const outbox = new Outbox({ store, clock, log: host.log });
  const runner = new Runner({ host, store, book, logs, outbox, onRoom: () => {}, onFullDisk: () => {} });
  const admission = new Admission({ clock, log: host.log, store, book, runner, limits: { maxActive: 0 } });
  onTestFinished(async () => {
    admission.close();
    await runner.close();
    store.close();
  });
  return { folder, clock, store, book, admission };
}

/** A task in this folder that waits for room. */
function waiting(directory: string, total: number): TaskRecord {
  const error = { code: 'disk-full', message: '' } as const;
  return record({
    directory,
    progress: { fraction: null, done: 0, total },
    state: { name: 'queued', since: 1, waiting: { why: 'space', error } },
  });
}

/** More than there is on any disk. */
const tooMuch = Number.MAX_SAFE_INTEGER - 1;

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn += 1) await nextTurn();
};

test('a look that failed is repeated, also for what was asked while it went on', async () => {
  const { folder, clock, store, book, admission } = parts();
  book.add(waiting(folder, tooMuch));
  await admission.open();
  const due = vi.spyOn(store.line, 'due');
  const forSpace = vi.spyOn(store.line, 'forSpace');
  const looks = (count: number) =>
    until(() => (due.mock.calls.length >= count ? true : undefined), `look number ${count}`);
  await looks(1);
  await turns();

  // Asked for while a look waits for the disk that is about to fail at what comes after.
  due.mockClear();
  forSpace.mockImplementationOnce(() => {
    admission.poke();
    return store.line.forSpace();
  });
  due.mockImplementationOnce(() => {
    throw new Error('database or disk is full');
  });
  admission.poke();
  await looks(1);
  await turns();
  due.mockClear();
  admission.poke();
  await looks(1);
  await turns();

  due.mockClear();
  due.mockImplementationOnce(() => {
    throw new Error('database or disk is full');
  });
  admission.poke();
  await looks(1);
  await turns();
  due.mockClear();
  clock.pass(5_000);
  await looks(1);
});

test('a disk that is found full while another look lets tasks go on is still watched', async () => {
  const { folder, clock, store, book, admission } = parts();
  const first = waiting(folder, 1);
  book.add(first);
  const second = waiting(folder, 2);
  const forSpace = vi.spyOn(store.line, 'forSpace');
  await admission.open();
  const state = (id: string) => book.get(id)?.state;
  const goesOn = { name: 'queued', waiting: null };
  forSpace.mockImplementationOnce(() => {
    const found = store.line.forSpace();
    // the second one fails on the full disk while the look for the first one waits for an answer of the disk
    queueMicrotask(() => {
      book.add(second);
      admission.holdDisk(folder);
    });
    return found;
  });
  await until(() => (state(first.id)?.name === 'queued' && isWaiting(state(first.id)) ? undefined : true), 'the first');
  expect(state(first.id)).toMatchObject(goesOn);
  await turns();
  expect(isWaiting(state(second.id))).toBe(true);
  clock.pass(5_000);
  await until(() => (isWaiting(state(second.id)) ? undefined : true), 'the second goes on');
  expect(state(second.id)).toMatchObject(goesOn);
});

function isWaiting(state: TaskRecord['state'] | undefined): boolean {
  return state?.name === 'queued' && state.waiting !== null;
}
