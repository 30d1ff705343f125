import type { ErrorBody } from './errors.ts';
import type { Artifact, Pace, Progress, TaskId } from './task.ts';
import type { Header } from './transfer.ts';

/**
 * What the deciding process and a job process say to each other. Plain data only, no shared memory, no shared database:
 * the same messages can cross a network. A job is named by the id of its task.
 */

/** Which pool a worker belongs to. */
export type WorkerKind = 'files';

/** Everything a worker needs to know to fetch one file. Holds secrets: never logged. */
export interface FileJob {
  readonly kind: 'file';
  readonly id: TaskId;
  /** with the path and query as the user gave them, without user and password */
  readonly url: string;
  /** absolute; made if it is missing */
  readonly directory: string;
  /** the user's own name, or `null` to let server and link decide */
  readonly name: string | null;
  /** the path that was reserved by an earlier attempt, or `null` */
  readonly reserved: string | null;
  /** connections at most; `null` grows them while throughput grows, up to 8 */
  readonly connections: number | null;
  /** bytes a second for this job, or `null` */
  readonly limitRate: number | null;
  /** `algorithm:hex`, or `null` */
  readonly checksum: string | null;
  readonly headers: readonly Header[];
  readonly auth: { readonly user: string; readonly password: string } | null;
  /** the content of a Netscape cookie file, or `null` */
  readonly cookies: string | null;
  /** URL of the proxy with credentials, `direct`, or `environment` */
  readonly proxy: string;
  /** seconds without a byte after which a connection counts as dead */
  readonly idleTimeout: number;
  /** bytes that must stay free on the disk */
  readonly reserve: number;
  /** true when what earlier attempts stored must not be used */
  readonly fresh: boolean;
}

export type ToWorker =
  | { readonly type: 'start'; readonly job: FileJob }
  /** ends the job; `keep` leaves what is stored for a later attempt, else it is deleted. Answered by `stopped`. */
  | { readonly type: 'stop'; readonly id: TaskId; readonly keep: boolean }
  /** deletes what a job that is not running has left in its folder. Answered by `stopped`. */
  | { readonly type: 'discard'; readonly id: TaskId; readonly directory: string }
  /** the answer to `reserve` */
  | { readonly type: 'reserved'; readonly id: TaskId; readonly path: string }
  /** the answer to `published`: these are on record, the worker drops their traces. Answered by `dropped` once they are gone. */
  | { readonly type: 'settled'; readonly ids: readonly TaskId[] }
  /** bytes a second this process may use for all its jobs, or `null` */
  | { readonly type: 'limit'; readonly rate: number | null }
  | { readonly type: 'limit-job'; readonly id: TaskId; readonly rate: number | null }
  | { readonly type: 'ping'; readonly at: number }
  /** stop all jobs, keep what is stored, exit */
  | { readonly type: 'shutdown' };

export interface JobProgress {
  readonly id: TaskId;
  readonly progress: Progress;
  readonly pace: Pace;
}

export type FromWorker =
  | { readonly type: 'ready'; readonly pid: number }
  | { readonly type: 'pong'; readonly at: number }
  /**
   * asks for a name, to be answered by `reserved`. With `progress` it says as well what `running` says; `taken` says that
   * another program has taken the one of before.
   */
  | {
      readonly type: 'reserve';
      readonly id: TaskId;
      readonly path: string;
      readonly taken: boolean;
      readonly progress: Progress | null;
    }
  /** the source answered: the transfer begins */
  | { readonly type: 'running'; readonly id: TaskId; readonly progress: Progress }
  | {
      readonly type: 'finishing';
      readonly id: TaskId;
      readonly step: 'verify' | 'publish';
      readonly progress: Progress;
    }
  | { readonly type: 'progress'; readonly jobs: readonly JobProgress[] }
  /** the file is in its place; to be answered by `settled`. `sample` is what `sampleOf` says of it, where that is known. */
  | { readonly type: 'published'; readonly id: TaskId; readonly artifact: Artifact; readonly sample: string | null }
  | { readonly type: 'stopped'; readonly id: TaskId; readonly progress: Progress }
  /** the traces of finished jobs are gone */
  | { readonly type: 'dropped'; readonly ids: readonly TaskId[] }
  | {
      readonly type: 'failed';
      readonly id: TaskId;
      readonly error: ErrorBody;
      readonly retryable: boolean;
      /** milliseconds the server asked to wait, or `null` */
      readonly retryAfter: number | null;
      readonly progress: Progress;
    }
  | {
      readonly type: 'log';
      readonly level: 'debug' | 'info' | 'warn' | 'error';
      /** the task it belongs to, or `null` for the process itself */
      readonly id: TaskId | null;
      readonly message: string;
      readonly fields: Readonly<Record<string, string | number | boolean | null>>;
    };
