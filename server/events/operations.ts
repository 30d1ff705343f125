import { z } from 'zod';
import { Failure } from '../../contract/errors.ts';
import { eventBatch } from '../../contract/events.ts';
import { unwrap } from '../../contract/reply.ts';
import { apiRoot, eventName } from '../../contract/routes.ts';
import { taskId } from '../../contract/task-id.ts';
import { type Operation, operation } from '../operation/operation.ts';
import type { ServeOptions } from '../serve-options.ts';
import type { Listeners } from './listeners.ts';

/** Connections that may listen at a time. */
const mostListeners = 200;
/** Milliseconds after which one more may be let in. */
const lookAgain = 10_000;

const description = `Server-sent events: what changed, as events of the name \`${eventName}\`, at most ten a second. Each holds what is true now, not
the way there; \`id\` is the number to go on from (\`Last-Event-ID\`, which browsers send by themselves, before \`after\`; without
either, from now on). Take in \`tasks\`, then \`progress\`, then \`removed\`. \`reset\` says that the number is too old or that too much has
changed: forget everything and ask for the list again, whose \`seq\` goes on from there. A comment comes every 15 seconds.`;

const headers = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  // nginx would gather what comes until it is worth a packet
  'X-Accel-Buffering': 'no',
};

/** Where events are heard. */
export function eventOperations({ engine }: Pick<ServeOptions, 'engine'>, listeners: Listeners): readonly Operation[] {
  return [
    operation({
      id: 'listenToEvents',
      method: 'GET',
      path: `${apiRoot}/events`,
      tag: 'events',
      summary: 'Listen to what changes',
      description,
      query: z.object({
        /** from `seq` of a list or of a batch */
        after: z.number().int().nonnegative().optional(),
        task: taskId.optional().describe('Only what is about this task'),
      }),
      headers: z.object({ 'last-event-id': z.string().max(100).optional() }),
      answers: {
        200: { description: 'Events, until either side ends it', type: 'text/event-stream', schema: eventBatch },
      },
      problems: ['too-many-requests'],
      handle: async ({ query, headers: given, request, reply }) => {
        if (request.method === 'HEAD') return reply.code(200).headers(headers).send('');
        const last = lastEventId(given['last-event-id']);
        const after = last ?? query.after ?? unwrap(await engine.call('tasks.list', { limit: 1 })).seq;
        if (listeners.count >= mostListeners) throw new Failure('too-many-requests', { retryAfterMs: lookAgain });
        reply.hijack();
        const { raw } = reply;
        const before = Object.entries(reply.getHeaders()).filter(([, value]) => value !== undefined);
        raw.writeHead(200, { ...Object.fromEntries(before), ...headers });
        listeners.open(raw, after, query.task);
        return reply;
      },
    }),
  ];
}

/** The number in `Last-Event-ID`. One that is none of ours counts as too old, so that its owner starts over. */
function lastEventId(value: string | undefined): number | undefined {
  if (value === undefined || value === '') return undefined;
  return /^\d{1,16}$/.test(value) ? Number(value) : 0;
}
