import { Failure } from '../contract/errors.ts';
import type { Progress, TaskId } from '../contract/task.ts';
import type { Job } from '../contract/worker-messages.ts';
import type { RateLimit } from '../engine/download/rate-limit.ts';
import { removeUnfinished } from '../engine/files/unfinished.ts';
import type { Clients } from './clients.ts';
import { fileTask } from './file-task.ts';
import type { Port } from './port.ts';
import { ProgressMail } from './progress-mail.ts';
import type { JobTools, RunningJob } from './running-job.ts';
import { StreamTask } from './stream-task.ts';
import { videoTask } from './video-task.ts';

const nothing: Progress = { fraction: null, done: 0, total: null };

function open(work: Job, tools: JobTools): RunningJob {
  switch (work.kind) {
    case 'file':
      return fileTask(work, tools);
    case 'video':
      return videoTask(work, tools);
    case 'stream':
      return new StreamTask(work, tools);
  }
}

/** The jobs of this process. */
export class Jobs {
  readonly #port: Port;
  readonly #clients: Clients;
  readonly #limit: RateLimit;
  readonly #mail: ProgressMail;
  readonly #resolversFor: JobTools['resolversFor'];
  readonly #running = new Map<TaskId, RunningJob>();
  /** folders of finished jobs whose traces are still there */
  readonly #unsettled = new Map<TaskId, string>();

  /** @param resolvers who reads video sites */
  constructor(port: Port, clients: Clients, limit: RateLimit, resolvers: JobTools['resolversFor']) {
    this.#port = port;
    this.#clients = clients;
    this.#limit = limit;
    this.#mail = new ProgressMail(port);
    this.#resolversFor = resolvers;
  }

  start(work: Job): void {
    const tools: JobTools = {
      ...{ port: this.#port, mail: this.#mail, client: this.#clients.for(work), limit: this.#limit },
      resolversFor: this.#resolversFor,
    };
    const job = open(work, tools);
    this.#running.set(work.id, job);
    job.run().then(
      (outcome) => {
        this.#running.delete(work.id);
        this.#mail.drop(work.id);
        if (outcome.type === 'published' || outcome.type === 'recorded') this.#unsettled.set(work.id, work.directory);
        this.#port.send(outcome);
      },
      () => {},
    );
  }

  /** A job that ended by itself meanwhile has said so already. */
  stop(id: TaskId, keep: boolean, paused: boolean): void {
    this.#running.get(id)?.stop(keep, paused);
  }

  finish(id: TaskId): void {
    this.#running.get(id)?.finish();
  }

  discard(id: TaskId, directory: string): void {
    this.#remove(id, directory);
  }

  reserved(id: TaskId, path: string): void {
    this.#running.get(id)?.reserved(path);
  }

  /** These finished jobs are on record: their traces go, those of a folder together. */
  settled(ids: readonly TaskId[]): void {
    const byDirectory = Map.groupBy(ids, (id) => this.#unsettled.get(id));
    for (const [directory, own] of byDirectory) {
      for (const id of own) this.#unsettled.delete(id);
      if (directory === undefined) continue;
      removeUnfinished(directory, ...own).then(
        () => this.#port.send({ type: 'dropped', ids: own }),
        (error: unknown) => {
          for (const id of own) this.#cannotRemove(id, error);
        },
      );
    }
  }

  limit(id: TaskId, rate: number | null): void {
    this.#running.get(id)?.setLimit(rate);
  }

  /** Stops every job and waits until what they stored is on record. */
  async stopAll(): Promise<void> {
    const jobs = [...this.#running.values()];
    for (const job of jobs) job.stop(true, false);
    await Promise.all(jobs.map((job) => job.ended));
  }

  #remove(id: TaskId, directory: string): void {
    removeUnfinished(directory, id).then(
      () => this.#port.send({ type: 'stopped', id, progress: nothing }),
      (error: unknown) => this.#cannotRemove(id, error),
    );
  }

  #cannotRemove(id: TaskId, error: unknown): void {
    const failure = error instanceof Failure ? error : new Failure('internal', { cause: error });
    this.#port.send({
      type: 'failed',
      id,
      error: failure.toBody(),
      retryable: false,
      retryAfter: null,
      progress: nothing,
    });
  }
}
