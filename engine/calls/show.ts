import { Failure } from '../../contract/errors.ts';
import type { Handler } from './parts.ts';

/** Everything about one task. */
export const showTask: Handler<'tasks.show'> = ({ book, store, runner, logs }, { id }) => {
  const task = book.view(id);
  if (task === undefined) throw new Failure('no-such-task');
  const attempts = store.attempts
    .of(id)
    .map((attempt) => (attempt.endedAt === null ? { ...attempt, worker: runner.workerOf(id) } : attempt));
  return { task, attempts, logFile: logs.fileOf(id), artifacts: store.artifacts.of(id) };
};
