import { Failure } from '../../contract/errors.ts';
import { isActive, isOver } from '../queue/moves.ts';
import { nothing } from '../queue/progress.ts';
import type { TaskRecord } from '../store/record.ts';
import { eachTask } from './each.ts';
import type { Handler, Parts } from './parts.ts';

/** Pauses tasks; what is fetched stays. Shown at once, also while the worker still winds up. */
export const pauseTasks: Handler<'tasks.pause'> = (parts, { ids }) =>
  eachTask(parts, ids, (record) => {
    parts.book.move(record, { type: 'pause' });
    parts.runner.stop(record.id, 'pause');
  });

/** Lets tasks go on: paused and failed ones, and those that wait for another try or for their time. */
export const resumeTasks: Handler<'tasks.resume'> = async (parts, { ids }) => {
  const result = await eachTask(parts, ids, (record) => takeUp(parts, record, 'resume'));
  parts.admission.poke();
  return result;
};

/** Tries failed, canceled and waiting tasks again at once; from the start where what is stored must not be used. */
export const retryTasks: Handler<'tasks.retry'> = async (parts, { ids }) => {
  const result = await eachTask(parts, ids, (record) => takeUp(parts, record, 'retry'));
  parts.admission.poke();
  return result;
};

/** Ends recordings, which keep what they have: those that run, and those that are paused, failed or wait to go on. */
export const stopTasks: Handler<'tasks.stop'> = async (parts, { ids }) => {
  const result = await eachTask(parts, ids, (record) => {
    const { state } = record;
    if (record.recording === null) throw new Failure('conflict', { detail: 'only a recording can be stopped' });
    if (state.name === 'completed') return;
    if (state.name === 'canceled' || record.attempts === 0) {
      throw new Failure('conflict', { detail: 'nothing is recorded yet' });
    }
    const stopping = { ...record, stopping: true };
    parts.book.save(stopping);
    if (isActive(state.name)) parts.runner.finish(record.id);
    else takeUp(parts, stopping, 'resume');
  });
  parts.admission.poke();
  return result;
};

/** Puts a task back into the queue with a clean slate. */
export function takeUp(parts: Parts, record: TaskRecord, verb: 'resume' | 'retry'): TaskRecord {
  parts.store.line.choose(record.id);
  const { state } = record;
  if (isActive(state.name)) return parts.book.move(record, { type: verb });
  const spoilt =
    state.name === 'canceled' ||
    (state.name === 'failed' && (state.error.code === 'source-changed' || state.error.code === 'checksum-mismatch'));
  return parts.book.move(
    record,
    { type: verb },
    {
      ...{ failures: 0, crashes: 0, fresh: record.fresh || spoilt },
      ...(verb === 'retry' ? { stopping: false } : {}),
    },
  );
}

/** Cancels tasks and deletes what was fetched so far. */
export const cancelTasks: Handler<'tasks.cancel'> = async (parts, { ids }) => {
  const result = await eachTask(parts, ids, (record) => {
    if (record.state.name === 'canceled') return;
    parts.book.move(record, { type: 'cancel' }, { reserved: null, progress: nothing, farthest: 0 });
    dropData(parts, record, 'cancel');
  });
  parts.admission.poke();
  return result;
};

/** Has the unfinished data of a task deleted, by the worker that has it or by another one. */
export function dropData(parts: Parts, record: TaskRecord, reason: 'cancel' | 'remove'): void {
  if (record.attempts > 0 && !isOver(record.state.name)) {
    parts.store.leftovers.insert(record.id, record.directory);
    if (!parts.runner.stop(record.id, reason)) parts.runner.cleanUp.begin(record.id, record.directory);
  }
}
