import { expect } from 'vitest';
import type { Document } from '../../../server/description/document.ts';
import { addOne, reaches } from '../../engine/home.ts';
import { openTestServer, type TestServer, testToken } from '../open-server.ts';
import { Client } from './answer.ts';
import { Judge, type Verdict } from './judge.ts';
import { Known } from './known.ts';
import type { Described, Request } from './requests.ts';

/** Asks a server of its own and holds every answer to the description that the server gives of itself. */
export class Asking {
  readonly document: Document;
  readonly client: Client;
  readonly known = new Known();
  readonly #server: TestServer;
  readonly #judge: Judge;
  /** reasons of what could not be explained to the one who asked; they stand in the log only */
  readonly #troubles: string[];
  readonly #statuses = new Map<string, Map<number, number>>();
  #count = 0;

  private constructor(server: TestServer, document: Document, client: Client, judge: Judge, troubles: string[]) {
    this.#server = server;
    this.document = document;
    this.client = client;
    this.#judge = judge;
    this.#troubles = troubles;
  }

  static async open(): Promise<Asking> {
    const troubles: string[] = [];
    const error = (_: string, more?: object): void => void troubles.push(JSON.stringify(more));
    // addresses of strangers are believed, so that each can guess a token anew
    const serve = { log: { debug() {}, info() {}, warn() {}, error }, behindProxy: true };
    const server = await openTestServer({ serve });
    const { text } = await server.ask('GET', '/api/v1/openapi.json');
    const document = JSON.parse(text) as Document;
    const client = new Client(server.address);
    const asking = new Asking(server, document, client, await Judge.of(document, client), troubles);
    for (const what of ['ok', 'live.m3u8?ends=40']) {
      const { id } = await addOne(server.engine, `http://fixture.example/${what}`);
      asking.known.learn(await reaches(server.engine, id, 'completed'), 'finished');
    }
    return asking;
  }

  /** @param request sent with the token, unless it has an `authorization` of its own (an empty one sends none) */
  async judged(one: Described, request: Request): Promise<Verdict> {
    this.#count += 1;
    const { operationId: id } = one.operation;
    const { authorization = `Bearer ${testToken}`, ...more } = request.headers;
    const from = `203.${(this.#count >> 16) % 256}.${(this.#count >> 8) % 256}.${this.#count % 256}`;
    const headers = {
      ...(authorization === '' ? {} : { authorization }),
      ...(id === 'signIn' ? { 'x-forwarded-for': from } : {}),
      ...more,
    };
    const verdict = await this.#judge.judge(one, { ...request, headers });
    const { status, headers: fields, text } = verdict.answer;
    const statuses = this.#statuses.get(id) ?? new Map<number, number>();
    this.#statuses.set(id, statuses.set(status, (statuses.get(status) ?? 0) + 1));
    if (status < 300 && fields['content-type']?.startsWith('application/json') === true)
      this.known.learn(JSON.parse(text), one.path.includes('/webhooks') ? 'webhook' : 'task');
    const sent = `${request.method} ${request.target.slice(0, 300)} ${request.body?.slice(0, 600) ?? ''}`;
    const why = `${sent}\n${status} ${text.slice(0, 600)}\n${this.#troubles.join('\n').slice(0, 2000)}`;
    expect(verdict.answered, why).toEqual([]);
    expect(status, why).not.toBe(500);
    return verdict;
  }

  /** How many requests there were, and what each operation answered. */
  get report(): string {
    const lines = [...this.#statuses].map(([id, all]) => {
      const counts = [...all].toSorted().map(([status, count]) => `${status} × ${count}`);
      return `${id}: ${counts.join(', ')}`;
    });
    return [`${this.#count} requests`, ...lines].join('\n');
  }

  async close(): Promise<void> {
    this.client.close();
    await this.#server.close();
  }
}
