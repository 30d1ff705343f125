import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type CallInput, type CallOutput, calls, type EngineCallName, type VerbResult } from '../../contract/calls.ts';
import { Failure } from '../../contract/errors.ts';
import { eventBatch } from '../../contract/events.ts';
import { apiRoot, type Route, routes } from '../../contract/routes.ts';
import { task } from '../../contract/task.ts';
import type { Origin } from '../servers/faulty-server.ts';
import { ByCalls, failureOf, type VerbName } from './by-calls.ts';
import { type Command, Commands } from './command.ts';

/** What programs can do over HTTP: a real `sluice serve`, with its token. */
export class Rest extends ByCalls {
  readonly name = 'REST';
  readonly address: string;
  readonly served: Command;
  readonly #token: string;
  readonly #listening = new AbortController();

  constructor(home: string, origin: Origin, served: Command, address: string, token: string) {
    super(home, origin);
    this.served = served;
    this.address = address;
    this.#token = token;
  }

  static async open(home: string, origin: Origin, environment: Readonly<Record<string, string>>): Promise<Rest> {
    const commands = new Commands(home, environment);
    // servers of tests are on this computer
    await commands.run(['settings', 'set', 'api-private-addresses', 'on']);
    const served = commands.start(['serve', '--json', '--port', '0']);
    const { address, tokenFile } = (await served.line(0)) as { address: string; tokenFile: string };
    const rest = new Rest(home, origin, served, address, readFileSync(tokenFile, 'utf8').trim());
    const { seq } = await rest.ask('tasks.list', { limit: 1 });
    rest.#listen(seq).catch((error: unknown) => {
      if (!rest.#listening.signal.aborted) throw error;
    });
    return rest;
  }

  /** Asks as any program would. */
  send(method: string, path: string, body?: unknown, key?: string): Promise<Response> {
    return fetch(new URL(path, this.address), {
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  async ask<N extends EngineCallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
    this.cover(name, input);
    const answer = await this.#request(routes[name], input);
    // what is parsed by the call's own schema is of its type
    return (answer.status === 204 ? {} : calls[name].output.parse(await answer.json())) as CallOutput<N>;
  }

  /** One id is asked for by its own address, several together. */
  override async verb<N extends VerbName>(name: N, input: CallInput<N>): Promise<VerbResult> {
    const { ids, ...rest } = input;
    const [id] = ids;
    if (ids.length > 1 || id === undefined) return this.ask(name, input);
    this.cover(name, input, `${name}.one`);
    try {
      const answer = await this.#request(routes[name].one, { id, ...rest });
      if (answer.status !== 204 && task.parse(await answer.json()).id !== id) throw new Error('of another task');
      return { done: [id], refused: [] };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return { done: [], refused: [{ id, error: error.toBody() }] };
    }
  }

  protected override async addAll(input: CallInput<'tasks.add'>): Promise<CallOutput<'tasks.add'>> {
    const { tasks, ...rest } = input;
    const [one] = tasks;
    if (tasks.length > 1 || one === undefined || rest.group !== undefined) return super.addAll(input);
    const none = { added: [], existing: [], refused: [], group: null };
    this.cover('tasks.add', input, 'tasks.add.one');
    const answer = await this.send('POST', `${apiRoot}/tasks`, { ...one, ...rest });
    const body = await answer.json();
    if (answer.status === 201) return { ...none, added: [task.parse(body)] };
    if (answer.status === 200) {
      const there = task.parse(body);
      return {
        ...none,
        existing: [{ url: one.url, task: there, taken: there.state.name === 'completed' ? 'skipped' : 'resumed' }],
      };
    }
    // a source that is there is told of by its task; everything else is a failure of the request
    const { code, duplicateOf } = body;
    if (code !== 'conflict' || duplicateOf === undefined) throw failureOf(body);
    return { ...none, refused: [{ url: one.url, error: failureOf(body).toBody(), duplicateOf }] };
  }

  override async bytes(id: string, part: number): Promise<Buffer> {
    const answer = await this.send('GET', `${apiRoot}/tasks/${id}/artifacts/${part}`);
    return Buffer.from(await answer.arrayBuffer());
  }

  async close(): Promise<void> {
    this.#listening.abort();
    this.served.child.kill('SIGTERM');
    if (this.served.child.exitCode === null) await once(this.served.child, 'exit');
  }

  async #request({ method, path }: Pick<Route, 'method' | 'path'>, input: object): Promise<Response> {
    const rest = new Map<string, unknown>(Object.entries(input));
    const key = rest.get('key');
    rest.delete('key');
    const place = path.replace(/\{(\w+)\}/g, (_all, name: string) => {
      const value = String(rest.get(name));
      rest.delete(name);
      return encodeURIComponent(value);
    });
    const isQuery = method === 'GET' || method === 'DELETE';
    const query = new URLSearchParams(isQuery ? [...rest].map(([name, value]) => [name, String(value)]) : []);
    const body = isQuery || rest.size === 0 ? undefined : Object.fromEntries(rest);
    const answer = await this.send(method, `${apiRoot}${place}?${query}`, body, key === undefined ? key : String(key));
    if (answer.ok) return answer;
    throw failureOf(await answer.json());
  }

  /** Takes in server-sent events until the end. */
  async #listen(after: number): Promise<void> {
    const answer = await fetch(new URL(`${apiRoot}/events?after=${after}`, this.address), {
      headers: { authorization: `Bearer ${this.#token}` },
      signal: this.#listening.signal,
    });
    let text = '';
    for await (const part of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += part;
      const events = text.split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) {
        const data = /^data: (.*)$/m.exec(event)?.[1];
        if (data !== undefined) this.seen.take(eventBatch.parse(JSON.parse(data)));
      }
    }
  }
}
