import { Failure } from '../contract/errors.ts';
import type { Progress, TaskId } from '../contract/task.ts';
import type { Port } from './port.ts';
import type { JobOutcome } from './running-job.ts';

/** The last word of a job that failed. What is no `Failure` is a defect: its stack goes into the log. */
export function failed(port: Port, id: TaskId, error: unknown, progress: Progress): JobOutcome {
  const failure =
    error instanceof Failure ? error : new Failure('internal', { detail: plainText(error), cause: error });
  if (!(error instanceof Failure)) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    port.send({ type: 'log', level: 'error', id, message: 'the worker failed', fields: { stack } });
  }
  const { retryable } = failure;
  const retryAfter = failure.retryAfterMs ?? null;
  return { type: 'failed', id, error: failure.toBody(), retryable, retryAfter, progress };
}

function plainText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
