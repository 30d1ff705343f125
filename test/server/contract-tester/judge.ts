import { createInstance, getHttpOperationsFromSpec } from '@stoplight/prism-http';
import type { AnswerObject } from '../../../server/description/answers.ts';
import type { Document } from '../../../server/description/document.ts';
import type { Answer, Client } from './answer.ts';
import type { Described, Request } from './requests.ts';

type Components = Parameters<typeof createInstance>[1];
type Operations = Awaited<ReturnType<typeof getHttpOperationsFromSpec>>;

/** What was found out about a request and its answer. */
export interface Verdict {
  readonly answer: Answer;
  /** what the request lacks to be as described, as far as the judge sees */
  readonly request: readonly string[];
  /** what the answer lacks */
  readonly answered: readonly string[];
}

/**
 * Holds requests and answers to a description. Most is said by Prism, a program of others which knows nothing of this one: it stands between, as
 * its validating proxy does. What it takes too lightly is looked at here: the very type of the body, bodies where there are to be none,
 * fields of the header that were promised, codes of problems, fields that no schema names.
 */
export class Judge {
  readonly #operations: Operations;
  readonly #client: Pick<Client, 'ask'>;

  private constructor(operations: Operations, client: Pick<Client, 'ask'>) {
    this.#operations = operations;
    this.#client = client;
  }

  static async of(document: Document, client: Pick<Client, 'ask'>): Promise<Judge> {
    return new Judge(await getHttpOperationsFromSpec(closed(document)), client);
  }

  async judge(described: Described, request: Request): Promise<Verdict> {
    let answer: Answer = { status: 0, headers: {}, text: '' };
    const [path = '', search = ''] = request.target.split(/\?(.*)/s);
    const prism = createInstance(
      {
        ...{
          mock: { dynamic: false },
          isProxy: true,
          upstream: new URL('http://127.0.0.1/'),
          upstreamProxy: undefined,
        },
        ...{ checkSecurity: false, validateRequest: true, validateResponse: true, errors: false },
      },
      {
        logger: silent,
        forward: () => () => async () => {
          answer = await this.#client.ask(request);
          return {
            _tag: 'Right',
            right: { statusCode: answer.status, headers: plainFields(answer), body: bodyOf(answer) },
          };
        },
      },
    );
    const asked = {
      method: request.method.toLowerCase() as 'get',
      url: { path, query: fieldsOf(search) },
      headers: {
        ...request.headers,
        ...(request.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(request.body)) }),
      },
      ...(request.body === undefined ? {} : { body: sentBody(request) }),
    };
    const outcome = await prism.request(asked, this.#operations)();
    if (outcome._tag === 'Left') throw outcome.left;
    const { input, output } = outcome.right.validations;
    const isStream = answer.status === 200 && answer.headers['content-type']?.startsWith('text/event-stream') === true;
    return {
      answer,
      request: input.map(({ message }) => message),
      answered: [...(isStream ? [] : output.map(({ message }) => message)), ...closelyLooked(described, answer)],
    };
  }
}

/** Prism says much to its logger and needs no more of it than these. */
const silent = {
  trace() {},
  debug() {},
  info() {},
  warn() {},
  error() {},
  fatal() {},
  success() {},
  child: () => silent,
} as unknown as Components['logger'];

function closelyLooked({ operation }: Described, answer: Answer): readonly string[] {
  const { status, headers, text } = answer;
  const described: AnswerObject | undefined = operation.responses[status];
  if (described === undefined) return [`${status} is not described`];
  const type = headers['content-type']?.toLowerCase().replaceAll(' ', '');
  const types = Object.keys(described.content ?? {}).map((one) => one.replaceAll(' ', ''));
  const found: string[] = [];
  if (types.length === 0 && text !== '') found.push(`${status} has a body`);
  // the type of a file is that of what is in it
  const isFile = types.includes('*/*');
  if (types.length > 0 && !isFile && !types.some((one) => type === one || type === `${one};charset=utf-8`))
    found.push(`${type} is no type of ${status}`);
  for (const name of Object.keys(described.headers ?? {})) {
    const field = name.toLowerCase();
    // one that has its time
    if (field === 'retry-after' && status !== 429) continue;
    if (headers[field] === undefined) found.push(`${name} is missing`);
  }
  if (status === 401 && headers['www-authenticate'] === undefined) found.push('WWW-Authenticate is missing');
  if (type === 'application/problem+json') found.push(...problemLooked(described, status, bodyOf(answer)));
  return found;
}

function problemLooked({ description }: AnswerObject, status: number, body: unknown): readonly string[] {
  const { code, status: said, type } = body as { code?: unknown; status?: unknown; type?: unknown };
  const codes = [...description.matchAll(/^`([\w-]+)`:/gm)].map(([, code]) => code);
  return [
    ...(said === status ? [] : [`the problem says ${String(said)}, the answer ${status}`]),
    ...(type === `urn:sluice:problem:${String(code)}` ? [] : [`${String(type)} is not the type of ${String(code)}`]),
    ...(codes.includes(String(code)) ? [] : [`${String(code)} is not among the problems of ${status}`]),
  ];
}

/** The description with answers that hold nothing beyond what their schemas name. */
function closed(document: Document): Document {
  return JSON.parse(JSON.stringify(document), (_key, part) => {
    // of the description itself one field stands for all
    if (part?.properties?.openapi !== undefined) return part;
    if (typeof part !== 'object' || part === null || part.type !== 'object' || part.properties === undefined)
      return part;
    return { additionalProperties: false, ...part };
  });
}

function bodyOf({ status, headers, text }: Answer): unknown {
  // the type of what is not sent again may be named
  if (status === 304 || headers['content-type'] === undefined) return undefined;
  if (/^application\/(?:problem\+)?json/.test(headers['content-type'] ?? '')) return JSON.parse(text);
  return text;
}

function sentBody({ headers, body = '' }: Request): unknown {
  if (headers['content-type'] !== 'application/json') return body;
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

function plainFields({ headers }: Answer): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

function fieldsOf(search: string): Record<string, string | string[]> {
  const fields: Record<string, string[]> = {};
  for (const [name, value] of new URLSearchParams(search)) {
    const there = Object.hasOwn(fields, name) ? (fields[name] ?? []) : [];
    Object.defineProperty(fields, name, {
      value: [...there, value],
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return Object.fromEntries(
    Object.entries(fields).map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values]),
  );
}
