import { Failure } from '../contract/errors.ts';
import type { Progress } from '../contract/task.ts';
import type { FileJob, VideoJob } from '../contract/worker-messages.ts';
import { RateLimit } from '../engine/download/rate-limit.ts';
import { failed } from './failed.ts';
import { leave } from './leave.ts';
import { reportOf } from './report.ts';
import { Reservation } from './reservation.ts';
import type { JobOutcome, JobTools, RunningJob } from './running-job.ts';

/** What a fetch works with besides the client. */
export interface FetchParts {
  /** of the whole process, and of this job */
  readonly limits: readonly RateLimit[];
  readonly report: ReturnType<typeof reportOf> & { readonly reserve: Reservation['ask'] };
  readonly signal: AbortSignal;
}

/** A fetch at work. */
export interface Fetching {
  /** what a later attempt can build on */
  readonly progress: Progress;
  run(): Promise<JobOutcome>;
}

/** A job of which the outcome is whole or is not: its run, its wishes to the deciding process, and its way to be stopped. */
export class WholeTask implements RunningJob {
  readonly #work: FileJob | VideoJob;
  readonly #tools: JobTools;
  readonly #begin: (parts: FetchParts) => Fetching;
  readonly #limit: RateLimit;
  readonly #abort = new AbortController();
  readonly #reservation: Reservation;
  #keep = true;
  ended: Promise<void> = Promise.resolve();

  /** @param begin makes ready what is run; what it throws is what the job fails with */
  constructor(work: FileJob | VideoJob, tools: JobTools, begin: (parts: FetchParts) => Fetching) {
    this.#work = work;
    this.#tools = tools;
    this.#begin = begin;
    this.#limit = new RateLimit(work.limitRate, () => performance.now());
    this.#reservation = new Reservation(work.id, tools, this.#abort.signal);
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

  /** There is nothing to keep early. */
  finish(): void {}

  reserved(path: string): void {
    this.#reservation.answer(path);
  }

  setLimit(rate: number | null): void {
    this.#limit.rate = rate;
  }

  async #run(): Promise<JobOutcome> {
    const { id } = this.#work;
    const { port, limit } = this.#tools;
    const { signal } = this.#abort;
    const report = { ...reportOf(id, this.#tools), reserve: this.#reservation.ask };
    let fetching: Fetching | undefined;
    try {
      fetching = this.#begin({ limits: [limit, this.#limit], report, signal });
      return await fetching.run();
    } catch (error) {
      const progress = fetching?.progress ?? { fraction: null, done: 0, total: null };
      if (!signal.aborted) return failed(port, id, error, progress);
      return leave(port, this.#work, this.#keep, progress);
    }
  }
}
