import { Failure } from '../../contract/errors.ts';
import { isMissed, ownTime } from '../queue/own-time.ts';
import type { TaskRecord } from '../store/record.ts';
import type { WaitingLine } from '../store/waiting-line.ts';
import type { Book } from './book.ts';
import { planRepeat } from './repeat.ts';

/**
 * Puts a scheduled task whose time has come into the queue, and plans the next of one that repeats. A recording whose time is
 * over already, because Sluice did not run, has failed.
 * @param now milliseconds since the epoch
 */
export function comeDue(book: Book, line: WaitingLine, record: TaskRecord, now: number): void {
  const { state } = record;
  if (state.name !== 'scheduled') return;
  const nextAt = planRepeat(book, line, record, now);
  const due = { ...record, nextAt, dueAt: record.recording === null ? null : state.startAt };
  // who begins it late, be it that the computer slept, was not there at its time
  const time = ownTime(due, { now, since: now });
  const changes = { dueAt: due.dueAt, nextAt, until: time.until };
  if (isMissed(time, now)) {
    book.move(record, { type: 'fail', error: new Failure('missed').toBody(), retryable: false }, changes);
  } else book.move(record, { type: 'due' }, changes);
}
