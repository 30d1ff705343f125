import { Failure } from '../contract/errors.ts';
import type { TaskId } from '../contract/task.ts';
import type { FromWorker } from '../contract/worker-messages.ts';
import type { Port } from './port.ts';

interface Running {
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

/** What a process does by an id and tells one answer of, unless it is stopped before. */
export abstract class Stoppable {
  readonly #port: Port;
  readonly #running = new Map<TaskId, Running>();

  constructor(port: Port) {
    this.#port = port;
  }

  /** @param work gives what is to be told; never fails */
  protected begin(id: TaskId, work: (signal: AbortSignal) => Promise<FromWorker>): void {
    const abort = new AbortController();
    const ended = work(abort.signal).then((answer) => {
      this.#running.delete(id);
      this.#port.send(answer);
    });
    this.#running.set(id, { abort, ended });
  }

  /** @returns whether there is one of this id */
  stop(id: TaskId): boolean {
    const running = this.#running.get(id);
    running?.abort.abort(new Failure('canceled'));
    return running !== undefined;
  }

  /** Ends all of them, and what they have started. */
  async stopAll(): Promise<void> {
    const running = [...this.#running.values()];
    for (const { abort } of running) abort.abort(new Failure('canceled'));
    await Promise.all(running.map(({ ended }) => ended));
  }
}
