import { type ErrorCode, errorHelp } from '../../contract/errors.ts';
import type { Answer, Operation } from '../operation/operation.ts';
import { hasValidator } from '../operation/validator.ts';
import { problemType, statusOf } from '../problem/problem.ts';
import { problem } from './names.ts';
import type { Schema, SchemaBook } from './schemas.ts';

interface Content {
  readonly schema: Schema;
  readonly example?: unknown;
}

/** An answer as OpenAPI has it. */
export interface AnswerObject {
  readonly description: string;
  readonly headers?: Readonly<Record<string, { readonly description: string; readonly schema: Schema }>>;
  readonly content?: Readonly<Record<string, Content>>;
}

/** All answers of an operation, what can go wrong among them, by status. */
export function answersOf(book: SchemaBook, operation: Operation, example: unknown): Record<string, AnswerObject> {
  const answers: Record<string, AnswerObject> = {};
  for (const [status, answer] of Object.entries(operation.answers)) {
    answers[status] = answerOf(book, operation, Number(status), answer, Number(status) < 300 ? example : undefined);
  }
  if (hasValidator(operation)) {
    answers['304'] = { description: 'It is as `If-None-Match` says; there is no body' };
  }
  const byStatus = Map.groupBy(codesOf(operation), (code) => statusOf[code]);
  for (const [status, codes] of byStatus) answers[status] ??= problemAnswer(book, codes);
  return answers;
}

function answerOf(
  book: SchemaBook,
  operation: Operation,
  status: number,
  { description, schema, type, headers = {} }: Answer,
  example: unknown,
): AnswerObject {
  const fields = { ...headers, ...(hasValidator(operation) && status === 200 ? { ETag: 'For `If-None-Match`' } : {}) };
  const content: Content | undefined =
    schema !== undefined
      ? { schema: book.schema(schema, 'output', operation.id), ...(example === undefined ? {} : { example }) }
      : type !== undefined
        ? { schema: {} }
        : undefined;
  return {
    description,
    ...(Object.keys(fields).length === 0
      ? {}
      : {
          headers: Object.fromEntries(
            Object.entries(fields).map(([name, says]) => [name, { description: says, schema: { type: 'string' } }]),
          ),
        }),
    ...(content === undefined ? {} : { content: { [type ?? 'application/json']: content } }),
  };
}

/** What can go wrong with an operation, each once: its own, and what can with all that are like it. */
function codesOf({ problems, method }: Operation): readonly ErrorCode[] {
  // where no token is needed, a wrong one is refused all the same
  const codes: ErrorCode[] = [...problems, 'sign-in'];
  // also where nothing is taken: then for what was sent all the same
  codes.push('invalid-input', 'not-from-here', 'too-many-requests', 'internal');
  if (method !== 'GET') codes.push('wrong-type', 'too-large');
  return [...new Set(codes)];
}

function problemAnswer(book: SchemaBook, codes: readonly ErrorCode[]): AnswerObject {
  const waits = codes.includes('too-many-requests') || codes.includes('rate-limited');
  return {
    description: codes.map((code) => `\`${code}\`: ${errorHelp[code]}`).join('\n\n'),
    ...(waits ? { headers: { 'Retry-After': { description: 'Seconds to wait', schema: { type: 'integer' } } } } : {}),
    content: { [problemType]: { schema: book.schema(problem, 'output', 'Problem') } },
  };
}
