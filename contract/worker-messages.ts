import type { ErrorBody } from './errors.ts';
import type { FragmentEntry, LiveFigures, RecordingOptions } from './recording.ts';
import type { Artifact, FinishingStep, Pace, Progress, TaskId } from './task.ts';
import type { Header } from './transfer.ts';
import type { ListInfo, ResolverChoice, VideoInfo, VideoOptions } from './video.ts';

/**
 * What the deciding process and a job process say to each other. Plain data only, no shared memory, no shared database:
 * the same messages can cross a network. A job is named by the id of its task.
 */

/** Which pool a worker belongs to. */
export type WorkerKind = 'files' | 'recordings';

/**
 * Which addresses are reached on behalf of a job: any that its link leads to; public ones only, also by the link itself (see
 * `publicOnly` of `transferOptions`); or these by a proxy that has to be at a public address too, for it came with the task.
 */
export type JobReach = 'any' | 'public' | 'public-proxy';

/** As whom, and by which way, servers are asked. Holds secrets: never logged. */
export interface AsWhom {
  readonly headers: readonly Header[];
  readonly auth: { readonly user: string; readonly password: string } | null;
  /** the content of a Netscape cookie file, or `null` */
  readonly cookies: string | null;
  /** URL of the proxy with credentials, `direct`, or `environment` */
  readonly proxy: string;
  readonly reach: JobReach;
  /** seconds without a byte after which a connection counts as dead */
  readonly idleTimeout: number;
}

/** What every job is told. Holds secrets: never logged. */
interface JobBase extends AsWhom {
  readonly id: TaskId;
  /** with the path and query as the user gave them, without user and password */
  readonly url: string;
  /** absolute; made if it is missing */
  readonly directory: string;
  /** the user's own name, or `null` to let server and link decide */
  readonly name: string | null;
  /** bytes a second for this job, or `null` */
  readonly limitRate: number | null;
  /** bytes that must stay free on the disk */
  readonly reserve: number;
  /** true when what earlier attempts stored must not be used */
  readonly fresh: boolean;
}

/** Everything a worker needs to know to fetch one file. */
export interface FileJob extends JobBase {
  readonly kind: 'file';
  /** the path that was reserved by an earlier attempt, or `null` */
  readonly reserved: string | null;
  /** connections at most; `null` grows them while throughput grows, up to 8 */
  readonly connections: number | null;
  /** `algorithm:hex`, or `null` */
  readonly checksum: string | null;
}

/** Everything a worker needs to know to record one stream. */
export interface StreamJob extends JobBase {
  readonly kind: 'stream';
  readonly recording: RecordingOptions;
  /** for links to video sites */
  readonly resolving: ResolverSettings;
  /** the ffmpeg the user wants; empty for the one that is found */
  readonly ffmpeg: string;
  /** for the names of fragments, see `nameFromTemplate` */
  readonly template: string;
  /** record nothing more: put together what is stored and end */
  readonly finish: boolean;
  /** milliseconds since the epoch when the task was made, or was due */
  readonly startedAt: number;
  /** the time to begin is over: what has nothing stored fails with `missed` */
  readonly missed: boolean;
  /** seconds from now on until it has to end because it began late, which may be negative; `null` when it did not */
  readonly left: number | null;
}

/** How video sites are read. */
export interface ResolverSettings {
  readonly resolver: ResolverChoice;
  /** the yt-dlp the user wants; empty for the one that is found */
  readonly ytDlp: string;
  /** as whom the built-in resolver asks, the first first; empty for its own order */
  readonly clients: readonly string[];
}

/** Everything a worker needs to know to fetch one video. */
export interface VideoJob extends JobBase {
  readonly kind: 'video';
  readonly video: VideoOptions;
  readonly resolving: ResolverSettings;
  /** the path that was reserved by an earlier attempt, or `null` */
  readonly reserved: string | null;
  readonly connections: number | null;
  /** the ffmpeg the user wants; empty for the one that is found */
  readonly ffmpeg: string;
  /** for its name, see `nameFromTemplate` */
  readonly template: string;
  /** its place in the list it was taken from, or `null` */
  readonly number: number | null;
  /** milliseconds since the epoch when the task was made */
  readonly startedAt: number;
}

export type Job = FileJob | VideoJob | StreamJob;

/** A question about a link that makes no task. Holds secrets: never logged. */
export interface LookJob extends AsWhom {
  readonly id: TaskId;
  readonly url: string;
  /** as in `videos.look`; a link that leads to both was settled before */
  readonly as: 'video' | 'list';
  /** the page of a list to go on with, or `null` */
  readonly next: string | null;
  readonly resolving: ResolverSettings;
}

/** A message to a webhook, ready to be sent. Holds secrets: never logged. */
export interface DeliveryJob {
  readonly id: TaskId;
  readonly url: string;
  /** everything that says who sends it, the signature among it */
  readonly headers: readonly Header[];
  readonly body: string;
  /** as in `AsWhom` */
  readonly proxy: string;
  readonly reach: JobReach;
}

export type ToWorker =
  | { readonly type: 'start'; readonly job: Job }
  /** answered by `looked` or `failed`; ended by `stop` */
  | { readonly type: 'look'; readonly look: LookJob }
  /** answered by `delivered`; ended by `stop` */
  | { readonly type: 'deliver'; readonly delivery: DeliveryJob }
  /**
   * Ends the job; `keep` leaves what is stored for a later attempt, else it is deleted. `paused` says that somebody wants the
   * pause, which a recording writes down as the cause of its gap. Answered by `stopped`.
   */
  | { readonly type: 'stop'; readonly id: TaskId; readonly keep: boolean; readonly paused: boolean }
  /** a recording takes no more, puts together what is stored and ends like one whose stream ended */
  | { readonly type: 'finish'; readonly id: TaskId }
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
  readonly live: LiveFigures | null;
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
      readonly step: FinishingStep;
      readonly progress: Progress;
    }
  | { readonly type: 'progress'; readonly jobs: readonly JobProgress[] }
  /** the file is in its place; to be answered by `settled`. `sample` is what `sampleOf` says of it, where that is known. */
  | { readonly type: 'published'; readonly id: TaskId; readonly artifact: Artifact; readonly sample: string | null }
  /** what the source calls itself; front ends show it */
  | { readonly type: 'named'; readonly id: TaskId; readonly name: string }
  /**
   * a file of a recording is in its place while more may come; may be said again after a crash. `entry` is what the ledger says of
   * it, `null` for what lies beside a fragment
   */
  | {
      readonly type: 'fragment';
      readonly id: TaskId;
      readonly artifact: Artifact;
      readonly entry: FragmentEntry | null;
    }
  /** a recording or a video is whole, all its files are in their places; to be answered by `settled` */
  | { readonly type: 'recorded'; readonly id: TaskId; readonly artifacts: readonly Artifact[] }
  /** the answer to `look`; `task` of its entries is filled in by who asked */
  | { readonly type: 'looked'; readonly id: TaskId; readonly found: VideoInfo | ListInfo }
  /** the answer to `deliver`: taken when `error` is `null` */
  | {
      readonly type: 'delivered';
      readonly id: TaskId;
      /** of the answer, or `null` when none came */
      readonly status: number | null;
      readonly error: ErrorBody | null;
      /** milliseconds the receiver asked to wait, or `null` */
      readonly retryAfter: number | null;
    }
  /** the job of a video found that it is live: it has to be recorded */
  | { readonly type: 'live'; readonly id: TaskId; readonly title: string }
  /** a program was started, or has ended, that would outlive a worker that is killed */
  | { readonly type: 'child'; readonly pid: number; readonly running: boolean }
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
