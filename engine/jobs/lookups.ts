import { Failure } from '../../contract/errors.ts';
import type { TaskId } from '../../contract/task.ts';
import type { ListInfo, VideoInfo } from '../../contract/video.ts';
import type { FromWorker, LookJob } from '../../contract/worker-messages.ts';
import type { Clock } from '../host.ts';
import type { Loss, Pool } from '../workers/pool.ts';

/** Milliseconds a worker gets for one: a program has to start, and some sites are slow. */
const patience = 120_000;
/** Looks at the same time. More of them at one site look like a robot. */
const atMost = 4;
/** Looks that wait for their turn. Whoever asks for more asks faster than anybody reads. */
const mostWaiting = 1000;
/** How often one is given to a process. */
const tries = 2;

/** What the lookups work with. */
export interface LookupParts {
  readonly pool: Pick<Pool, 'look' | 'send' | 'free'>;
  readonly clock: Clock;
}

interface Lookup {
  readonly job: LookJob;
  readonly resolve: (found: VideoInfo | ListInfo) => void;
  readonly reject: (failure: Failure) => void;
  tried: number;
  cancelPatience: () => void;
}

/** Has workers find out what links lead to, some at a time, the others in the order they came. */
export class Lookups {
  readonly #parts: LookupParts;
  readonly #waiting: Lookup[] = [];
  readonly #running = new Map<TaskId, Lookup>();
  #closed = false;

  constructor(parts: LookupParts) {
    this.#parts = parts;
  }

  /**
   * Asks what a link leads to.
   * @throws Failure as the worker says; `rate-limited` when too many are waited for; `timeout`; `internal` when its processes die; `canceled` when the engine is closed
   */
  look(job: LookJob): Promise<VideoInfo | ListInfo> {
    return new Promise((resolve, reject) => {
      if (this.#closed) {
        reject(new Failure('canceled'));
        return;
      }
      if (this.#waiting.length >= mostWaiting) {
        reject(new Failure('rate-limited', { detail: 'too many links are being looked at', retryable: true }));
        return;
      }
      this.#waiting.push({ job, resolve, reject, tried: 0, cancelPatience: () => undefined });
      this.#next();
    });
  }

  /** @returns whether the message was the answer to a look */
  hear(message: FromWorker): boolean {
    if (message.type !== 'looked' && message.type !== 'failed') return false;
    const lookup = this.#running.get(message.id);
    if (lookup === undefined) return message.type === 'looked';
    if (message.type === 'looked') lookup.resolve(message.found);
    else {
      const { error, retryable, retryAfter } = message;
      const { detail } = error;
      lookup.reject(
        new Failure(error.code, {
          retryable,
          ...(detail === undefined ? {} : { detail }),
          ...(retryAfter === null ? {} : { retryAfterMs: retryAfter }),
        }),
      );
    }
    this.#over(lookup);
    return true;
  }

  /** The process that had it is gone: another one is asked, once. */
  lost(id: TaskId, loss: Loss): void {
    const lookup = this.#running.get(id);
    if (lookup === undefined) return;
    if (lookup.tried < tries) {
      this.#give(lookup);
      return;
    }
    const what = loss === 'start' ? 'could not be started' : 'died';
    lookup.reject(new Failure('internal', { detail: `the job process ${what}` }));
    this.#over(lookup);
  }

  /** Nobody gets an answer any more. */
  close(): void {
    this.#closed = true;
    for (const { reject } of this.#waiting.splice(0)) reject(new Failure('canceled'));
    for (const lookup of [...this.#running.values()]) this.#giveUp(lookup, new Failure('canceled'));
  }

  #next(): void {
    while (this.#running.size < atMost) {
      const lookup = this.#waiting.shift();
      if (lookup === undefined) return;
      const { id } = lookup.job;
      this.#running.set(id, lookup);
      lookup.cancelPatience = this.#parts.clock.after(patience, () =>
        this.#giveUp(lookup, new Failure('timeout', { detail: 'the site was not read in time' })),
      );
      this.#give(lookup);
    }
  }

  /** The second process gets nothing else: the look may be what the first died of. */
  #give(lookup: Lookup): void {
    lookup.tried++;
    this.#parts.pool.look(lookup.job, lookup.tried > 1);
  }

  /** Nothing of a look lies on the disk, so there is no need to wait for the worker's word. */
  #giveUp(lookup: Lookup, failure: Failure): void {
    const { id } = lookup.job;
    this.#parts.pool.send(id, { type: 'stop', id, keep: false, paused: false });
    lookup.reject(failure);
    this.#over(lookup);
  }

  #over(lookup: Lookup): void {
    const { id } = lookup.job;
    lookup.cancelPatience();
    this.#running.delete(id);
    this.#parts.pool.free(id);
    this.#next();
  }
}
