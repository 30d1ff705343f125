import { Failure } from '../contract/errors.ts';
import type { GapCause } from '../contract/recording.ts';
import type { StreamJob } from '../contract/worker-messages.ts';
import { RateLimit } from '../engine/download/rate-limit.ts';
import { askerOf } from '../engine/net/asker.ts';
import { Recording, type RecordingReport } from '../engine/record/recording.ts';
import { videoSites } from '../engine/sources/video/sites.ts';
import { failed } from './failed.ts';
import { leave } from './leave.ts';
import { reportOf } from './report.ts';
import type { JobOutcome, JobTools, RunningJob } from './running-job.ts';

/** The recording of one stream: its run, what it tells the deciding process, and its ways to be ended. */
export class StreamTask implements RunningJob {
  readonly #work: StreamJob;
  readonly #tools: JobTools;
  readonly #limit: RateLimit;
  readonly #recording: Recording;
  #keep = true;
  #stopped = false;
  ended: Promise<void> = Promise.resolve();

  constructor(work: StreamJob, tools: JobTools) {
    this.#work = work;
    this.#tools = tools;
    this.#limit = new RateLimit(work.limitRate, () => performance.now());
    const limits = [tools.limit, this.#limit];
    const { client } = tools;
    const access = { ...askerOf(work), client, limits };
    const report = this.#report();
    const sites = videoSites((link) => tools.resolversFor(link, work.resolving, access, report.child));
    this.#recording = new Recording(work, { client, limits, report, sites });
  }

  run(): Promise<JobOutcome> {
    const outcome = this.#run();
    this.ended = outcome.then(() => {});
    return outcome;
  }

  stop(keep: boolean, paused: boolean): void {
    this.#keep &&= keep;
    this.#stopped = true;
    const cause: GapCause = paused ? 'paused' : 'not-running';
    this.#recording.leave(cause);
  }

  finish(): void {
    this.#recording.finish();
  }

  /** A recording gives its files their names itself. */
  reserved(): void {}

  setLimit(rate: number | null): void {
    this.#limit.rate = rate;
  }

  async #run(): Promise<JobOutcome> {
    const { id } = this.#work;
    const { port } = this.#tools;
    try {
      const artifacts = await this.#recording.run();
      return { type: 'recorded', id, artifacts };
    } catch (error) {
      const { progress } = this.#recording;
      if (!this.#stopped || (error instanceof Failure && error.code !== 'canceled')) {
        return failed(port, id, error, progress);
      }
      return leave(port, this.#work, this.#keep, progress);
    }
  }

  #report(): RecordingReport {
    const { id } = this.#work;
    const { port } = this.#tools;
    return {
      ...reportOf(id, this.#tools),
      // figures of a recording say more than how far it is
      running: (progress) => port.send({ type: 'running', id, progress }),
      fragment: (artifact, entry) => port.send({ type: 'fragment', id, artifact, entry }),
    };
  }
}
