import { Failure } from '../../contract/errors.ts';
import { planRepeat } from '../jobs/repeat.ts';
import { isActive, isOver, move } from '../queue/moves.ts';
import { nothing } from '../queue/progress.ts';
import type { TaskRecord } from '../store/record.ts';
import { eachTarget, eachTask } from './each.ts';
import type { Handler, Parts } from './parts.ts';
import { type GroupMember, targetsOf } from './targets.ts';

/** Pauses tasks; what is fetched stays. Shown at once, also while the worker still winds up. */
export const pauseTasks: Handler<'tasks.pause'> = (parts, { ids }) =>
  eachTask(parts, ids, (record) => {
    parts.book.move(record, { type: 'pause' });
    parts.runner.stop(record.id, 'pause');
  });

/** Lets tasks go on: paused and failed ones, and those that wait for another try. One whose time is still to come waits for it. */
export const resumeTasks: Handler<'tasks.resume'> = async (parts, { ids }) => {
  const result = await eachTask(parts, ids, (record) => takeUp(parts, record, 'resume'));
  parts.admission.poke();
  return result;
};

/**
 * Tries failed, canceled and waiting tasks again at once, also before their time; from the start where what is stored must not be
 * used. Of a group those that failed or wait; those that were canceled only where everything else is at its end.
 */
export const retryTasks: Handler<'tasks.retry'> = async (parts, { ids }) => {
  const targets = targetsOf(parts, ids, worthAnotherTry);
  const result = await eachTarget(parts, targets, (record) => takeUp(parts, record, 'retry'));
  parts.admission.poke();
  return result;
};

function worthAnotherTry(members: readonly GroupMember[]): readonly GroupMember[] {
  const areOver = members.every(({ state }) => isOver(state));
  return members.filter(({ state }) => (areOver ? state === 'canceled' : state === 'failed' || state === 'queued'));
}

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
      ...timesAfter(parts, record, verb),
    },
  );
}

/** What changes in the times of a recording that somebody takes up; its next one is planned where that is still to be done. */
function timesAfter(parts: Parts, record: TaskRecord, verb: 'resume' | 'retry'): Partial<TaskRecord> {
  const { store, book, host } = parts;
  const now = host.clock.now();
  if (move(record.state, { type: verb }, now).name !== 'queued') return {};
  const nextAt = planRepeat(book, store.line, record, now);
  // one that waits in the queue already keeps its time; any other has its time now, whenever it was
  const isAsked = verb === 'retry' || record.state.name !== 'queued';
  if (!isAsked || record.progress.done > 0) return { nextAt };
  return { nextAt, dueAt: nextAt !== null && nextAt > now ? now : null, until: null };
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
