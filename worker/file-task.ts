import { Failure } from '../contract/errors.ts';
import type { FileJob } from '../contract/worker-messages.ts';
import { FileFetch } from '../engine/download/file-job.ts';
import { RateLimit } from '../engine/download/rate-limit.ts';
import { failed } from './failed.ts';
import { leave } from './leave.ts';
import { reportOf } from './report.ts';
import { Reservation } from './reservation.ts';
import type { JobOutcome, JobTools, RunningJob } from './running-job.ts';

/** The fetching of one file: its run, its wishes to the deciding process, and its way to be stopped. */
export class FileTask implements RunningJob {
  readonly #work: FileJob;
  readonly #tools: JobTools;
  readonly #limit: RateLimit;
  readonly #abort = new AbortController();
  readonly #reservation: Reservation;
  #keep = true;
  ended: Promise<void> = Promise.resolve();

  constructor(work: FileJob, tools: JobTools) {
    this.#work = work;
    this.#tools = tools;
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

  /** A file is whole or it is not: there is nothing to keep early. */
  finish(): void {}

  reserved(path: string): void {
    this.#reservation.answer(path);
  }

  setLimit(rate: number | null): void {
    this.#limit.rate = rate;
  }

  async #run(): Promise<JobOutcome> {
    const { id } = this.#work;
    const { port, client, limit } = this.#tools;
    const report = { ...reportOf(id, this.#tools), reserve: this.#reservation.ask };
    let fetch: FileFetch | undefined;
    try {
      const { signal } = this.#abort;
      fetch = new FileFetch(this.#work, { client, limits: [limit, this.#limit], report, signal });
      return { type: 'published', id, ...(await fetch.run()) };
    } catch (error) {
      const progress = fetch?.progress ?? { fraction: null, done: 0, total: null };
      if (!this.#abort.signal.aborted) return failed(port, id, error, progress);
      return leave(port, this.#work, this.#keep, progress);
    }
  }
}
