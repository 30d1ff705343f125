import type { Operation } from '../operation/operation.ts';
import { type AnswerObject, answersOf } from './answers.ts';
import { examples } from './examples.ts';
import { type ParameterObject, parametersOf } from './parameters.ts';
import type { Schema, SchemaBook } from './schemas.ts';

/** An operation as OpenAPI has it. */
export interface OperationObject {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly security?: readonly unknown[];
  readonly parameters: readonly ParameterObject[];
  readonly requestBody?: {
    readonly required: boolean;
    readonly content: Readonly<Record<string, { readonly schema: Schema; readonly example?: unknown }>>;
  };
  readonly responses: Readonly<Record<string, AnswerObject>>;
}

/** The description of an operation. */
export function operationOf(book: SchemaBook, operation: Operation): OperationObject {
  const { id, tag, summary, description, isOpen, body } = operation;
  const example = examples[id];
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    ...(isOpen === true ? { security: [] } : {}),
    parameters: parametersOf(book, operation),
    ...(body === undefined ? {} : { requestBody: bodyOf(book, id, body, example?.sent) }),
    responses: answersOf(book, operation, example?.answered),
  };
}

function bodyOf(
  book: SchemaBook,
  id: string,
  { schema, form }: NonNullable<Operation['body']>,
  example: unknown,
): NonNullable<OperationObject['requestBody']> {
  const content = {
    schema: book.schema(schema, 'input', id),
    ...(example === undefined ? {} : { example }),
  };
  return {
    // one whose fields may all be left out may be left out itself
    required: !schema.safeParse({}).success,
    content: {
      'application/json': content,
      ...(form === true ? { 'application/x-www-form-urlencoded': content } : {}),
    },
  };
}
