import type { FromWorker, ToWorker, WorkerKind } from '../contract/worker-messages.ts';

/** Fields of a log line; never a secret. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Structured log; one line a call. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** Keeps what must not lie readable in the database; by the platform's key store where there is one. */
export interface Secrets {
  /** turns plain text into a form that may be stored */
  seal(plain: string): string;
  /** the plain text again, or `undefined` when it cannot be opened (another user, a lost key) */
  open(sealed: string): string | undefined;
}

/** A job process, however it was forked. */
export interface WorkerPort {
  readonly pid: number | undefined;
  send(message: ToWorker): void;
  onMessage(listen: (message: FromWorker) => void): void;
  /** called once, also when the process could not be started */
  onExit(listen: (code: number | null) => void): void;
  /** ends it at once, without a chance to clean up */
  kill(): void;
}

/** The time of day and timers; a test passes its own. */
export interface Clock {
  /** milliseconds since the epoch */
  now(): number;
  /** calls back once after `ms` milliseconds; the result cancels it */
  after(ms: number, call: () => void): () => void;
}

/** Everything the engine is given from outside. The engine itself knows no Electron and no command line. */
export interface Host {
  readonly paths: {
    /** folder of the database, its backups, the lock and the socket address */
    readonly data: string;
    readonly logs: string;
    /** where files go unless a setting says otherwise */
    readonly downloads: string;
  };
  readonly clock: Clock;
  readonly log: Log;
  readonly secrets: Secrets;
  forkWorker(kind: WorkerKind): WorkerPort;
  /** the proxy the platform wants for a link (`direct` or a URL); the environment decides when the host cannot tell */
  readonly systemProxy?: (url: string) => Promise<string>;
}
