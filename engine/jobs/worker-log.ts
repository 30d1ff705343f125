import type { FromWorker } from '../../contract/worker-messages.ts';
import type { Host } from '../host.ts';
import { logLine } from '../log/lines.ts';
import type { TaskLogs } from '../log/task-logs.ts';
import type { Book } from './book.ts';

/** Writes what a worker logs into the log, and into its task's own. */
export function takeLogLine(
  message: Extract<FromWorker, { type: 'log' }>,
  pid: number | undefined,
  to: { readonly host: Host; readonly logs: TaskLogs; readonly book: Book },
): void {
  const { level, id, fields } = message;
  // the ordinary course of a task is in its own log
  const shown = id !== null && level === 'info' ? 'debug' : level;
  to.host.log[shown](message.message, { ...fields, worker: pid, ...(id === null ? {} : { task: id }) });
  // a task that was removed meanwhile gets no new file
  if (id !== null && to.book.get(id) !== undefined) {
    to.logs.write(id, logLine(level, message.message, fields, to.host.clock.now()));
  }
}
