import { z } from 'zod';

/**
 * Number of the language that instance and clients speak; another one is refused in words. It grows when a call gets something that must
 * not be passed over: 2 has `publicOnly`, which an instance that does not know it would leave out in silence.
 */
export const protocol = 2;

/** What a client sends first. */
export const hello = z.object({ hello: z.string(), protocol: z.number() });

/** What a client sends after that. `id`s are the client's own, each subscription keeps its one. */
export const request = z.union([
  z.object({ id: z.number(), call: z.string(), input: z.unknown() }),
  z.object({ id: z.number(), subscribe: z.number() }),
  z.object({ id: z.number(), unsubscribe: z.literal(true) }),
]);
