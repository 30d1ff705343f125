import { timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import type { z } from 'zod';
import type { CallInput, EngineCallName } from '../../contract/calls.ts';
import { Failure } from '../../contract/errors.ts';
import { failure } from '../../contract/reply.ts';
import type { Engine } from '../engine.ts';
import { FlowingSubscription } from './flowing.ts';
import { longestRequest, readFrames, writeFrame } from './frames.ts';
import { hello, protocol, request } from './requests.ts';

/** Calls of one client that are answered at a time; more wait unread in its socket. */
const mostCalls = 32;
/** Calls that wait for others than this computer, for minutes perhaps. They hold up nobody, and may be many. */
const slowCalls: ReadonlySet<string> = new Set<EngineCallName>(['videos.look', 'videos.more', 'webhooks.test']);
const mostSlowCalls = 512;

/** One client of the instance. */
export class Connection {
  readonly #socket: Socket;
  readonly #engine: Engine;
  readonly #token: string;
  readonly #subscriptions = new Map<number, FlowingSubscription>();
  #welcome = false;
  #calls = 0;
  #slowCalls = 0;
  #full = false;

  constructor(socket: Socket, engine: Engine, token: string) {
    this.#socket = socket;
    this.#engine = engine;
    this.#token = token;
    readFrames(socket, longestRequest, (frame) => this.#take(frame));
    socket.on('drain', () => this.#drained());
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      for (const subscription of this.#subscriptions.values()) subscription.end();
      this.#subscriptions.clear();
    });
  }

  #take(frame: unknown): void {
    if (!this.#welcome) {
      this.#greet(frame);
      return;
    }
    const parsed = request.safeParse(frame);
    if (!parsed.success) {
      this.#socket.destroy();
      return;
    }
    const asked = parsed.data;
    if ('call' in asked) void this.#call(asked);
    else if ('subscribe' in asked) this.#subscribe(asked.id, asked.subscribe);
    else {
      this.#subscriptions.get(asked.id)?.end();
      this.#subscriptions.delete(asked.id);
    }
  }

  #greet(frame: unknown): void {
    const parsed = hello.safeParse(frame);
    if (!parsed.success || !sameToken(parsed.data.hello, this.#token)) {
      this.#socket.destroy();
      return;
    }
    if (parsed.data.protocol !== protocol) {
      const detail = 'it is another version of Sluice';
      this.#socket.end(`${JSON.stringify({ welcome: failure(new Failure('already-running', { detail })) })}\n`);
      return;
    }
    this.#welcome = true;
    this.#write({ welcome: { ok: true, value: { pid: process.pid } } });
  }

  async #call({ id, call, input }: Extract<z.infer<typeof request>, { call: string }>): Promise<void> {
    this.#count(call, 1);
    // the engine itself refuses names it does not know and input that does not fit
    const reply = await this.#engine.call(call as EngineCallName, input as CallInput<EngineCallName>);
    this.#write({ id, reply });
    this.#count(call, -1);
  }

  #count(call: string, more: number): void {
    if (slowCalls.has(call)) this.#slowCalls += more;
    else this.#calls += more;
    this.#pauseIfBusy();
  }

  #subscribe(id: number, after: number): void {
    this.#subscriptions.get(id)?.end();
    this.#subscriptions.set(id, new FlowingSubscription(this.#engine, after, (batch) => this.#write({ id, batch })));
  }

  #write(frame: object): boolean {
    const keepsUp = writeFrame(this.#socket, frame);
    if (!keepsUp) {
      this.#full = true;
      this.#pauseIfBusy();
    }
    return keepsUp;
  }

  #drained(): void {
    this.#full = false;
    this.#pauseIfBusy();
    for (const subscription of this.#subscriptions.values()) subscription.goOn();
  }

  #pauseIfBusy(): void {
    const isBusy = this.#calls >= mostCalls || this.#slowCalls >= mostSlowCalls;
    if (this.#full || isBusy) this.#socket.pause();
    else this.#socket.resume();
  }
}

function sameToken(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
