import { Worker } from 'node:worker_threads';
import { Failure } from '../../../../contract/errors.ts';
import { lineOf } from '../../video/text.ts';
import type { FromThread, PlayerCode, ToThread } from './messages.ts';
import { threadEntry } from './thread-entry.ts';

/** Milliseconds that code may run. A real player's functions take some 10 ms, on a slow machine some 100. */
const TIME_MS = 5000;
/** Milliseconds more after which a thread is killed that has not even come to see that the time is over. */
const GRACE_MS = 3000;
/** Parsing takes a second, on a busy machine a few. */
const PLAYER_DEADLINE_MS = 60_000;
/** A thread takes 100 ms to start, on a machine that is busy with something else as long as it likes. */
const START_MS = 60_000;
/** A video has several addresses to work out one after the other. */
const KEEP_MS = 5000;

/** Fetches what a player is made of. */
export type FetchText = (url: string) => Promise<{ readonly status: number; readonly text: string }>;

/**
 * Where the code of players is read and run: QuickJS (WebAssembly) in a thread of its own, with limits of time, memory, stack and result.
 * The thread is started when it is needed, ends when nobody needs it, and is killed when it does not answer or something went wrong
 * in it, so that the next request meets a fresh one. Requests are served one after the other.
 */
export class Sandbox {
  #thread: Worker | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #idle: NodeJS.Timeout | undefined;
  readonly #time: number;

  /** @param time milliseconds that code may run */
  constructor(time: number = TIME_MS) {
    this.#time = time;
  }

  /**
   * Runs code.
   * @param code the body of a function
   * @returns what it returned, as far as JSON can say it
   * @throws Failure `extractor-outdated` when it fails or breaks a limit
   */
  async evaluate(code: string): Promise<unknown> {
    const answer = await this.#ask({ type: 'evaluate', code, time: this.#time }, this.#time + GRACE_MS, null, null);
    if (answer.type !== 'value') throw broken('it gave no value');
    try {
      return JSON.parse(answer.json);
    } catch {
      throw broken('it returned no JSON');
    }
  }

  /**
   * Cuts the code that works out signatures out of a player.
   * @param id the player's, or `null` for the one in use
   * @throws Failure `extractor-outdated`, those of `fetch`, the reason of the signal
   */
  async player(id: string | null, fetch: FetchText, signal: AbortSignal): Promise<PlayerCode> {
    const answer = await this.#ask({ type: 'player', id }, PLAYER_DEADLINE_MS, fetch, signal);
    if (answer.type !== 'player') throw broken('it gave no player');
    return answer.player;
  }

  #ask(message: ToThread, deadline: number, fetch: FetchText | null, signal: AbortSignal | null): Promise<FromThread> {
    const turn = this.#last.then(() => {
      signal?.throwIfAborted();
      return this.#exchange(message, deadline, fetch, signal);
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #exchange(
    message: ToThread,
    deadline: number,
    fetch: FetchText | null,
    signal: AbortSignal | null,
  ): Promise<FromThread> {
    clearTimeout(this.#idle);
    const fresh = this.#thread === undefined;
    this.#thread ??= this.#start();
    const thread = this.#thread;
    thread.ref();
    let timer: NodeJS.Timeout | undefined;
    const over = new AbortController();
    try {
      const answer = await new Promise<FromThread>((resolve, reject) => {
        const on = (event: string, listen: (value: unknown) => void): void => {
          thread.on(event, listen);
          over.signal.addEventListener('abort', () => thread.off(event, listen));
        };
        const limit = (most: number): void => {
          clearTimeout(timer);
          timer = setTimeout(() => reject(broken(`no answer within ${most / 1000} s`)), most);
        };
        on('message', (value) => {
          const said = value as FromThread;
          if (said.type === 'failed') return reject(broken(said.reason));
          if (said.type === 'ready') return limit(deadline);
          if (said.type !== 'fetch') return resolve(said);
          clearTimeout(timer);
          if (fetch === null) return reject(broken('it wants to fetch something'));
          fetch(said.url).then((fetched) => {
            if (over.signal.aborted) return;
            limit(deadline);
            thread.postMessage({ type: 'fetched', ...fetched } satisfies ToThread);
          }, reject);
        });
        on('error', (error) => reject(broken(error instanceof Error ? error.message : 'its thread failed')));
        on('exit', () => reject(broken('its thread ended')));
        signal?.addEventListener('abort', () => reject(signal.reason), { signal: over.signal });
        limit(fresh ? START_MS : deadline);
        thread.postMessage(message);
      });
      thread.unref();
      this.#idle = setTimeout(() => this.#end(thread), KEEP_MS).unref();
      return answer;
    } catch (error) {
      // Also in the midst of an endless loop.
      await this.#end(thread);
      throw error;
    } finally {
      clearTimeout(timer);
      over.abort();
    }
  }

  #start(): Worker {
    const thread = new Worker(threadEntry(), {
      name: 'sluice-player',
      // What the process was told (proxies with passwords, say) is none of its business.
      env: {},
      execArgv: [],
      // What QuickJS prints when it breaks is nothing for the log.
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 64 },
    });
    thread.stdout.resume();
    thread.stderr.resume();
    // Nothing that goes wrong in it may end this process, also when nobody listens any more.
    thread.on('error', () => {});
    thread.on('exit', () => {
      if (this.#thread === thread) this.#thread = undefined;
    });
    return thread;
  }

  async #end(thread: Worker): Promise<void> {
    if (this.#thread === thread) this.#thread = undefined;
    await thread.terminate();
  }
}

function broken(why: string): Failure {
  return new Failure('extractor-outdated', { detail: `the player's code could not be run: ${lineOf(why, 300)}` });
}
