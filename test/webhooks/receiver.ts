import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook as Verifier } from 'standardwebhooks';
import { onTestFinished } from 'vitest';
import type { CallInput } from '../../contract/calls.ts';
import type { Artifact, Task } from '../../contract/task.ts';
import { type WebhookBody, type WebhookEvent, webhookBody } from '../../contract/webhooks.ts';
import type { Engine } from '../../engine/engine.ts';
import { ask } from '../engine/home.ts';

/** A delivery as it came; one that is not signed by its key makes the test fail. */
export interface Delivered {
  readonly id: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly type: WebhookBody['type'];
  readonly task: Task;
  readonly fragment: { readonly part: number; readonly path: string; readonly artifact: Artifact };
}

/** What a receiver answers, by the path that was asked for and how many times it was before. */
export type Answering = (response: ServerResponse, path: string, times: number) => void;

const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;

/** A receiver of webhooks that checks every signature by the reference of the standard. */
export class Receiver {
  readonly delivered: Delivered[] = [];
  readonly problems: unknown[] = [];
  answer: Answering = (response) => response.writeHead(204).end();
  readonly #server = createServer((request, response) => void this.#take(request, response));
  #waiting: (() => void)[] = [];

  async listen(port = 0): Promise<void> {
    await once(this.#server.listen(port, '127.0.0.1'), 'listening');
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  url(path: string): string {
    return `http://127.0.0.1:${this.port}${path}`;
  }

  /** Those that came to a path. */
  at(path: string): Delivered[] {
    return this.delivered.filter((each) => each.path === path);
  }

  /** Waits until so many came to a path. */
  async came(path: string, count: number): Promise<Delivered[]> {
    while (this.at(path).length < count) {
      if (this.problems.length > 0) throw this.problems[0];
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    return this.at(path);
  }

  /** Adds a webhook for a path; its id. */
  async hook(
    engine: Engine,
    path: string,
    events: WebhookEvent[],
    more: Partial<CallInput<'webhooks.add'>> = {},
  ): Promise<string> {
    const { webhook } = await ask(engine, 'webhooks.add', { url: this.url(path), events, secret, ...more });
    return webhook.id;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    if (this.#server.listening) await new Promise((closed) => this.#server.close(closed));
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const text = Buffer.concat(await request.toArray()).toString();
      const path = request.url ?? '';
      const body = new Verifier(secret).verify(text, request.headers as Record<string, string>);
      const { type, data } = webhookBody.parse(body);
      const { task, fragment } = data as Delivered & { fragment: Delivered['fragment'] };
      const times = this.at(path).length;
      const id = String(request.headers['webhook-id']);
      this.delivered.push({ id, path, headers: request.headers, type, task, fragment });
      this.answer(response, path, times);
    } catch (error) {
      this.problems.push(error);
      response.destroy();
    }
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

/** A receiver that is closed after the test. */
export async function receiver(): Promise<Receiver> {
  const one = new Receiver();
  await one.listen();
  onTestFinished(() => one.close());
  return one;
}
