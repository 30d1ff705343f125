import { Failure } from '../../contract/errors.ts';
import type { TaskId } from '../../contract/task.ts';
import type { FromWorker } from '../../contract/worker-messages.ts';
import { errorBodyOf } from '../error-body.ts';
import { type OwnTime, ownTime } from '../queue/own-time.ts';
import type { TaskRecord } from '../store/record.ts';
import { Deliverer } from '../webhooks/deliverer.ts';
import { type Loss, Pool } from '../workers/pool.ts';
import { newAttempt, type RunningAttempt, type StopReason } from './attempt.ts';
import { AttemptWords, type JobMessage } from './attempt-words.ts';
import { Backlog } from './backlog.ts';
import { ChildRecord } from './child-record.ts';
import { CleanUp } from './clean-up.ts';
import { AttemptEnd } from './ending.ts';
import { Lookups } from './lookups.ts';
import { prepareJob } from './prepare-job.ts';
import type { RunnerParts } from './runner-parts.ts';
import { type Settled, Settling } from './settling.ts';
import { takeLogLine } from './worker-log.ts';
import { WorkerRecord } from './worker-record.ts';

/** Milliseconds a worker gets to answer `stop`; it may have a large write to finish. */
const stopWithin = 10_000;
/** Milliseconds everything gets to wind up when the program ends. */
const closeWithin = 15_000;

