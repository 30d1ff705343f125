import { Failure } from '../contract/errors.ts';
import type { TaskId } from '../contract/task.ts';
import type { FromWorker, LookJob } from '../contract/worker-messages.ts';
import { askerOf } from '../engine/net/asker.ts';
import { WebSession } from '../engine/net/session.ts';
import type { Clients } from './clients.ts';
import { failed } from './failed.ts';
import { look } from './look.ts';
import type { JobTools } from './running-job.ts';

/** What the looks of a process work with. */
interface LookTools extends Omit<JobTools, 'mail' | 'client'> {
  readonly clients: Clients;
}

interface Running {
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

/** The questions about links that this process answers. */
export class Looks {
  readonly #tools: LookTools;
  readonly #running = new Map<TaskId, Running>();

  constructor(tools: LookTools) {
    this.#tools = tools;
  }

  start(job: LookJob): void {
    const abort = new AbortController();
    const ended = this.#answer(job, abort.signal).then((answer) => {
      this.#running.delete(job.id);
      this.#tools.port.send(answer);
    });
    this.#running.set(job.id, { abort, ended });
  }

  /** @returns whether there is a look of this id */
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

  async #answer(job: LookJob, signal: AbortSignal): Promise<FromWorker> {
    const { id, url, resolving } = job;
    const { port, clients, limit, resolversFor } = this.#tools;
    const client = clients.for(job);
    const access = { ...askerOf(job), client, limits: [limit] };
    try {
      const web = new WebSession({ ...access, link: url });
      const asked = resolversFor(url, resolving, access, (pid, running) => port.send({ type: 'child', pid, running }));
      return { type: 'looked', id, found: await look(job, asked, web, signal) };
    } catch (error) {
      return failed(port, id, signal.aborted ? signal.reason : error, { fraction: null, done: 0, total: null });
    }
  }
}
