import { startTime } from '../workers/start-time.ts';
import type { WorkerRecord } from './worker-record.ts';

/**
 * The programs that job processes have started (ffmpeg). One that outlives its process is ended at once, and one that
 * outlives everything is found at the next start.
 */
export class ChildRecord {
  readonly #record: WorkerRecord;
  /** by the process id of the worker: its children, with the time each started */
  readonly #children = new Map<number, Map<number, Promise<string | undefined>>>();

  constructor(record: WorkerRecord) {
    this.#record = record;
  }

  heard(worker: number, { pid, running }: { readonly pid: number; readonly running: boolean }): void {
    const children = this.#children.get(worker) ?? new Map<number, Promise<string | undefined>>();
    this.#children.set(worker, children);
    if (running) {
      children.set(pid, startTime(pid));
      this.#record.started(pid);
    } else if (children.delete(pid)) this.#record.ended(pid);
  }

  /** The worker is gone: what it left behind goes as well. */
  endAllOf(worker: number): void {
    const children = this.#children.get(worker);
    this.#children.delete(worker);
    for (const [pid, started] of children ?? []) void this.#end(pid, started);
  }

  async #end(pid: number, started: Promise<string | undefined>): Promise<void> {
    const known = await started;
    try {
      // the number may have been given to another program meanwhile
      if (known !== undefined && (await startTime(pid)) === known) process.kill(pid, 'SIGKILL');
    } catch {
      // it ended by itself in this moment
    }
    this.#record.ended(pid);
  }
}
