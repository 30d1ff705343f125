import { Failure } from '../contract/errors.ts';
import type { VideoJob } from '../contract/worker-messages.ts';
import { failed } from './failed.ts';
import type { JobOutcome, JobTools, RunningJob } from './running-job.ts';

/** The fetching of one video: its run, its wishes to the deciding process, and its ways to be ended. */
export class VideoTask implements RunningJob {
  readonly #work: VideoJob;
  readonly #tools: JobTools;
  ended: Promise<void> = Promise.resolve();

  constructor(work: VideoJob, tools: JobTools) {
    this.#work = work;
    this.#tools = tools;
  }

  run(): Promise<JobOutcome> {
    const nothing = { fraction: null, done: 0, total: null };
    return Promise.resolve(failed(this.#tools.port, this.#work.id, new Failure('unsupported'), nothing));
  }

  stop(): void {}

  finish(): void {}

  reserved(): void {}

  setLimit(): void {}
}
