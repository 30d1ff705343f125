import { z } from 'zod';
import { componentWords } from './component-words.ts';
import { names } from './names.ts';
import { operationWords } from './operation-words.ts';

/** A JSON Schema as far as the description reads it. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: boolean | Schema;
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  discriminator?: { propertyName: string; mapping: Record<string, string> };
  $defs?: Record<string, Schema>;
  $schema?: string;
  [keyword: string]: unknown;
}

type Side = 'input' | 'output';

const place = '#/components/schemas/';
const words = { ...componentWords, ...operationWords };

/** Makes JSON Schemas of zod's and gathers those that have a name. */
export class SchemaBook {
  readonly #named: Record<Side, Map<string, Schema>> = { input: new Map(), output: new Map() };

  /**
   * The schema of what is sent (`input`, where nothing unknown is taken) or answered. Its references hold after `settle`.
   * @param where prefix of the words for its fields
   */
  schema(schema: z.ZodType, side: Side, where: string): Schema {
    // zod's own form of a schema, which is JSON
    const made = z.toJSONSchema(schema, {
      io: side,
      metadata: names,
      override: ({ zodSchema, jsonSchema }) => tidy(zodSchema as unknown as z.ZodType, jsonSchema as Schema, side),
    }) as Schema;
    const { $schema: _, $defs = {}, '~standard': __, ...rest } = made;
    for (const [name, named] of Object.entries($defs)) this.#keep(side, name, named);
    const own = names.get(schema)?.id;
    if (own === undefined) return explained(moved(rest, side), where);
    // a schema that has a name stands among the definitions itself
    if ($defs[own] === undefined) this.#keep(side, own, rest);
    return { $ref: `${place}${own}~${side}` };
  }

  #keep(side: Side, name: string, schema: Schema): void {
    const { id: _, ...rest } = schema;
    this.#named[side].set(name, explained(moved(rest, side), name));
  }

  /**
   * A value with the references of `schema` in it, and all components, with references that hold. What is sent and what is answered
   * under one name are one component when they are alike; else what is sent gets `Input` behind its name.
   */
  settle<T>(value: T): { value: T; components: Record<string, Schema> } {
    const apart = this.#apart();
    const name = (reference: string): string =>
      reference.replace(/^(.*)~(input|output)$/, (_, name: string, side: Side) =>
        side === 'input' && apart.has(name.slice(place.length)) ? `${name}Input` : name,
      );
    const settled = <V>(of: V): V =>
      JSON.parse(JSON.stringify(of), (_, part) => (typeof part === 'string' ? name(part) : part));
    const components: Record<string, Schema> = {};
    for (const side of ['input', 'output'] as const) {
      for (const [key, schema] of this.#named[side])
        components[side === 'input' && apart.has(key) ? `${key}Input` : key] = settled(schema);
    }
    const sorted = Object.entries(components).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return { value: settled(value), components: Object.fromEntries(sorted) };
  }

  /** Names under which what is sent differs from what is answered, also by what it is made of. */
  #apart(): ReadonlySet<string> {
    const { input, output } = this.#named;
    const apart = new Set<string>();
    for (let before = -1; before < apart.size; ) {
      before = apart.size;
      for (const [name, sent] of input) {
        const answered = output.get(name);
        if (answered === undefined) continue;
        const text = JSON.stringify(sent);
        const differs = text.replaceAll('~input"', '~output"') !== JSON.stringify(answered);
        if (differs || [...apart].some((other) => text.includes(`${place}${other}~`))) apart.add(name);
      }
    }
    return apart;
  }
}

/**
 * Takes over what a schema says of itself. Unknown fields are refused in what is sent, and may come in what is answered, where
 * safe integers are no limit worth a word.
 */
function tidy(schema: z.ZodType, json: Schema, side: Side): void {
  const { description } = schema;
  if (description !== undefined) json.description ??= description;
  if (side === 'output' && json['maximum'] === Number.MAX_SAFE_INTEGER) delete json['maximum'];
  if (side === 'output' && json['minimum'] === Number.MIN_SAFE_INTEGER) delete json['minimum'];
  if (json.properties !== undefined && side === 'input') json.additionalProperties = false;
  if (json.properties !== undefined && side === 'output') delete json.additionalProperties;
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const { discriminator } = schema.def;
    const mapping: Record<string, string> = {};
    for (const option of schema.options) {
      const value = option instanceof z.ZodObject ? option.shape[discriminator] : undefined;
      const id = names.get(option as z.ZodType)?.id;
      if (id !== undefined && value instanceof z.ZodLiteral) mapping[String(value.value)] = `${place}${id}~${side}`;
    }
    // only what has a name can be told apart by a discriminator
    if (Object.keys(mapping).length === schema.options.length)
      json.discriminator = { propertyName: discriminator, mapping };
  }
}

/** With references to components in place of definitions. */
function moved(schema: Schema, side: Side): Schema {
  return JSON.parse(JSON.stringify(schema), (key, value) =>
    key === '$ref' && typeof value === 'string' ? `${place}${value.replace(/^#\/\$defs\//, '')}~${side}` : value,
  );
}

/** With the words for its fields. */
function explained(schema: Schema, where: string): Schema {
  const each = (list: Schema[]): Schema[] => list.map((one) => explained(one, where));
  const { properties, items, oneOf, anyOf, allOf } = schema;
  return {
    ...schema,
    ...(properties === undefined ? {} : { properties: explainedFields(properties, where) }),
    ...(items === undefined ? {} : { items: explained(items, where) }),
    ...(oneOf === undefined ? {} : { oneOf: each(oneOf) }),
    ...(anyOf === undefined ? {} : { anyOf: each(anyOf) }),
    ...(allOf === undefined ? {} : { allOf: each(allOf) }),
  };
}

function explainedFields(fields: Record<string, Schema>, where: string): Record<string, Schema> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => {
      const description = field.description ?? wordsFor(where, name);
      return [name, { ...explained(field, `${where}.${name}`), ...(description === undefined ? {} : { description }) }];
    }),
  );
}

/** What was said of a component or an operation holds for what is made from it. */
const madeFrom: Readonly<Record<string, readonly string[]>> = {
  FileTask: ['Task'],
  VideoTask: ['Task'],
  StreamTask: ['Task'],
  addTask: ['NewTask', 'addTasks'],
  changeTask: ['changeTasks'],
  moveTask: ['moveTasks'],
  removeTask: ['removeTasks'],
  changeSettings: ['Settings'],
  lookAtMore: ['lookAtVideo'],
};

function wordsFor(where: string, name: string): string | undefined {
  const others = Object.entries(madeFrom)
    .filter(([made]) => `${where}.`.startsWith(`${made}.`))
    .flatMap(([made, from]) => from.map((source) => `${source}${where.slice(made.length)}`));
  for (const from of [where, ...others, '*']) {
    const found = words[`${from}.${name}`];
    if (found !== undefined) return found;
  }
  return undefined;
}
