import { type ChildProcess, execFile } from 'node:child_process';

/** Milliseconds between asking a program to end and ending it. */
const graceMs = 1000;

/** Ends a program for the first reason that is given. */
export class Ending {
  /** resolves when there is a reason */
  readonly begun: Promise<unknown>;
  readonly #child: ChildProcess;
  readonly #send: (child: ChildProcess, signal: NodeJS.Signals) => void;
  readonly #controller = new AbortController();
  #kill: NodeJS.Timeout | undefined;

  /** @param send how the program is told, see `toChild` and `toGroup` */
  constructor(child: ChildProcess, send: (child: ChildProcess, signal: NodeJS.Signals) => void) {
    this.#child = child;
    this.#send = send;
    this.begun = new Promise((resolve) => this.signal.addEventListener('abort', resolve, { once: true }));
  }

  /** aborted with the reason */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  end(reason: unknown): void {
    if (this.signal.aborted) return;
    this.#controller.abort(reason);
    this.#send(this.#child, 'SIGTERM');
    this.#kill = setTimeout(() => this.#send(this.#child, 'SIGKILL'), graceMs);
  }

  over(): void {
    clearTimeout(this.#kill);
  }
}

/** Tells the program alone. */
export function toChild(child: ChildProcess, signal: NodeJS.Signals): void {
  child.kill(signal);
}

/**
 * Tells a program and all that it has started. It has to be the leader of a process group (`detached`), except on Windows, where
 * the tree below it is ended at once: there are no signals, and a program packed into one file runs as the child of its loader.
 */
export function toGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    execFile('taskkill', ['/pid', String(child.pid), '/t', '/f'], { windowsHide: true }, () => {});
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // nothing of it is left
  }
}
