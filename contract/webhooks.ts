import { z } from 'zod';
import { errorBody } from './errors.ts';

/** What a webhook can be told of. */
export const webhookEvent = z.enum(['task.completed', 'task.failed', 'fragment.closed']);
export type WebhookEvent = z.infer<typeof webhookEvent>;

/** The key of the signature as Standard Webhooks writes it: `whsec_` and 24 to 64 bytes in base64. */
export const webhookSecret = z
  .string()
  .regex(/^whsec_(?=[A-Za-z0-9+/=]{32,88}$)(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/);

/** Milliseconds since the epoch. */
const instant = z.number().int().nonnegative();

/** An address that is told of what happens, by a signed POST (https://www.standardwebhooks.com). */
export const webhook = z.object({
  id: z.string(),
  /** without user and password */
  url: z.string(),
  events: z.array(webhookEvent),
  createdAt: instant,
  /** false after an answer of 410 (gone): it is told nothing more until a test is taken */
  active: z.boolean(),
  /** deliveries that wait for their turn or for another try */
  pending: z.number().int().nonnegative(),
  /** how the last try went; `null` before the first */
  last: z
    .object({
      at: instant,
      /** of the answer, or `null` when none came */
      status: z.number().int().nullable(),
      /** `null` when it was taken */
      error: errorBody.nullable(),
    })
    .nullable(),
});
export type Webhook = z.infer<typeof webhook>;

/** The body of a delivery. */
export const webhookBody = z.object({
  type: z.enum([...webhookEvent.options, 'test']),
  /** ISO 8601 */
  timestamp: z.string(),
  data: z.object({
    /** as `tasks.show` has it, `null` in a test */
    task: z.unknown(),
    /** of `fragment.closed`: the fragment as the ledger has it, and its file */
    fragment: z.unknown().optional(),
  }),
});
export type WebhookBody = z.infer<typeof webhookBody>;
