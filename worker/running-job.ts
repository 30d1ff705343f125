import type { FromWorker } from '../contract/worker-messages.ts';
import type { RateLimit } from '../engine/download/rate-limit.ts';
import type { HttpClient } from '../engine/net/client.ts';
import type { resolversFor } from '../engine/sources/video/ask.ts';
import type { Port } from './port.ts';
import type { ProgressMail } from './progress-mail.ts';

/** How a job ends, as the deciding process hears it. */
export type JobOutcome = Extract<FromWorker, { type: 'published' | 'recorded' | 'live' | 'stopped' | 'failed' }>;

/** A job at work. */
export interface RunningJob {
  /** resolves when the job is over */
  readonly ended: Promise<void>;
  /** Runs to the end, whatever it is; never rejects. */
  run(): Promise<JobOutcome>;
  /** Ends the run; `keep` leaves what is stored for a later attempt, `paused` says that somebody wants the pause. */
  stop(keep: boolean, paused: boolean): void;
  /** A recording takes no more and ends with what it has. */
  finish(): void;
  /** The answer to its wish for a path. */
  reserved(path: string): void;
  /** @param rate bytes a second, or `null` */
  setLimit(rate: number | null): void;
}

/** What a job works with. All but its client is shared by all jobs of a process. */
export interface JobTools {
  readonly port: Port;
  readonly mail: ProgressMail;
  /** the one of its reach */
  readonly client: HttpClient;
  /** of the whole process */
  readonly limit: RateLimit;
  /** who reads video sites */
  readonly resolversFor: typeof resolversFor;
}
