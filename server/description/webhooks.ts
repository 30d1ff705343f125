import { z } from 'zod';
import { fragmentEntry } from '../../contract/recording.ts';
import { artifact, task } from '../../contract/task.ts';
import { webhookBody, webhookEvent } from '../../contract/webhooks.ts';
import { names } from './names.ts';
import type { OperationObject } from './operation-object.ts';
import type { SchemaBook } from './schemas.ts';

const says: Readonly<Record<z.infer<typeof webhookEvent>, string>> = {
  'task.completed': 'A task is completed',
  'task.failed': 'A task has failed and is not tried again by itself',
  'fragment.closed': 'A fragment of a recording is in its place',
};

const headers = {
  'webhook-id': 'Names the delivery; the same on every try',
  'webhook-timestamp': 'Seconds since the epoch when this try was made',
  'webhook-signature': '`v1,` and the HMAC-SHA256, in base64, of id, timestamp and body with dots between them',
};

/** The contract leaves open what only the receiver reads. */
const delivery = webhookBody.extend({
  data: z.object({ task: task.nullable(), fragment: fragmentEntry.extend({ artifact }).optional() }),
});
names.add(delivery, { id: 'WebhookBody' });

/** What Sluice posts to those who asked to be told (https://www.standardwebhooks.com). */
export function webhooksOf(book: SchemaBook): Record<string, { post: OperationObject }> {
  return Object.fromEntries(
    webhookEvent.options.map((event) => [
      event,
      {
        post: {
          operationId: idOf(event),
          tags: ['webhooks'],
          summary: says[event],
          // who is told does not sign in here
          security: [],
          parameters: Object.entries(headers).map(([name, description]) => ({
            ...{ name, in: 'header' as const, required: true, description, schema: { type: 'string' } },
          })),
          requestBody: {
            required: true,
            content: { 'application/json': { schema: book.schema(delivery, 'output', 'WebhookBody') } },
          },
          responses: {
            '2XX': { description: 'It was taken. Anything else, and silence, has it delivered again later' },
          },
        },
      },
    ]),
  );
}

/** `task.completed` is `onTaskCompleted`. */
function idOf(event: string): string {
  return `on.${event}`.replace(/\.([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
