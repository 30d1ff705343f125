import type { ServerResponse } from 'node:http';
import type { Engine } from '../../engine/engine.ts';
import { Listener, SharedBatch } from './listener.ts';

/** Times in milliseconds. */
export interface ListenerTimes {
  /** between two signs of life */
  readonly heartbeat: number;
  /** how long a connection may take nothing before it is given up */
  readonly patience: number;
}

const usualTimes: ListenerTimes = { heartbeat: 15_000, patience: 60_000 };

/** Milliseconds in which those who listen get the last they were sent when the server closes. */
const farewell = 1000;

/**
 * Everybody who listens to events. Who is up to date hears one subscription of the engine, whose batches are made into bytes once for
 * all. Who does not keep up leaves it: nothing is gathered, and once the connection takes something again it is told, alone, what it
 * missed since its number, and joins the others. So a listener that never reads costs one batch of memory and no work.
 */
export class Listeners {
  readonly #engine: Pick<Engine, 'subscribe'>;
  readonly #times: ListenerTimes;
  readonly #all = new Set<Listener>();
  /** those who hear the shared subscription */
  readonly #level = new Set<Listener>();
  /** those who are about to be told what they missed, and what ends that */
  readonly #behind = new Map<Listener, () => void>();
  /** the number of the newest shared batch */
  #after = 0;
  #endShared: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(engine: Pick<Engine, 'subscribe'>, times: ListenerTimes = usualTimes) {
    this.#engine = engine;
    this.#times = times;
  }

  /** How many listen. */
  get count(): number {
    return this.#all.size;
  }

  /**
   * Has an answer, whose head is written, tell what happens from now on.
   * @param after the number from which on nothing is known
   * @param task the only one to tell of; all when `undefined`
   */
  open(response: ServerResponse, after: number, task: string | undefined): void {
    // who left before this tells nobody so any more
    if (response.destroyed) return;
    if (this.#closed) return void response.end();
    const listener = new Listener(response, after, task, Date.now());
    this.#all.add(listener);
    this.#timer ??= setInterval(() => this.#beat(Date.now()), this.#times.heartbeat).unref();
    response.on('close', () => this.#leave(listener));
    response.on('error', () => response.destroy());
    response.on('drain', () => {
      listener.drained();
      if (!this.#level.has(listener)) this.#catchUp(listener);
    });
    this.#catchUp(listener);
  }

  /** Ends all answers, and those that are still to come. */
  close(): void {
    this.#closed = true;
    const open = [...this.#all];
    for (const listener of open) {
      if (listener.fullSince === undefined) listener.response.end();
      else listener.response.destroy();
    }
    setTimeout(() => {
      for (const { response } of open) response.destroy();
    }, farewell).unref();
  }

  #catchUp(listener: Listener): void {
    if (this.#behind.has(listener)) return;
    const end = this.#engine.subscribe(listener.after, (batch) => {
      end();
      this.#behind.delete(listener);
      listener.take(new SharedBatch(batch), Date.now());
      this.#join(listener);
    });
    this.#behind.set(listener, end);
  }

  #join(listener: Listener): void {
    if (this.#endShared === undefined) {
      this.#after = listener.after;
      this.#endShared = this.#engine.subscribe(listener.after, (batch) => this.#share(new SharedBatch(batch)));
    }
    // the next shared batch begins where the last one ended
    if (listener.after >= this.#after) this.#level.add(listener);
    else this.#catchUp(listener);
  }

  #share(shared: SharedBatch): void {
    const now = Date.now();
    const { seq } = shared.batch;
    this.#after = seq;
    for (const listener of this.#level) {
      // it was told all of this when it caught up; an engine that was started anew may count from a lower number
      if (seq <= listener.after && !shared.batch.reset) continue;
      if (listener.fullSince === undefined) listener.take(shared, now);
      else this.#level.delete(listener);
    }
    this.#endIfUnheard();
  }

  #beat(now: number): void {
    for (const listener of this.#all) {
      if (listener.fullSince === undefined) listener.heartbeat(now);
      else if (now - listener.fullSince >= this.#times.patience) listener.response.destroy();
    }
  }

  #leave(listener: Listener): void {
    this.#all.delete(listener);
    this.#level.delete(listener);
    this.#behind.get(listener)?.();
    this.#behind.delete(listener);
    this.#endIfUnheard();
    if (this.#all.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #endIfUnheard(): void {
    if (this.#level.size > 0) return;
    this.#endShared?.();
    this.#endShared = undefined;
  }
}
