import type { ErrorBody } from '../../contract/errors.ts';
import type { TaskId } from '../../contract/task.ts';
import type { WorkerKind } from '../../contract/worker-messages.ts';
import type { TaskRecord } from '../store/record.ts';

/** Why an attempt is being stopped. */
export type StopReason = 'pause' | 'cancel' | 'remove' | 'close';

/** One attempt that a worker has in its hands, or is about to. */
export interface RunningAttempt {
  readonly id: TaskId;
  readonly number: number;
  /** whose limits it counts for */
  readonly kind: WorkerKind;
  readonly host: string;
  /** milliseconds since the epoch */
  readonly since: number;
  /** the worker has been told of it */
  sent: boolean;
  /** its process id, once known */
  worker: number | null;
  /** its transfer has begun, so what it says at its end is the truth about what is stored */
  begun: boolean;
  /** the file is in its place and is being put on record; nothing can stop that any more */
  settling: boolean;
  /** the worker went away meanwhile */
  lost: boolean;
  stopping: StopReason | undefined;
  /** the worker was told to stop and delete what is stored */
  dropping: boolean;
  /** it is stopped because of this fault of the engine itself */
  fault: ErrorBody | undefined;
  /** cancels the wait for an answer to `stop` */
  cancelPatience: (() => void) | undefined;
}

/** An attempt that has just been admitted. */
export function newAttempt({ id, recording, host }: TaskRecord, number: number, since: number): RunningAttempt {
  return {
    id,
    number,
    kind: recording === null ? 'files' : 'recordings',
    host,
    since,
    sent: false,
    worker: null,
    begun: false,
    settling: false,
    lost: false,
    stopping: undefined,
    dropping: false,
    fault: undefined,
    cancelPatience: undefined,
  };
}
