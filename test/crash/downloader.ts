import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { childrenOf, isRunning } from './processes.ts';

const program = fileURLToPath(new URL('./download.ts', import.meta.url));

/** A process with an engine that downloads one link, at the head of a process group of its own. */
export class Downloader {
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  #said = '';

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#ended = once(child, 'close').then(() => {});
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#said += text;
    });
  }

  /**
   * @param home folder of everything it keeps; made when missing, and the place it and its children work in
   * @param checksum `algorithm:hex`
   */
  static start(home: string, url: string, checksum?: string): Downloader {
    mkdirSync(join(home, 'downloads'), { recursive: true });
    const child = spawn(process.execPath, [program, home, url, ...(checksum === undefined ? [] : [checksum])], {
      cwd: home,
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    return new Downloader(child);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get gone(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Its job processes. */
  get workers(): number[] {
    return childrenOf(this.pid);
  }

  /** Kills its job processes; false when it has none. */
  killWorkers(): boolean {
    return this.workers.filter((pid) => isRunning(pid) && signal(pid, 'SIGKILL')).length > 0;
  }

  /** Kills it together with all its children; false when it had ended before. */
  killAll(): boolean {
    const runs = isRunning(this.pid);
    return signal(-this.pid, 'SIGKILL') && runs;
  }

  /** Kills it alone. */
  killAlone(): boolean {
    return signal(this.pid, 'SIGKILL');
  }

  /** Waits for its end: its exit code, `null` after a signal, and what it complained about. */
  async end(): Promise<{ code: number | null; said: string }> {
    await this.#ended;
    return { code: this.#child.exitCode, said: this.#said };
  }
}

/** Sends a signal; false when nobody is there to get it. */
function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
