import { Failure } from '../contract/errors.ts';
import type { VideoJob } from '../contract/worker-messages.ts';
import { RateLimit } from '../engine/download/rate-limit.ts';
import { VideoFetch } from '../engine/video/video-job.ts';
import { failed } from './failed.ts';
import { leave } from './leave.ts';
import { reportOf } from './report.ts';
import { Reservation } from './reservation.ts';
import type { JobOutcome, JobTools, RunningJob } from './running-job.ts';

/** The fetching of one video: its run, its wishes to the deciding process, and its ways to be ended. */
export class VideoTask implements RunningJob {
  readonly #work: VideoJob;
  readonly #tools: JobTools;
  readonly #limit: RateLimit;
  readonly #fetch: VideoFetch;
  readonly #abort = new AbortController();
  readonly #reservation: Reservation;
  #keep = true;
  ended: Promise<void> = Promise.resolve();

  constructor(work: VideoJob, tools: JobTools) {
    this.#work = work;
    this.#tools = tools;
    this.#limit = new RateLimit(work.limitRate, () => performance.now());
    const { client, limit, resolversFor } = tools;
    const { signal } = this.#abort;
    this.#reservation = new Reservation(work.id, tools, signal);
    const report = { ...reportOf(work.id, tools), reserve: this.#reservation.ask };
    this.#fetch = new VideoFetch(work, {
      ...{ client, limits: [limit, this.#limit], report, signal },
      resolvers: (access) => resolversFor(work.url, work.resolving, access, report.child),
    });
  }

  run(): Promise<JobOutcome> {
    const outcome = this.#run();
    this.ended = outcome.then(() => {});
    return outcome;
  }

  stop(keep: boolean): void {
    this.#keep &&= keep;
    this.#abort.abort(new Failure('canceled'));
  }

  /** A video is whole or it is not: there is nothing to keep early. */
  finish(): void {}

  reserved(path: string): void {
    this.#reservation.answer(path);
  }

  setLimit(rate: number | null): void {
    this.#limit.rate = rate;
  }

  async #run(): Promise<JobOutcome> {
    const { id } = this.#work;
    const { port } = this.#tools;
    try {
      const end = await this.#fetch.run();
      if (end.kind === 'live') return { type: 'live', id, title: end.title };
      return { type: 'recorded', id, artifacts: end.artifacts };
    } catch (error) {
      const { progress } = this.#fetch;
      if (!this.#abort.signal.aborted) return failed(port, id, error, progress);
      return leave(port, this.#work, this.#keep, progress);
    }
  }
}
