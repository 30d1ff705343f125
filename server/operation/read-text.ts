import { z } from 'zod';
import { Failure } from '../../contract/errors.ts';

/**
 * Fields that came as text, in an address or a form, as values that a schema can check: text becomes a number or a boolean where one
 * is wanted, and what is wanted as a list may stand there several times or with commas. What does not read so stays text, for the
 * schema to refuse.
 * @throws Failure `invalid-input` for a field that is not in the schema, and for one that stands there twice but is no list
 */
export function readText(schema: z.ZodType, fields: URLSearchParams): Record<string, unknown> {
  const shape: Readonly<Record<string, unknown>> = schema instanceof z.ZodObject ? schema.shape : {};
  const values: Record<string, unknown> = {};
  for (const name of new Set(fields.keys())) {
    const wanted = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (wanted === undefined) throw new Failure('invalid-input', { detail: `${name}: there is no such field` });
    const kind = kindOf(wanted);
    const texts = fields.getAll(name);
    if (kind instanceof z.ZodArray) {
      values[name] = texts.flatMap((text) => listItems(text)).map((text) => fromText(kindOf(kind.element), text));
    } else if (texts.length > 1) {
      throw new Failure('invalid-input', { detail: `${name}: stands there more than once` });
    } else {
      values[name] = fromText(kind, texts[0] ?? '');
    }
  }
  return values;
}

function listItems(text: string): readonly string[] {
  return text.split(',').filter((item) => item !== '');
}

function fromText(kind: unknown, text: string): unknown {
  if (kind instanceof z.ZodNumber) return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;
  if (kind instanceof z.ZodBoolean)
    return text === 'true' || text === '1' ? true : text === 'false' || text === '0' ? false : text;
  return text;
}

/** The schema below whatever makes it optional. */
function kindOf(schema: unknown): unknown {
  const wraps =
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault;
  return wraps ? kindOf(schema.unwrap()) : schema;
}
