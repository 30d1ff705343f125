import type { TaskId } from '../../contract/task.ts';
import type { FromWorker, ToWorker, WorkerKind } from '../../contract/worker-messages.ts';
import type { Clock, WorkerPort } from '../host.ts';

/** Milliseconds between two pings. */
const pingEvery = 5_000;
/** Pings without any answer after which a process counts as hung: 20 seconds. Counted, not timed, so that a computer that slept finds nobody hung. */
const silentPings = 4;

/** What a process tells its pool. */
export interface ProcessListener {
  message(message: FromWorker): void;
  /** called once; `hung` when it was ended for giving no sign of life */
  exit(end: { ready: boolean; hung: boolean; code: number | null }): void;
}

/** One job process: waits until it is ready, watches its pulse, knows its jobs. */
export class WorkerProcess {
  readonly jobs = new Set<TaskId>();
  readonly kind: WorkerKind;
  /** it takes one suspect job and no other */
  readonly alone: boolean;
  readonly #port: WorkerPort;
  readonly #clock: Clock;
  readonly #waiting: ToWorker[] = [];
  #ready = false;
  #gone = false;
  #ending = false;
  #hung = false;
  #silent = 0;
  #rate: number | null = null;
  #cancelPing: () => void;

  constructor(
    port: WorkerPort,
    clock: Clock,
    { kind, alone }: { readonly kind: WorkerKind; readonly alone: boolean },
    listener: ProcessListener,
  ) {
    this.#port = port;
    this.#clock = clock;
    this.kind = kind;
    this.alone = alone;
    this.#cancelPing = clock.after(pingEvery, () => this.#ping());
    port.onMessage((message) => {
      this.#silent = 0;
      if (message.type === 'ready') this.#becomeReady();
      listener.message(message);
    });
    port.onExit((code) => {
      if (this.#gone) return;
      this.#gone = true;
      this.#cancelPing();
      listener.exit({ ready: this.#ready, hung: this.#hung, code });
    });
  }

  get pid(): number | undefined {
    return this.#port.pid;
  }

  /** Whether it may get another job. */
  get usable(): boolean {
    return !this.#gone && !this.#ending;
  }

  /** Sends at once, or as soon as the process is ready. */
  send(message: ToWorker): void {
    if (this.#gone) return;
    if (this.#ready) this.#port.send(message);
    else this.#waiting.push(message);
  }

  /** Bytes a second for all its jobs, or `null`; told only when it changes. */
  limit(rate: number | null): void {
    if (rate === this.#rate) return;
    this.#rate = rate;
    this.send({ type: 'limit', rate });
  }

  /** Asks it to stop its jobs and leave; takes no more jobs. */
  shutDown(): void {
    this.#ending = true;
    this.send({ type: 'shutdown' });
  }

  /** Ends it at once. */
  kill(): void {
    this.#ending = true;
    this.#port.kill();
  }

  #becomeReady(): void {
    this.#ready = true;
    for (const message of this.#waiting.splice(0)) this.#port.send(message);
  }

  #ping(): void {
    if (this.#silent >= silentPings) {
      this.#hung = true;
      this.kill();
      return;
    }
    this.#silent++;
    this.send({ type: 'ping', at: this.#clock.now() });
    this.#cancelPing = this.#clock.after(pingEvery, () => this.#ping());
  }
}
