import { availableParallelism } from 'node:os';
import type { TaskId } from '../../contract/task.ts';
import type { DeliveryJob, FromWorker, Job, LookJob, ToWorker, WorkerKind } from '../../contract/worker-messages.ts';
import type { Clock, Log, WorkerPort } from '../host.ts';
import { chooseProcess } from './choose.ts';
import { WorkerProcess } from './process.ts';
import { splitRate } from './split-rate.ts';

/** Milliseconds without a job after which a process is let go. */
const idleFor = 30_000;
/** Milliseconds a process gets to leave when it was asked to. */
const leaveWithin = 10_000;
/** One process of a kind fills a fast line; a second one only helps where there are cores for it. */
const atMost = Math.min(2, availableParallelism());

/** Why jobs came back without an answer. */
export type Loss = 'start' | 'crash' | 'hang';

/** What the pool tells the engine. */
export interface PoolListener {
  message(message: FromWorker, pid: number | undefined): void;
  /** the process of these jobs is gone */
  lost(ids: readonly TaskId[], loss: Loss): void;
  started(pid: number): void;
  ended(pid: number): void;
}

/** The job processes: some for files, others for recordings, so that neither is held up by the other. */
export class Pool {
  readonly #fork: (kind: WorkerKind) => WorkerPort;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #listener: PoolListener;
  readonly #processes = new Set<WorkerProcess>();
  readonly #idle = new Map<WorkerProcess, () => void>();
  #rate: number | null = null;
  #whenEmpty: (() => void) | undefined;

  constructor(fork: (kind: WorkerKind) => WorkerPort, clock: Clock, log: Log, listener: PoolListener) {
    this.#fork = fork;
    this.#clock = clock;
    this.#log = log;
    this.#listener = listener;
  }

  /**
   * Gives a job to a process. It stays with it until `free`, or comes back by `lost`.
   * @param alone in a process of its own, because it may be what made processes die
   * @returns the process' id if it has one yet
   */
  start(job: Job, alone: boolean): number | undefined {
    const process = this.#take(job.id, job.kind === 'stream' ? 'recordings' : 'files', alone);
    process.send({ type: 'start', job });
    this.#shareRate();
    return process.pid;
  }

  /** Has a process delete what a job left behind; counts as a job until `free`. */
  discard(id: TaskId, directory: string): void {
    this.#take(id, 'files', false).send({ type: 'discard', id, directory });
  }

  /** Has a process find out what a link leads to; counts as a job until `free`. @param alone as in `start` */
  look(look: LookJob, alone: boolean): void {
    this.#take(look.id, 'files', alone).send({ type: 'look', look });
    this.#shareRate();
  }

  /** Has a process deliver a message to a webhook; counts as a job until `free`. */
  deliver(delivery: DeliveryJob): void {
    this.#take(delivery.id, 'files', false).send({ type: 'deliver', delivery });
    this.#shareRate();
  }

  /** A message to the process that has the job; nothing if none has. */
  send(id: TaskId, message: ToWorker): void {
    this.#of(id)?.send(message);
  }

  /** These finished jobs are on record: their processes drop the traces. */
  settled(ids: readonly TaskId[]): void {
    for (const process of this.#processes) {
      const own = ids.filter((id) => process.jobs.has(id));
      if (own.length > 0) process.send({ type: 'settled', ids: own });
    }
  }

  /** The job is over. */
  free(id: TaskId): void {
    const process = this.#of(id);
    if (process === undefined) return;
    process.jobs.delete(id);
    if (process.jobs.size > 0 || !process.usable) return;
    if (process.alone) this.#letGo(process);
    else
      this.#idle.set(
        process,
        this.#clock.after(idleFor, () => this.#letGo(process)),
      );
    this.#shareRate();
  }

  /** Ends the process that has a job and does not answer; its jobs come back by `lost`. */
  endProcessOf(id: TaskId): void {
    this.#of(id)?.kill();
  }

  /** @param rate bytes a second for all processes together, or `null` */
  setLimit(rate: number | null): void {
    this.#rate = rate;
    this.#shareRate();
  }

  /** Lets all processes go and waits until they are gone. */
  async close(): Promise<void> {
    const empty = new Promise<void>((resolve) => {
      this.#whenEmpty = resolve;
    });
    for (const process of this.#processes) this.#letGo(process);
    if (this.#processes.size > 0) await empty;
  }

  #take(id: TaskId, kind: WorkerKind, alone: boolean): WorkerProcess {
    const ofKind = [...this.#processes].filter((process) => process.kind === kind);
    const process = (alone ? undefined : chooseProcess(ofKind, atMost)) ?? this.#begin(kind, alone);
    this.#idle.get(process)?.();
    this.#idle.delete(process);
    process.jobs.add(id);
    return process;
  }

  #begin(kind: WorkerKind, alone: boolean): WorkerProcess {
    const process: WorkerProcess = new WorkerProcess(
      this.#fork(kind),
      this.#clock,
      { kind, alone },
      {
        message: (message) => {
          if (message.type === 'ready') this.#listener.started(message.pid);
          this.#listener.message(message, process.pid);
        },
        exit: ({ ready, hung, code }) => this.#exited(process, hung ? 'hang' : ready ? 'crash' : 'start', code),
      },
    );
    this.#processes.add(process);
    if (process.pid !== undefined) this.#listener.started(process.pid);
    return process;
  }

  #exited(process: WorkerProcess, loss: Loss, code: number | null): void {
    this.#processes.delete(process);
    this.#idle.get(process)?.();
    this.#idle.delete(process);
    if (process.pid !== undefined) this.#listener.ended(process.pid);
    const ids = [...process.jobs];
    if (ids.length > 0) {
      this.#log.error('a job process is gone', { pid: process.pid, code, loss, jobs: ids.length });
      this.#listener.lost(ids, loss);
    }
    this.#shareRate();
    if (this.#processes.size === 0) this.#whenEmpty?.();
  }

  #letGo(process: WorkerProcess): void {
    if (!process.usable) return;
    this.#idle.get(process)?.();
    process.shutDown();
    this.#idle.set(
      process,
      this.#clock.after(leaveWithin, () => process.kill()),
    );
  }

  #shareRate(): void {
    const processes = [...this.#processes].filter((process) => process.usable);
    const shares = splitRate(
      this.#rate,
      processes.map((process) => process.jobs.size),
    );
    for (const [index, process] of processes.entries()) process.limit(shares[index] ?? null);
  }

  #of(id: TaskId): WorkerProcess | undefined {
    for (const process of this.#processes) if (process.jobs.has(id)) return process;
    return undefined;
  }
}
