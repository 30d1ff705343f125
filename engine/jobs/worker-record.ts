import type { Log } from '../host.ts';
import type { WorkerTable } from '../store/workers.ts';
import { startTime } from '../workers/start-time.ts';

/** Keeps the table of running job processes, by which a later start finds those that outlived this one. */
export class WorkerRecord {
  readonly #table: WorkerTable;
  readonly #log: Log;
  readonly #running = new Set<number>();

  constructor(table: WorkerTable, log: Log) {
    this.#table = table;
    this.#log = log;
  }

  started(pid: number): void {
    if (this.#running.has(pid)) return;
    this.#running.add(pid);
    void this.#insert(pid);
  }

  ended(pid: number): void {
    if (this.#running.delete(pid)) this.#try(() => this.#table.delete(pid));
  }

  async #insert(pid: number): Promise<void> {
    const started = await startTime(pid);
    // it may have ended while its start was looked up, and the store been closed after it
    if (started !== undefined && this.#running.has(pid)) this.#try(() => this.#table.insert({ pid, started }));
  }

  /** A process missing here is no harm: it leaves with its parent unless it hangs. One too many is told by its start. */
  #try(write: () => void): void {
    try {
      write();
    } catch (error) {
      this.#log.warn('the job processes could not be written down', { reason: String(error) });
    }
  }
}
