import type { FromWorker, LookJob } from '../contract/worker-messages.ts';
import { askerOf } from '../engine/net/asker.ts';
import { WebSession } from '../engine/net/session.ts';
import type { Clients } from './clients.ts';
import { failed } from './failed.ts';
import { look } from './look.ts';
import type { JobTools } from './running-job.ts';
import { Stoppable } from './stoppable.ts';

/** What the looks of a process work with. */
interface LookTools extends Omit<JobTools, 'mail' | 'client'> {
  readonly clients: Clients;
}

/** The questions about links that this process answers. */
export class Looks extends Stoppable {
  readonly #tools: LookTools;

  constructor(tools: LookTools) {
    super(tools.port);
    this.#tools = tools;
  }

  start(job: LookJob): void {
    this.begin(job.id, (signal) => this.#answer(job, signal));
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
