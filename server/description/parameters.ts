import type { z } from 'zod';
import type { Operation } from '../operation/operation.ts';
import { hasValidator } from '../operation/validator.ts';
import type { Schema, SchemaBook } from './schemas.ts';

/** A parameter as OpenAPI has it. */
export interface ParameterObject {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: Schema;
}

/** Everything of an operation that does not stand in its body. */
export function parametersOf(book: SchemaBook, operation: Operation): readonly ParameterObject[] {
  const { id, params, query, headers } = operation;
  const places = [['path', params] as const, ['query', query] as const, ['header', headers] as const];
  const all = places.flatMap(([place, fields]) => (fields === undefined ? [] : fieldsOf(book, id, place, fields)));
  if (hasValidator(operation)) {
    all.push({
      ...{ name: 'If-None-Match', in: 'header', required: false, schema: { type: 'string' } },
      description: 'The `ETag` of an earlier answer',
    });
  }
  return all;
}

function fieldsOf(book: SchemaBook, id: string, place: ParameterObject['in'], fields: z.ZodObject): ParameterObject[] {
  const { properties = {}, required = [] } = book.schema(fields, 'input', id);
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    ...{ name: place === 'header' ? spelt(name) : name, in: place, required: required.includes(name) },
    ...(description === undefined ? {} : { description: said(description, schema) }),
    schema,
  }));
}

function said(description: string, { type }: Schema): string {
  return type === 'array' ? `${description}. Several: given again, or with commas` : description;
}

/** `last-event-id` as it is written: `Last-Event-ID`. */
function spelt(name: string): string {
  return name
    .replace(/(^|-)([a-z])/g, (_, dash: string, letter: string) => `${dash}${letter.toUpperCase()}`)
    .replace(/-Id$/, '-ID');
}
