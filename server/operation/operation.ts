import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { ErrorCode } from '../../contract/errors.ts';

/** What came with a request, parsed by the operation's schemas. */
export interface Asked<P, Q, H, B> {
  readonly params: P;
  readonly query: Q;
  readonly headers: H;
  readonly body: B;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** What an operation answers: a status of its `answers`, and a body that fits the schema there. */
export interface Answered {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** One answer as it is described. */
export interface Answer {
  readonly description: string;
  readonly schema?: z.ZodType;
  /** `application/json` when there is a schema and no other is named */
  readonly type?: string;
  /** field to what it says */
  readonly headers?: Readonly<Record<string, string>>;
}

/** One thing that can be asked for over HTTP: its route, its description and its handler in one place. */
export interface Operation {
  /** verb and object, as clients that are generated call it: the `operationId` of the description. Unique in any case of letters */
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** the whole path, with `{name}` for what stands in `params` */
  readonly path: string;
  readonly tag: 'tasks' | 'files' | 'events' | 'links' | 'settings' | 'webhooks' | 'session' | 'service' | 'old';
  readonly summary: string;
  /** more than a sentence, in Markdown */
  readonly description?: string;
  /** true where no token is needed */
  readonly isOpen?: boolean;
  readonly params?: z.ZodObject;
  /** text as it stands in the address is brought to numbers, booleans and lists as the schema wants them */
  readonly query?: z.ZodObject;
  /** names in lower case */
  readonly headers?: z.ZodObject;
  readonly body?: {
    readonly schema: z.ZodType;
    /** a form is taken too, as the old service took it */
    readonly form?: boolean;
    /** bytes; 1 MiB when absent */
    readonly limit?: number;
  };
  /** by status */
  readonly answers: Readonly<Record<number, Answer>>;
  /** what can go wrong besides what can everywhere; each becomes a problem under its status */
  readonly problems: readonly ErrorCode[];
  /** a `Failure` that is thrown becomes a problem. A handler that answers by `reply` itself returns `reply` */
  readonly handle: (asked: Asked<never, never, never, never>) => Promise<Answered | FastifyReply>;
}

type Read<S> = S extends z.ZodType ? z.output<S> : undefined;

/** Declares an operation whose handler gets what its schemas make of the request. */
export function operation<
  P extends z.ZodObject | undefined = undefined,
  Q extends z.ZodObject | undefined = undefined,
  H extends z.ZodObject | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(
  declared: Omit<Operation, 'params' | 'query' | 'headers' | 'body' | 'handle'> & {
    readonly params?: P;
    readonly query?: Q;
    readonly headers?: H;
    readonly body?: { readonly schema: B; readonly form?: boolean; readonly limit?: number };
    readonly handle: (asked: Asked<Read<P>, Read<Q>, Read<H>, Read<B>>) => Promise<Answered | FastifyReply>;
  },
): Operation {
  // the schemas of the same object parse what its handler gets
  return declared as unknown as Operation;
}
