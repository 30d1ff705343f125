import { expect } from 'vitest';
import { Failure } from '../../../contract/errors.ts';
import { operationsOf } from '../../../server/app.ts';
import type { Operation } from '../../../server/operation/operation.ts';
import type { Answer, Sent, TestServer } from '../open-server.ts';

/** Asks a server and holds what comes to what is described. */
export class Checked {
  readonly #server: TestServer;
  readonly #operations: readonly Operation[];
  /** ids of the operations that were answered without a problem */
  readonly done = new Set<string>();

  constructor(server: TestServer) {
    this.#server = server;
    const { engine } = server;
    const log = { debug() {}, info() {}, warn() {}, error() {} };
    this.#operations = operationsOf({
      ...{
        engine,
        log,
        data: '',
        tokenFile: '',
        host: '',
        port: 0,
        behindProxy: false,
        names: [],
        page: '',
        version: '',
      },
    });
  }

  get operations(): readonly Operation[] {
    return this.#operations;
  }

  /** The answer, whose status and body are those the operation describes. */
  async ask(method: string, path: string, sent?: Sent): Promise<Answer> {
    const answer = await this.#server.ask(method, path, sent);
    const operation = this.#operationAt(method, path);
    const described = operation.answers[answer.status];
    if (described === undefined) {
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      return answer;
    }
    this.done.add(operation.id);
    if (described.schema === undefined) return answer;
    const parsed = described.schema.safeParse(answer.json ?? answer.text);
    expect(parsed.error?.issues ?? [], `${method} ${path}: ${answer.text.slice(0, 500)}`).toEqual([]);
    // nothing comes that is not described
    if (answer.json !== undefined && operation.id !== 'getDescription') expect(parsed.data).toEqual(answer.json);
    return answer;
  }

  #operationAt(method: string, path: string): Operation {
    const [place = ''] = path.split('?');
    const fits = this.#operations.filter(
      (one) => one.method === method && new RegExp(`^${one.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(place),
    );
    // what is written out goes before what stands for anything
    const [operation] = fits.toSorted((a, b) => a.path.split('{').length - b.path.split('{').length);
    if (operation === undefined) throw new Failure('no-such-place', { detail: `${method} ${path}` });
    return operation;
  }
}

/** Holds an answer to the problem of a code. */
export function expectProblem(answer: Answer, code: string, status: number, more: object = {}): void {
  expect(answer.json).toMatchObject({ type: `urn:sluice:problem:${code}`, code, status, ...more });
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
}
