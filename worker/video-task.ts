import { Failure } from '../contract/errors.ts';
import type { VideoJob } from '../contract/worker-messages.ts';
import { RateLimit } from '../engine/download/rate-limit.ts';
import { VideoFetch, type VideoReport } from '../engine/video/video-job.ts';
import { failed } from './failed.ts';
import { leave } from './leave.ts';
import type { JobOutcome, JobTools, RunningJob } from './running-job.ts';

/** The fetching of one video: its run, its wishes to the deciding process, and its ways to be ended. */
export class VideoTask implements RunningJob {
  readonly #work: VideoJob;
  readonly #tools: JobTools;
  readonly #limit: RateLimit;
  readonly #fetch: VideoFetch;
  readonly #abort = new AbortController();
  #keep = true;
  #answer: ((path: string) => void) | undefined;
  ended: Promise<void> = Promise.resolve();

  constructor(work: VideoJob, tools: JobTools) {
    this.#work = work;
    this.#tools = tools;
    this.#limit = new RateLimit(work.limitRate, () => performance.now());
    const { client, limit, resolversFor } = tools;
    const report = this.#report();
    this.#fetch = new VideoFetch(work, {
      ...{ client, limits: [limit, this.#limit], report, signal: this.#abort.signal },
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
    this.#answer?.(path);
    this.#answer = undefined;
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

  #report(): VideoReport {
    const { id } = this.#work;
    const { port, mail } = this.#tools;
    return {
      reserve: (path, taken, progress) => {
        if (progress !== null) mail.drop(id);
        port.send({ type: 'reserve', id, path, taken, progress });
        return new Promise<string>((resolve, reject) => {
          this.#answer = resolve;
          const { signal } = this.#abort;
          signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        });
      },
      named: (name) => port.send({ type: 'named', id, name }),
      running: (progress) => {
        mail.drop(id);
        port.send({ type: 'running', id, progress });
      },
      finishing: (step, progress) => {
        mail.drop(id);
        port.send({ type: 'finishing', id, step, progress });
      },
      progress: (progress, pace) => mail.put({ id, progress, pace, live: null }),
      child: (pid, running) => port.send({ type: 'child', pid, running }),
      log: (level, message, fields) => port.send({ type: 'log', level, id, message, fields }),
    };
  }
}
