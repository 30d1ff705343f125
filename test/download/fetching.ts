import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { Failure } from '../../contract/errors.ts';
import type { Artifact } from '../../contract/task.ts';
import type { FileJob } from '../../contract/worker-messages.ts';
import { FileFetch } from '../../engine/download/file-job.ts';
import { RateLimit } from '../../engine/download/rate-limit.ts';
import { removeUnfinished } from '../../engine/files/unfinished.ts';
import { HttpClient } from '../../engine/net/client.ts';
import type { Behaviour } from '../servers/behaviour.ts';
import { firstDifference } from '../servers/body.ts';
import { type Origin, startOrigin } from '../servers/faulty-server.ts';

/** How one attempt ended. */
export type Ending =
  | { readonly how: 'done'; readonly artifact: Artifact }
  | { readonly how: 'failed'; readonly failure: Failure }
  | { readonly how: 'stopped' };

export interface AttemptOptions extends Partial<Omit<FileJob, 'kind' | 'url' | 'directory' | 'reserve'>> {
  /** stops the attempt, keeping what is stored, once so many bytes are stored */
  readonly stopAt?: number;
  /** bytes that must stay free; default 0 */
  readonly reserveBytes?: number;
  /** called instead of giving the path that was asked for */
  readonly reserve?: (path: string, taken: boolean) => string;
}

/** A task in a folder of its own that can be tried again and again, as the engine would. */
export class Task implements AsyncDisposable {
  readonly directory: string;
  readonly id = randomBytes(5).toString('hex');
  /** messages of the log */
  readonly log: string[] = [];

  constructor(directory: string) {
    this.directory = directory;
  }

  static async make(): Promise<Task> {
    return new Task(await mkdtemp(join(tmpdir(), 'sluice-fetch-')));
  }

  /** Makes one attempt. */
  async attempt(url: string, options: AttemptOptions = {}): Promise<Ending> {
    const { stopAt, reserve, reserveBytes = 0, ...job } = options;
    const stop = new AbortController();
    const client = new HttpClient({});
    const limits = [new RateLimit(job.limitRate ?? null, () => performance.now())];
    try {
      const fetch = new FileFetch(
        { ...plainJob, id: this.id, ...job, reserve: reserveBytes, url, directory: this.directory },
        {
          client,
          limits,
          signal: stop.signal,
          report: {
            reserve: async (path, taken) => reserve?.(path, taken) ?? path,
            running: () => {},
            finishing: () => {},
            progress: ({ done }) => {
              if (stopAt !== undefined && done >= stopAt) stop.abort(new Failure('canceled'));
            },
            log: (_level, message) => this.log.push(message),
          },
        },
      );
      const { artifact } = await fetch.run();
      await removeUnfinished(this.directory, this.id);
      return { how: 'done', artifact };
    } catch (error) {
      if (stop.signal.aborted) return { how: 'stopped' };
      if (error instanceof Failure) return { how: 'failed', failure: error };
      throw error;
    } finally {
      client.close();
    }
  }

  /** Names of what lies in the folder, apart from unfinished work. */
  async files(): Promise<string[]> {
    return (await readdir(this.directory)).filter((name) => name !== '.sluice').sort();
  }

  /** Whether unfinished work is there. */
  async unfinished(): Promise<boolean> {
    return (await readdir(this.directory)).includes('.sluice');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.directory, { recursive: true, force: true });
  }
}

const plainJob: Omit<FileJob, 'id' | 'url' | 'directory' | 'reserve'> = {
  kind: 'file',
  name: null,
  reserved: null,
  connections: null,
  limitRate: null,
  checksum: null,
  headers: [],
  auth: null,
  cookies: null,
  proxy: 'direct',
  reach: 'any',
  idleTimeout: 30,
  fresh: false,
};

/** The code of the failure an attempt ended with, or how it ended otherwise. */
export function outcome(ending: Ending): string {
  return ending.how === 'failed' ? ending.failure.code : ending.how;
}

/** An origin and a task of its own for one test. */
export async function parts(): Promise<{ origin: Origin; task: Task }> {
  const origin = await startOrigin();
  const task = await Task.make();
  onTestFinished(async () => {
    await origin.close();
    await task[Symbol.asyncDispose]();
  });
  return { origin, task };
}

/** One attempt at a path that behaves like this. */
export async function get(
  origin: Origin,
  task: Task,
  behaviour: Behaviour,
  options: AttemptOptions = {},
): Promise<Ending> {
  origin.serve('/file.bin', behaviour);
  return task.attempt(origin.url('/file.bin'), options);
}

/** The folder holds this file, byte for byte, and nothing else. */
export async function expectWhole(task: Task, name: string, seed: number, size: number): Promise<void> {
  expect(await task.files()).toEqual([name]);
  expect(await firstDifference(join(task.directory, name), seed, size)).toBeNull();
  expect(await task.unfinished()).toBe(false);
}