/** Has workers do what was admitted and writes down what becomes of it. */
export class Runner {
  readonly cleanUp: CleanUp;
  readonly lookups: Lookups;
  readonly deliverer: Deliverer;
  readonly #parts: RunnerParts;
  readonly #pool: Pool;
  readonly #children: ChildRecord;
  readonly #end: AttemptEnd;
  readonly #backlog: Backlog;
  readonly #words: AttemptWords;
  readonly #settling: Settling;
  readonly #attempts = new Map<TaskId, RunningAttempt>();
  /** milliseconds since the epoch */
  readonly #since: number;
  #whenQuiet: (() => void) | undefined;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
    const { host, store } = parts;
    this.#since = host.clock.now();
    const record = new WorkerRecord(store.workers, host.log);
    this.#children = new ChildRecord(record);
    this.#pool = new Pool((kind) => host.forkWorker(kind), host.clock, host.log, {
      message: (message, pid) => this.#take(message, pid),
      lost: (ids, loss) => this.#lost(ids, loss),
      started: (pid) => record.started(pid),
      ended: (pid) => {
        record.ended(pid);
        this.#children.endAllOf(pid);
      },
    });
    this.cleanUp = new CleanUp({
      table: store.leftovers,
      pool: this.#pool,
      clock: host.clock,
      log: host.log,
      onDone: () => this.#roomAgain(),
    });
    this.lookups = new Lookups({ pool: this.#pool, clock: host.clock });
    this.deliverer = new Deliverer({ host, store, pool: this.#pool, outbox: parts.outbox });
    this.#settling = new Settling({
      clock: host.clock,
      log: host.log,
      flush: () => store.flush(),
      drop: (settled) => this.#drop(settled),
      onQuiet: () => this.#roomAgain(),
    });
    this.#end = new AttemptEnd(parts);
    this.#backlog = new Backlog(host.clock, host.log);
    this.#words = new AttemptWords({
      ...parts,
      end: this.#end,
      backlog: this.#backlog,
      pool: this.#pool,
      stop: (attempt) => this.stop(attempt.id, 'pause'),
      settled: (attempt, directory) => this.#settled(attempt, directory),
      over: (attempt) => this.#over(attempt),
    });
  }

  /** Ids of tasks that must not be started now: a worker still has them in its hands. */
  busy(id: TaskId): boolean {
    return this.#attempts.has(id) || this.#settling.has(id) || this.cleanUp.has(id);
  }

  /** What workers have in their hands: files by host, and how many recordings. */
  load(): { readonly filesByHost: Map<string, number>; readonly recordings: number } {
    const filesByHost = new Map<string, number>();
    let recordings = 0;
    for (const { kind, host } of this.#attempts.values()) {
      if (kind === 'files') filesByHost.set(host, (filesByHost.get(host) ?? 0) + 1);
      else recordings += 1;
    }
    return { filesByHost, recordings };
  }

  /** Process id of the worker that has the task, or `null`. */
  workerOf(id: TaskId): number | null {
    return this.#attempts.get(id)?.worker ?? null;
  }

  /** Milliseconds since the epoch before which no process should be started, because they die at once. */
  get heldUntil(): number {
    return this.#end.heldUntil;
  }

  /** @param rate bytes a second for everything together, or `null` */
  setLimit(rate: number | null): void {
    this.#pool.setLimit(rate);
  }

  /** @param rate bytes a second for one task, or `null` */
  setTaskLimit(id: TaskId, rate: number | null): void {
    this.#pool.send(id, { type: 'limit-job', id, rate });
  }

  /** Has deleted whatever earlier runs left to be deleted. */
  dropLeftovers(): void {
    // what a run that crashed has written down is not on the disk for that
    for (const { task, directory } of this.#parts.store.leftovers.all()) {
      this.#settling.add({ id: task, directory, lost: true });
    }
    this.#settling.settle();
  }

  /** Starts a queued task. */
  start(queued: TaskRecord): void {
    const { book, host } = this.#parts;
    const number = queued.attempts + 1;
    const time = ownTime(queued, { now: host.clock.now(), since: this.#since });
    book.hold(queued);
    const record = this.#admit(queued, number, time);
    this.cleanUp.forget(queued.id);
    const attempt = newAttempt(queued, number, host.clock.now());
    this.#attempts.set(queued.id, attempt);
    this.#send(record, attempt, time).catch((error: unknown) => {
      if (attempt.stopping !== undefined) return;
      if (!(error instanceof Failure))
        host.log.error('a task could not be started', { task: queued.id, reason: String(error) });
      const body = errorBodyOf(error);
      this.#backlog.do(() => {
        this.#end.failed(attempt, { error: body, retryable: false, retryAfter: null, progress: record.progress });
        this.#over(attempt);
      });
    });
  }

  #admit(queued: TaskRecord, number: number, { until }: OwnTime): TaskRecord {
    const { book, store, host } = this.#parts;
    try {
      return book.transaction(() => {
        store.attempts.begin(queued.id, number, host.clock.now());
        // what was left of it is deleted, or is this attempt's own from now on
        store.leftovers.delete(queued.id);
        return book.move(queued, { type: 'admit' }, { attempts: number, until });
      });
    } catch (error) {
      book.drop(queued.id);
      throw error;
    }
  }

  /**
   * Stops an attempt, if there is one. Its task has been moved already; it is `busy` until the worker has answered.
   * @returns false when nobody works on the task
   */
  stop(id: TaskId, reason: StopReason): boolean {
    const attempt = this.#attempts.get(id);
    if (attempt === undefined) return false;
    const before = attempt.stopping;
    // the end of the program takes nothing back of what somebody asked for
    attempt.stopping = reason === 'close' ? (before ?? reason) : reason;
    if (attempt.settling) return true;
    if (!attempt.sent) {
      // not at once: the caller may be in the middle of a transaction
      if (before === undefined) {
        setImmediate(() =>
          this.#backlog.do(() => {
            this.#words.stopped(attempt, null);
            this.#over(attempt);
          }),
        );
      }
      return true;
    }
    const keep = reason === 'pause' || reason === 'close';
    if (before === undefined) {
      attempt.dropping = !keep;
      this.#pool.send(id, { type: 'stop', id, keep, paused: reason === 'pause' });
    }
    attempt.cancelPatience ??= this.#parts.host.clock.after(stopWithin, () => this.#pool.endProcessOf(id));
    return true;
  }

  /** Has a recording end and keep what it has. Nothing where no worker has it. */
  finish(id: TaskId): void {
    const attempt = this.#attempts.get(id);
    if (attempt?.sent === true) this.#pool.send(id, { type: 'finish', id });
  }

  /** Stops everything so that it can be resumed, then lets the processes go. */
  async close(): Promise<void> {
    const quiet = new Promise<void>((resolve) => {
      this.#whenQuiet = resolve;
    });
    for (const { id } of [...this.#attempts.values()]) {
      this.#requeue(id);
      this.stop(id, 'close');
    }
    this.lookups.close();
    this.#settling.close();
    const cancel = this.#parts.host.clock.after(closeWithin, () => this.#whenQuiet?.());
    if (!this.#isQuiet()) await quiet;
    cancel();
    await this.deliverer.close();
    await this.#pool.close();
    this.cleanUp.writeDone();
    this.#backlog.close();
  }

  #requeue(id: TaskId): void {
    const { book, host } = this.#parts;
    const record = book.get(id);
    if (record === undefined || record.state.name === 'completed') return;
    try {
      book.move(record, { type: 'lose' });
    } catch (error) {
      // the next start does the same with what it finds at work
      host.log.warn('a task could not be put back into the queue', { task: id, reason: String(error) });
    }
  }

  async #send(record: TaskRecord, attempt: RunningAttempt, time: OwnTime): Promise<void> {
    const { host, store } = this.#parts;
    const job = await prepareJob(record, time, host, store);
    if (attempt.stopping !== undefined) return;
    attempt.sent = true;
    attempt.worker = this.#pool.start(job, record.crashes > 1) ?? null;
  }

  #take(message: FromWorker, pid: number | undefined): void {
    // an answer that nothing is written down of need not wait for what cannot be written down
    if (this.lookups.hear(message) || this.deliverer.hear(message)) return;
    const passing = message.type === 'progress' || message.type === 'log';
    if (!passing) this.#backlog.do(() => this.#hear(message, pid));
    else if (!this.#backlog.stuck) this.#hear(message, pid);
  }

  #hear(message: FromWorker, pid: number | undefined): void {
    switch (message.type) {
      case 'ready':
        this.#end.processWorks();
        return;
      case 'pong':
      case 'looked':
      case 'delivered':
        return;
      case 'child':
        if (pid !== undefined) this.#children.heard(pid, message);
        return;
      case 'log':
        takeLogLine(message, pid, this.#parts);
        return;
      case 'progress':
        for (const { id, progress, ...figures } of message.jobs) {
          const attempt = this.#attempts.get(id);
          if (attempt !== undefined) this.#words.progress(attempt, 'transfer', progress, figures);
        }
        return;
      case 'dropped':
        for (const id of message.ids) this.cleanUp.done(id);
        return;
      default:
        this.#hearOf(message);
    }
  }

  #hearOf(message: JobMessage): void {
    if (message.type === 'stopped') this.cleanUp.done(message.id);
    if (message.type === 'failed') this.cleanUp.failed(message.id, message.error);
    const attempt = this.#attempts.get(message.id);
    if (attempt !== undefined && !attempt.settling) this.#words.hear(attempt, message);
  }

  #lost(ids: readonly TaskId[], loss: Loss): void {
    if (loss === 'start') this.#end.processDied();
    for (const id of ids) {
      this.lookups.lost(id, loss);
      this.deliverer.lost(id, loss);
      this.#backlog.do(() => this.#lostOne(id, loss));
    }
  }

  #lostOne(id: TaskId, loss: Loss): void {
    this.cleanUp.lost(id);
    this.#settling.lost(id);
    const attempt = this.#attempts.get(id);
    if (attempt === undefined) return;
    if (attempt.settling) {
      attempt.lost = true;
      return;
    }
    if (attempt.stopping === undefined) this.#end.lost(attempt, loss);
    else this.#words.stopped(attempt, null);
    this.#over(attempt);
  }

  /** The file is on record; only its traces have to go, for which the worker keeps it. */
  #settled(attempt: RunningAttempt, directory: string | undefined): void {
    const { id, lost } = attempt;
    if (directory === undefined) {
      this.#over(attempt);
      return;
    }
    this.#attempts.delete(id);
    this.#parts.book.drop(id);
    this.#settling.add({ id, directory, lost });
    this.#parts.onRoom();
  }

  #drop(settled: readonly Settled[]): void {
    for (const { id, directory, lost } of settled) {
      if (lost) this.cleanUp.begin(id, directory);
      else this.cleanUp.expect(id, directory);
    }
    this.#pool.settled(settled.filter(({ lost }) => !lost).map(({ id }) => id));
  }

  #over(attempt: RunningAttempt): void {
    const { id } = attempt;
    attempt.cancelPatience?.();
    this.#attempts.delete(id);
    this.#parts.book.drop(id);
    this.#pool.free(id);
    const left = this.#parts.store.leftovers.of(id);
    if (left !== undefined) this.cleanUp.begin(id, left);
    this.#roomAgain();
  }

  #roomAgain(): void {
    this.#parts.onRoom();
    if (this.#isQuiet()) this.#whenQuiet?.();
  }

  #isQuiet(): boolean {
    return this.#attempts.size === 0 && this.#settling.size === 0 && this.cleanUp.size === 0;
  }
}
