import type { Socket } from 'node:net';
import type { CallInput, CallOutput, EngineCallName } from '../../contract/calls.ts';
import { Failure } from '../../contract/errors.ts';
import type { EventBatch } from '../../contract/events.ts';
import { failure, type Reply } from '../../contract/reply.ts';
import type { Engine } from '../engine.ts';
import { writeFrame } from './frames.ts';

/** What the instance sends; it is the same program, so it is taken at its word. */
interface Answer {
  readonly id: number;
  readonly reply?: Reply<unknown>;
  readonly batch?: EventBatch;
}

/** The engine of another process. `close` only disconnects. */
export class RemoteEngine implements Engine {
  /** resolves when the connection has ended, whoever ended it; calls are then answered by `already-running` */
  readonly lost: Promise<void>;
  readonly #socket: Socket;
  readonly #calls = new Map<number, (reply: Reply<unknown>) => void>();
  readonly #listeners = new Map<number, (batch: EventBatch) => void>();
  #lastId = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.lost = new Promise((resolve) => {
      socket.once('close', () => {
        for (const answer of this.#calls.values()) answer(gone());
        this.#calls.clear();
        this.#listeners.clear();
        resolve();
      });
    });
    socket.on('error', () => socket.destroy());
  }

  /** Whether what is asked now would be sent. */
  get isConnected(): boolean {
    return this.#socket.writable;
  }

  call<N extends EngineCallName>(name: N, input: CallInput<N>): Promise<Reply<CallOutput<N>>> {
    if (!this.isConnected) return Promise.resolve(gone());
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      this.#calls.set(id, (reply) => resolve(reply as Reply<CallOutput<N>>));
      writeFrame(this.#socket, { id, call: name, input });
    });
  }

  subscribe(after: number, listen: (batch: EventBatch) => void): () => void {
    const id = ++this.#lastId;
    this.#listeners.set(id, listen);
    writeFrame(this.#socket, { id, subscribe: after });
    return () => {
      if (this.#listeners.delete(id)) writeFrame(this.#socket, { id, unsubscribe: true });
    };
  }

  close(): Promise<void> {
    this.#socket.end();
    this.#socket.destroySoon();
    return this.lost;
  }

  /** Takes one frame of the instance. */
  take(frame: unknown): void {
    const { id, reply, batch } = frame as Answer;
    if (reply !== undefined) {
      this.#calls.get(id)?.(reply);
      this.#calls.delete(id);
    } else if (batch !== undefined) {
      this.#listeners.get(id)?.(batch);
    }
  }
}

function gone(): Reply<never> {
  return failure(new Failure('already-running', { detail: 'the connection to the running Sluice has ended' }));
}
