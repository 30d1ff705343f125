import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { Failure } from '../../contract/errors.ts';
import { Refusal } from '../problem/problem.ts';
import type { FormBody } from './bodies.ts';
import type { Asked, Operation } from './operation.ts';
import { readText } from './read-text.ts';
import { unknownField } from './unknown-field.ts';
import { hasValidator, withValidators } from './validator.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** of which the route is made */
    operation?: Operation;
    /** the route only says that this method is not taken here */
    refuses?: true;
  }
}

/** Bytes of a body where an operation says nothing else. */
const usualLimit = 1024 * 1024;
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/** Makes the routes of operations, and has every other method refused where they are. */
export function registerOperations(app: FastifyInstance, operations: readonly Operation[]): void {
  const taken = new Map<string, Set<string>>();
  for (const { method, path } of operations) {
    const here = taken.get(path) ?? new Set();
    taken.set(path, here.add(method));
    if (method === 'GET') here.add('HEAD');
  }
  for (const [path, here] of taken) refuseOthers(app, path, here);
  const { true: read = [], false: others = [] } = Object.groupBy(operations, (one) => `${hasValidator(one)}`);
  for (const operation of others) registerOperation(app, operation);
  withValidators(app, (part) => {
    for (const operation of read) registerOperation(part, operation);
  });
}

function registerOperation(app: FastifyInstance, operation: Operation): void {
  const { method, path, body } = operation;
  app.route({
    method,
    url: urlOf(path),
    bodyLimit: body?.limit ?? usualLimit,
    config: { operation },
    handler: async (request, reply) => {
      // the schemas of the operation have just parsed what its handler gets
      const asked = read(operation, request, reply) as unknown as Asked<never, never, never, never>;
      const answered = await operation.handle(asked);
      // it has answered itself
      if ('raw' in answered) return reply;
      reply.code(answered.status).headers(answered.headers ?? {});
      const type = operation.answers[answered.status]?.type;
      if (type !== undefined) reply.type(type);
      return reply.send(answered.body);
    },
  });
}

function urlOf(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}

function refuseOthers(app: FastifyInstance, path: string, taken: ReadonlySet<string>): void {
  const allow = [...taken].toSorted().join(', ');
  app.route({
    method: methods.filter((method) => !taken.has(method)),
    url: urlOf(path),
    config: { refuses: true },
    // before the body is looked at
    onRequest: async () => {
      throw new Refusal('wrong-method', { headers: { allow } });
    },
    handler: async () => undefined,
  });
}

function read(
  { params, query, headers, body }: Operation,
  request: FastifyRequest,
  reply: FastifyReply,
): Asked<unknown, unknown, unknown, unknown> {
  const search = new URLSearchParams(/\?.*/s.exec(request.url)?.[0]);
  if (query === undefined) {
    const [name] = search.keys();
    if (name !== undefined) throw new Failure('invalid-input', { detail: `${name}: there is no such field` });
  }
  return {
    request,
    reply,
    params: params && parse(params, request.params),
    query: query && parse(query, readText(query, search)),
    headers: headers && parse(headers, request.headers),
    body: readBody(body, request),
  };
}

function readBody(wanted: Operation['body'], request: FastifyRequest): unknown {
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '');
  if (isForm && wanted?.form !== true) throw new Failure('wrong-type');
  // without a body the schema says what is missing
  const given = request.body === undefined ? {} : request.body;
  if (wanted === undefined) {
    if (typeof given === 'object' && given !== null && Object.keys(given).length === 0) return undefined;
    throw new Failure('invalid-input', { detail: 'no body is taken here' });
  }
  // what the parser of forms has made
  if (isForm) return parse(wanted.schema, readText(wanted.schema, (given as FormBody).fields));
  const parsed = parse(wanted.schema, given);
  const unknown = unknownField(given, parsed);
  if (unknown !== undefined) throw new Failure('invalid-input', { detail: `${unknown}: there is no such field` });
  return parsed;
}

/** Never tells the value, which may be a secret. */
function parse(schema: z.ZodType, given: unknown): unknown {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  throw new Failure('invalid-input', { detail: `${where}${issue?.message ?? 'invalid'}` });
}
