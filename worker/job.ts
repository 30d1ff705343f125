import { Failure } from '../contract/errors.ts';
import type { Progress } from '../contract/task.ts';
import type { FileJob, FromWorker } from '../contract/worker-messages.ts';
import { FileFetch, type JobReport } from '../engine/download/file-job.ts';
import { RateLimit } from '../engine/download/rate-limit.ts';
import { removeUnfinished } from '../engine/files/unfinished.ts';
import type { HttpClient } from '../engine/net/client.ts';
import type { Port } from './port.ts';
import type { ProgressMail } from './progress-mail.ts';

/** How a job ends, as the deciding process hears it. */
export type JobOutcome = Extract<FromWorker, { type: 'published' | 'stopped' | 'failed' }>;

/** One job: its run, its wishes to the deciding process, and its way to be stopped. */
export class Job {
  readonly #work: FileJob;
  readonly #port: Port;
  readonly #mail: ProgressMail;
  readonly #client: HttpClient;
  readonly #limits: readonly [RateLimit, RateLimit];
  readonly #abort = new AbortController();
  #keep = true;
  #answer: ((path: string) => void) | undefined;
  /** resolves when the job is over */
  ended: Promise<void> = Promise.resolve();

  constructor(work: FileJob, port: Port, mail: ProgressMail, client: HttpClient, processLimit: RateLimit) {
    this.#work = work;
    this.#port = port;
    this.#mail = mail;
    this.#client = client;
    this.#limits = [processLimit, new RateLimit(work.limitRate, () => performance.now())];
  }

  /** Runs to the end, whatever it is; never rejects. */
  run(): Promise<JobOutcome> {
    const outcome = this.#run();
    this.ended = outcome.then(() => {});
    return outcome;
  }

  /** Ends the run; `keep` leaves what is stored for a later attempt. */
  stop(keep: boolean): void {
    this.#keep &&= keep;
    this.#abort.abort(new Failure('canceled'));
  }

  reserved(path: string): void {
    this.#answer?.(path);
    this.#answer = undefined;
  }

  setLimit(rate: number | null): void {
    this.#limits[1].rate = rate;
  }

  async #run(): Promise<JobOutcome> {
    const { id, directory } = this.#work;
    let fetch: FileFetch | undefined;
    try {
      const { signal } = this.#abort;
      fetch = new FileFetch(this.#work, { client: this.#client, limits: this.#limits, report: this.#report(), signal });
      return { type: 'published', id, ...(await fetch.run()) };
    } catch (error) {
      const progress = fetch?.progress ?? { fraction: null, done: 0, total: null };
      if (!this.#abort.signal.aborted) return this.#failed(error, progress);
      if (this.#keep) return { type: 'stopped', id, progress };
      try {
        await removeUnfinished(directory, id);
        return { type: 'stopped', id, progress: { fraction: null, done: 0, total: null } };
      } catch (second) {
        return this.#failed(second, progress);
      }
    }
  }

  #failed(error: unknown, progress: Progress): JobOutcome {
    const { id } = this.#work;
    const failure =
      error instanceof Failure ? error : new Failure('internal', { detail: plainText(error), cause: error });
    if (!(error instanceof Failure)) {
      const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.#port.send({ type: 'log', level: 'error', id, message: 'the worker failed', fields: { stack } });
    }
    const { retryable } = failure;
    const retryAfter = failure.retryAfterMs ?? null;
    return { type: 'failed', id, error: failure.toBody(), retryable, retryAfter, progress };
  }

  #report(): JobReport {
    const { id } = this.#work;
    return {
      reserve: (path, taken, progress) => {
        if (progress !== null) this.#mail.drop(id);
        this.#port.send({ type: 'reserve', id, path, taken, progress });
        return new Promise<string>((resolve, reject) => {
          this.#answer = resolve;
          const { signal } = this.#abort;
          signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        });
      },
      running: (progress) => {
        this.#mail.drop(id);
        this.#port.send({ type: 'running', id, progress });
      },
      finishing: (step, progress) => {
        this.#mail.drop(id);
        this.#port.send({ type: 'finishing', id, step, progress });
      },
      progress: (progress, pace) => this.#mail.put({ id, progress, pace }),
      log: (level, message, fields) => this.#port.send({ type: 'log', level, id, message, fields }),
    };
  }
}

function plainText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
