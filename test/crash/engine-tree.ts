import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';
import type { recordingOptions } from '../../contract/recording.ts';
import type { videoOptions } from '../../contract/video.ts';
import { childrenOf, isRunning } from './processes.ts';

const programs = {
  download: fileURLToPath(new URL('./download.ts', import.meta.url)),
  record: fileURLToPath(new URL('./record-stream.ts', import.meta.url)),
  video: fileURLToPath(new URL('./video-fetch.ts', import.meta.url)),
};

/** A process with an engine that has one link to fetch, at the head of a process group of its own. */
export class EngineTree {
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
   * Downloads a file.
   * @param home folder of everything it keeps; made when missing, and the place it and its children work in
   * @param checksum `algorithm:hex`
   */
  static download(home: string, url: string, checksum?: string): EngineTree {
    return EngineTree.#start('download', home, [url, ...(checksum === undefined ? [] : [checksum])]);
  }

  /** Records a stream. @param home as above */
  static record(home: string, url: string, recording: z.input<typeof recordingOptions>): EngineTree {
    return EngineTree.#start('record', home, [url, JSON.stringify(recording)]);
  }

  /** Fetches a video that a link describes, see `video-worker.ts`. @param home as above */
  static video(home: string, url: string, video: z.input<typeof videoOptions>): EngineTree {
    return EngineTree.#start('video', home, [url, JSON.stringify(video)]);
  }

  static #start(program: keyof typeof programs, home: string, args: readonly string[]): EngineTree {
    mkdirSync(join(home, 'downloads'), { recursive: true });
    const child = spawn(process.execPath, [programs[program], home, ...args], {
      cwd: home,
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    return new EngineTree(child);
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

  /** Programs that its job processes have started. */
  get programs(): number[] {
    return this.workers.flatMap(childrenOf);
  }

  /** Kills its job processes; false when it has none. */
  killWorkers(): boolean {
    const running = this.workers.filter(isRunning);
    return running.map((pid) => signal(pid, 'SIGKILL')).some(Boolean);
  }

  /** Kills the programs of its job processes; false when there are none. */
  killPrograms(): boolean {
    return this.programs.map((pid) => signal(pid, 'SIGKILL')).some(Boolean);
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
