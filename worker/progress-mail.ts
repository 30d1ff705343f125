import type { TaskId } from '../contract/task.ts';
import type { JobProgress } from '../contract/worker-messages.ts';
import type { Port } from './port.ts';

/** Milliseconds between two letters; front ends hear at most ten times a second anyway. */
const EVERY_MS = 200;

/** Collects the figures of all jobs into one message. */
export class ProgressMail {
  readonly #port: Port;
  readonly #waiting = new Map<TaskId, JobProgress>();
  #timer: NodeJS.Timeout | undefined;

  constructor(port: Port) {
    this.#port = port;
  }

  /** Newer figures of a job replace those that are not sent yet. */
  put(job: JobProgress): void {
    this.#waiting.set(job.id, job);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      if (this.#waiting.size === 0) return;
      this.#port.send({ type: 'progress', jobs: [...this.#waiting.values()] });
      this.#waiting.clear();
    }, EVERY_MS);
  }

  /** What a job said before its last word must not arrive after it. */
  drop(id: TaskId): void {
    this.#waiting.delete(id);
  }
}
