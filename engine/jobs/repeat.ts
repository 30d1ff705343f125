import { nothing } from '../queue/progress.ts';
import type { TaskRecord } from '../store/record.ts';
import type { WaitingLine } from '../store/waiting-line.ts';
import type { Book } from './book.ts';
import { newTaskId } from './task-id.ts';

/** Days between two recordings. */
const days = { daily: 1, weekly: 7 } as const;

/**
 * Plans the next recording of one that repeats, as a task of its own, unless that has been done. Whoever runs the one runs the
 * other too.
 * @param record goes into the queue now, at its own time or because somebody wants it to
 * @returns when its next one begins, milliseconds since the epoch; `null`: none follows
 */
export function planRepeat(book: Book, line: WaitingLine, record: TaskRecord, now: number): number | null {
  const { recording, state } = record;
  if (recording === null || recording.repeat === 'never' || record.nextAt !== null) return record.nextAt;
  const own = 'startAt' in state ? (state.startAt ?? now) : now;
  const startAt = nextTime(own, days[recording.repeat], now);
  const id = newTaskId();
  book.add({
    ...record,
    id,
    createdAt: now,
    state: { name: 'scheduled', startAt },
    progress: nothing,
    ...{ stopping: false, fresh: false, attempts: 0, failures: 0, crashes: 0, farthest: 0 },
    ...{ reserved: null, wantedName: null, dueAt: null, until: null, nextAt: null },
  });
  line.choose(id);
  return startAt;
}

/**
 * The next moment after `now` at the same time of day on the clock of this computer, which a change to summer time does
 * not move.
 * @param at milliseconds since the epoch
 */
export function nextTime(at: number, everyDays: number, now: number): number {
  const next = new Date(at);
  do next.setDate(next.getDate() + everyDays);
  while (next.getTime() <= now);
  return next.getTime();
}
