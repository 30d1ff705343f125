import { setTimeout as wait } from 'node:timers/promises';
import type { CallInput, CallOutput, EngineCallName } from '../contract/calls.ts';
import { Failure } from '../contract/errors.ts';
import type { EventBatch } from '../contract/events.ts';
import { failure, type Reply } from '../contract/reply.ts';
import { routes } from '../contract/routes.ts';
import type { Engine } from './engine.ts';
import type { Host } from './host.ts';
import { openEngine } from './index.ts';
import { connect } from './instance/connect.ts';
import { RemoteEngine } from './instance/remote.ts';

/** Milliseconds between two looks at a data folder whose owner is just coming or going. */
const RETRY_MS = 250;
/** How many looks: an owner that neither answers nor ends in this time is told to the user. */
const RETRIES = 40;
/** Milliseconds until a folder that could not be taken over is tried again: its disk may have room by then. */
const AGAIN_MS = 5000;

interface Subscription {
  readonly listen: (batch: EventBatch) => void;
  /** the number of the last batch it got */
  after: number;
  end: () => void;
}

/**
 * The engine of a program that stays, as the desktop and the server are: its own, or, while another process works with the data
 * folder, that one's through its socket. When that ends, the folder is taken over and the listeners go on.
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
      const engine = await this.#reach();
      const reply = await engine.call(name, input);
      // A question that was lost with the other process may be asked again; what would change something may have done so.
      const isLost = engine instanceof RemoteEngine && !engine.isConnected && !reply.ok;
      return isLost && routes[name].method === 'GET' ? await (await this.#reach()).call(name, input) : reply;
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

  /** The engine that is there now, not one that is just going. */
  async #reach(): Promise<Engine> {
    const engine = await this.#current;
    if (!(engine instanceof RemoteEngine) || engine.isConnected) return engine;
    await engine.lost;
    return this.#current;
  }

  /** An engine that starts anew has other numbers, sees that ours is not one of them, and sends a reset. */
  #connect(subscription: Subscription, engine: Engine): void {
    if (!this.#subscriptions.has(subscription)) return;
    // who came while the folder was taken over is connected by that as well
    subscription.end();
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
      (error: unknown) => {
        this.#host.log.error('the engine did not open', { error: String(error) });
        setTimeout(() => this.#takeOver(), AGAIN_MS).unref();
      },
    );
  }
}
