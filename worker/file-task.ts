import { Failure } from '../contract/errors.ts';
import type { FileJob } from '../contract/worker-messages.ts';
import { FileFetch, type JobReport } from '../engine/download/file-job.ts';
import { RateLimit } from '../engine/download/rate-limit.ts';
import type { HttpClient } from '../engine/net/client.ts';
import { failed } from './failed.ts';
import { leave } from './leave.ts';
import type { Port } from './port.ts';
import type { ProgressMail } from './progress-mail.ts';
import type { JobOutcome, JobTools, RunningJob } from './running-job.ts';

/** The fetching of one file: its run, its wishes to the deciding process, and its way to be stopped. */
export class FileTask implements RunningJob {
  readonly #work: FileJob;
  readonly #port: Port;
  readonly #mail: ProgressMail;
  readonly #client: HttpClient;
  readonly #limits: readonly [RateLimit, RateLimit];
  readonly #abort = new AbortController();
  #keep = true;
  #answer: ((path: string) => void) | undefined;
  ended: Promise<void> = Promise.resolve();

  constructor(work: FileJob, { port, mail, client, limit }: JobTools) {
    this.#work = work;
    this.#port = port;
    this.#mail = mail;
    this.#client = client;
    this.#limits = [limit, new RateLimit(work.limitRate, () => performance.now())];
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
    this.#answer?.(path);
    this.#answer = undefined;
  }

  setLimit(rate: number | null): void {
    this.#limits[1].rate = rate;
  }

  async #run(): Promise<JobOutcome> {
    const { id } = this.#work;
    let fetch: FileFetch | undefined;
    try {
      const { signal } = this.#abort;
      fetch = new FileFetch(this.#work, { client: this.#client, limits: this.#limits, report: this.#report(), signal });
      return { type: 'published', id, ...(await fetch.run()) };
    } catch (error) {
      const progress = fetch?.progress ?? { fraction: null, done: 0, total: null };
      if (!this.#abort.signal.aborted) return failed(this.#port, id, error, progress);
      return leave(this.#port, this.#work, this.#keep, progress);
    }
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
      progress: (progress, pace) => this.#mail.put({ id, progress, pace, live: null }),
      log: (level, message, fields) => this.#port.send({ type: 'log', level, id, message, fields }),
    };
  }
}
