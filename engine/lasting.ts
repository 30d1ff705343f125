import { setTimeout as wait } from 'node:timers/promises';
import type { CallInput, CallOutput, EngineCallName } from '../contract/calls.ts';
import { Failure } from '../contract/errors.ts';
import type { EventBatch } from '../contract/events.ts';
import { failure, type Reply } from '../contract/reply.ts';
import type { Engine } from './engine.ts';
import type { Host } from './host.ts';
import { openEngine } from './index.ts';
import { connect } from './instance/connect.ts';

/** Milliseconds between two looks at a data folder whose owner is just coming or going. */
const RETRY_MS = 250;
/** How many looks: an owner that neither answers nor ends in this time is told to the user. */
const RETRIES = 40;

interface Subscription {
  readonly listen: (batch: EventBatch) => void;
  /** the number of the last batch it got */
  after: number;
  end: () => void;
}

/**
 * The engine as the desktop sees it: its own, or, while a command line works with the data folder, that one's through its
 * socket. When the command line ends, the desktop takes the folder over and its listeners go on.
 */
export class LastingEngine implements Engine {
  readonly #host: Host;
  readonly #subscriptions = new Set<Subscription>();
  #current: Promise<Engine>;
  #closing = false;
  #own = false;
  /** the one that answers now, once it is there */
  #present: Engine | undefined;

  constructor(host: Host) {
    this.#host = host;
    this.#current = this.#obtain();
    // A failure is told to whoever asks; here it would only be called unhandled.
    this.#current.catch((error: unknown) => host.log.error('the engine did not open', { error: String(error) }));
  }

  /** Whether the work is done by this program: what another one does goes on without it. */
  get isOwn(): boolean {
    return this.#own;
  }

  get seq(): number | undefined {
    return this.#present?.seq;
  }

  async call<N extends EngineCallName>(name: N, input: CallInput<N>): Promise<Reply<CallOutput<N>>> {
    try {
      const engine = await this.#current;
      return await engine.call(name, input);
    } catch (error) {
      return failure(error);
    }
  }

  subscribe(after: number, listen: (batch: EventBatch) => void): () => void {
    const subscription: Subscription = { listen, after, end: () => undefined };
    this.#subscriptions.add(subscription);
    void this.#current.then((engine) => this.#connect(subscription, engine)).catch(() => undefined);
    return () => {
      this.#subscriptions.delete(subscription);
      subscription.end();
    };
  }

  async close(): Promise<void> {
    this.#closing = true;
    const engine = await this.#current.catch(() => undefined);
    await engine?.close();
  }

  /** An engine that starts anew has other numbers, sees that ours is not one of them, and sends a reset. */
  #connect(subscription: Subscription, engine: Engine): void {
    if (!this.#subscriptions.has(subscription)) return;
    subscription.end = engine.subscribe(subscription.after, (batch) => {
      subscription.after = batch.seq;
      subscription.listen(batch);
    });
  }

  async #obtain(): Promise<Engine> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const engine = await openEngine(this.#host);
        this.#own = true;
        this.#present = engine;
        return engine;
      } catch (error) {
        if (!(error instanceof Failure) || error.code !== 'already-running' || attempt > RETRIES) throw error;
      }
      const remote = await connect(this.#host.paths);
      if (remote !== undefined) {
        this.#host.log.info('another process has the data folder; working through it');
        void remote.lost.then(() => this.#takeOver());
        return remote;
      }
      await wait(RETRY_MS);
    }
  }

  #takeOver(): void {
    if (this.#closing) return;
    this.#host.log.info('the other process has ended; taking the data folder over');
    this.#current = this.#obtain();
    this.#current.then(
      (engine) => {
        for (const subscription of this.#subscriptions) this.#connect(subscription, engine);
      },
      (error: unknown) => this.#host.log.error('the engine did not open', { error: String(error) }),
    );
  }
}
