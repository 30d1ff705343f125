import { z } from 'zod';
import { type CallInput, calls, type EngineCallName } from '../../contract/calls.ts';
import { unwrap } from '../../contract/reply.ts';
import { apiRoot, type Route, routes } from '../../contract/routes.ts';
import { task } from '../../contract/task.ts';
import { transferOptions } from '../../contract/transfer.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Asked, Operation } from '../operation/operation.ts';
import { allowed } from './allowed.ts';
import { described } from './described.ts';
import { ListAnswers } from './list-answers.ts';

/** Names a request, so that it can be sent again without being done again. */
export const idempotency = z.object({ 'idempotency-key': z.string().min(1).max(255).optional() });

/** Options of a transfer without what the server decides. */
export const transferOptionsHere = transferOptions.omit({ publicOnly: true });

type Fields = Record<string, z.ZodType>;

/** What was asked for, of an operation whose schemas are put together here. */
type AnyAsked = Asked<
  Record<string, unknown> | undefined,
  Record<string, unknown> | undefined,
  z.output<typeof idempotency> | undefined,
  Record<string, unknown> | undefined
>;

/** One operation for each call, and one for a single task where a call takes many. */
export function callOperations(engine: Engine): readonly Operation[] {
  return names.flatMap((name) => {
    const route: Route = routes[name];
    const whole = callOperation(engine, name, route);
    return route.one === undefined ? [whole] : [whole, oneOperation(engine, name, route.one)];
  });
}

const names = Object.keys(routes) as EngineCallName[];

/** Asks the engine for one call, under the rules for what comes over the network. */
export async function askAllowed<N extends EngineCallName>(engine: Engine, name: N, input: CallInput<N>) {
  return unwrap(await engine.call(name, await allowed(engine, name, input)));
}

function callOperation(engine: Engine, name: EngineCallName, { method, path }: Route): Operation {
  const { id, tag, summary, description, answer, status = 200, problems, limit } = described[name];
  const takesKey = name === 'tasks.add';
  const lists = name === 'tasks.list' ? new ListAnswers(engine) : undefined;
  return {
    id,
    method,
    path: `${apiRoot}${path}`,
    tag,
    summary,
    ...(description === undefined ? {} : { description }),
    ...inputs(fieldsOf(name), method, path, limit),
    ...(takesKey ? { headers: idempotency } : {}),
    answers: {
      [status]: status === 204 ? { description: answer } : { description: answer, schema: calls[name].output },
    },
    problems,
    handle: async ({ params, query, headers, body }: AnyAsked) => {
      const key = headers?.['idempotency-key'];
      const input = { ...body, ...query, ...params, ...(key === undefined ? {} : { key }) };
      // its parts have been parsed by the fields of the call's own schema
      if (lists !== undefined) return lists.answer(input as CallInput<'tasks.list'>);
      const value = await askAllowed(engine, name, input as CallInput<typeof name>);
      return status === 204 ? { status } : { status, body: value };
    },
  };
}

/** The same for one task: answers the task as it then is, or the reason why it was refused. */
function oneOperation(engine: Engine, name: EngineCallName, { method, path }: NonNullable<Route['one']>): Operation {
  const { id: ofMany, tag, summary } = described[name];
  const { ids: _, ...fields } = fieldsOf(name);
  const goes = method === 'DELETE';
  return {
    id: ofMany.replace(/s$/, ''),
    method,
    path: `${apiRoot}${path}`,
    tag,
    summary: summary.replace('tasks', 'a task').replace('recordings', 'a recording'),
    ...inputs({ id: z.string(), ...fields }, goes ? 'GET' : method, path),
    answers: goes
      ? { 204: { description: 'It is gone' } }
      : { 200: { description: 'The task as it is now', schema: task } },
    problems: ['no-such-task', 'conflict'],
    handle: async ({ params, query, body }: AnyAsked) => {
      const id = String(params?.['id']);
      // the verb would take the id of a group, which is no task
      unwrap(await engine.call('tasks.show', { id }));
      const input = { ...body, ...query, ids: [id] };
      const { refused } = verbResult(await askAllowed(engine, name, input as CallInput<typeof name>));
      const [refusal] = refused;
      if (refusal !== undefined) unwrap({ ok: false, error: refusal.error });
      if (goes) return { status: 204 };
      return { status: 200, body: unwrap(await engine.call('tasks.show', { id })).task };
    },
  };
}

/** Which verb it is does not matter for its result. */
function verbResult(value: unknown) {
  return calls['tasks.pause'].output.parse(value);
}

/** The fields of a call that may be given over the network. */
function fieldsOf(name: EngineCallName): Fields {
  const fields: Fields = { ...calls[name].input.shape };
  if ('options' in fields) fields['options'] = transferOptionsHere.optional();
  // the server says these: from the settings, and from the header
  delete fields['publicOnly'];
  delete fields['key'];
  return fields;
}

/** Shares the fields of a call out to path, query and body. */
function inputs(
  fields: Fields,
  method: Operation['method'],
  path: string,
  limit?: number,
): Pick<Operation, 'params' | 'query' | 'body'> {
  const params = Object.fromEntries([...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, z.string()]));
  const rest = Object.fromEntries(Object.entries(fields).filter(([name]) => !(name in params)));
  const place =
    Object.keys(rest).length === 0
      ? {}
      : method === 'GET'
        ? { query: z.object(rest) }
        : { body: { schema: z.object(rest), ...(limit === undefined ? {} : { limit }) } };
  return { ...(Object.keys(params).length === 0 ? {} : { params: z.object(params) }), ...place };
}
