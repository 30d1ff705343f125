import type { GapCause, LiveFigures } from '../../contract/recording.ts';
import type { Artifact, FinishingStep, Pace, Progress } from '../../contract/task.ts';
import type { StreamJob } from '../../contract/worker-messages.ts';
import type { RateLimit } from '../download/rate-limit.ts';
import type { HttpClient } from '../net/client.ts';

/** What a recording tells while it runs. */
export interface RecordingReport {
  /** what the stream calls itself */
  named(name: string): void;
  running(progress: Progress): void;
  finishing(step: FinishingStep, progress: Progress): void;
  progress(progress: Progress, pace: Pace, live: LiveFigures): void;
  /** a file is in its place, while more may come */
  fragment(artifact: Artifact): void;
  /** a program was started, or has ended */
  child(pid: number, running: boolean): void;
  log(level: 'info' | 'warn', message: string, fields: Record<string, string | number | boolean | null>): void;
}

/** What a recording works with. */
export interface RecordingTools {
  readonly client: HttpClient;
  readonly limits: readonly RateLimit[];
  readonly report: RecordingReport;
}

/** Records one stream: from its link, or from where an earlier attempt stopped, to its last fragment. */
export class Recording {
  readonly #job: StreamJob;
  readonly #tools: RecordingTools;

  constructor(job: StreamJob, tools: RecordingTools) {
    this.#job = job;
    this.#tools = tools;
  }

  get progress(): Progress {
    return { fraction: null, done: 0, total: null };
  }

  /** Takes no more; `run` then ends like one whose stream has ended. */
  finish(): void {}

  /** Stops at once so that a later attempt can go on; `run` then rejects with `canceled`. */
  leave(_cause: GapCause): void {}

  run(): Promise<readonly Artifact[]> {
    this.#tools.report.log('info', 'not yet', { id: this.#job.id });
    return Promise.resolve([]);
  }
}
