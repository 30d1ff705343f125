import fc from 'fast-check';
import type { Schema } from '../../../server/description/schemas.ts';

/** What a field is likely to hold where its schema says no more than that it is text: by the name of the field. */
export type Hints = Readonly<Record<string, fc.Arbitrary<unknown>>>;

/** Makes values that fit a JSON Schema of a description. */
export class Values {
  readonly #components: Readonly<Record<string, Schema>>;
  readonly #hints: Hints;

  constructor(components: Readonly<Record<string, Schema>>, hints: Hints) {
    this.#components = components;
    this.#hints = hints;
  }

  /** The schema that a reference stands for. */
  settled(schema: Schema): Schema {
    const { $ref } = schema;
    if ($ref === undefined) return schema;
    const named = this.#components[$ref.slice('#/components/schemas/'.length)];
    if (named === undefined) throw new Error(`${$ref} is not in the description`);
    return this.settled(named);
  }

  /** @param name of the field, for its hint */
  fitting(reference: Schema, name = ''): fc.Arbitrary<unknown> {
    const schema = this.settled(reference);
    const { anyOf = schema.oneOf, enum: words, type } = schema;
    if ('const' in schema) return fc.constant(schema.const);
    if (words !== undefined) return fc.constantFrom(...words);
    if (anyOf !== undefined) return fc.oneof(...anyOf.map((one) => this.fitting(one, name)));
    if (Array.isArray(type)) return fc.oneof(...type.map((one) => this.fitting({ ...schema, type: one }, name)));
    if (type === 'object') return this.#object(schema);
    if (type === 'array') return this.#list(schema, name);
    if (type === 'string') return this.#text(schema, name);
    if (type === 'integer' || type === 'number') return this.#either(numbers(schema), name);
    if (type === 'boolean') return fc.boolean();
    if (type === 'null') return fc.constant(null);
    return fc.jsonValue();
  }

  #object({ properties = {}, required = [] }: Schema): fc.Arbitrary<unknown> {
    const fields = Object.fromEntries(
      Object.entries(properties).map(([name, field]) => [name, this.fitting(field, name)]),
    );
    const any = fc.record(fields, { requiredKeys: required, noNullPrototype: true });
    const rest = Object.keys(fields).filter((name) => !required.includes(name));
    if (rest.length < 4) return any;
    // with everything in them, hardly any would get by the first refusal
    const few = fc.subarray(rest, { maxLength: 3 }).chain((some) => {
      const wanted = new Set([...required, ...some]);
      return fc.record(Object.fromEntries(Object.entries(fields).filter(([name]) => wanted.has(name))));
    });
    return fc.oneof({ arbitrary: few, weight: 3 }, { arbitrary: any, weight: 1 });
  }

  #list({ items = {}, ...schema }: Schema, name: string): fc.Arbitrary<unknown> {
    const least = numberOf(schema, 'minItems') ?? 0;
    return fc.array(this.fitting(items, name), {
      minLength: least,
      maxLength: Math.min(numberOf(schema, 'maxItems') ?? 5, least + 5),
    });
  }

  #text(schema: Schema, name: string): fc.Arbitrary<unknown> {
    const { pattern, format } = schema;
    if (typeof pattern === 'string') return matching(pattern);
    if (format !== undefined) throw new Error(`there is no value for the format ${String(format)}`);
    const [least, most] = [numberOf(schema, 'minLength') ?? 0, numberOf(schema, 'maxLength') ?? 5000];
    return this.#either(texts(least, most), name);
  }

  /** Mostly what the hint says, where there is one. */
  #either(any: fc.Arbitrary<unknown>, name: string): fc.Arbitrary<unknown> {
    const hint = Object.hasOwn(this.#hints, name) ? this.#hints[name] : undefined;
    return hint === undefined ? any : fc.oneof({ arbitrary: hint, weight: 4 }, { arbitrary: any, weight: 1 });
  }
}

/** Texts that programs have stumbled over. */
const odd = [
  ...[
    '__proto__',
    'constructor',
    'null',
    'true',
    '0',
    '-1',
    '1e999',
    'NaN',
    '[object Object]',
    '{{7*7}}',
    '%00',
    '%zz',
  ],
  ...['../..', '/', '\\', '.', '..', '\0', '\n', '\r\n', '\u2028', '\ufeff', '\u202e', '\ud800', '’', '😀', 'ﷺ', 'é'],
  ...[
    "' OR 1=1 --",
    '<script>',
    '{"a":1}',
    '[]',
    '#',
    '?',
    '&a=b',
    ',',
    ',,',
    ' ',
    '+',
    '*',
    '"',
    'http://',
    'file:///etc',
  ],
];

/** Lengths are counted in characters as JSON Schema has them, which are code points. */
function texts(least: number, most: number): fc.Arbitrary<string> {
  const length = (text: string): number => [...text].length;
  const range = { minLength: least, maxLength: Math.min(most, least + 40) };
  const at = (size: number, unit: string): string => unit.repeat(Math.min(size, 20_000));
  return fc.oneof(
    fc.string({ ...range, unit: 'binary' }),
    fc.string(range),
    fc.constantFrom(...odd.filter((text) => length(text) >= least && length(text) <= most)),
    fc.constantFrom(at(most, 'a'), at(most, 'é'), at(Math.max(least, 1), '中')),
  );
}

function matching(pattern: string): fc.Arbitrary<string> {
  const expression = new RegExp(pattern, 'u');
  const keys = fc
    .uint8Array({ minLength: 24, maxLength: 64 })
    .map((bytes) => `whsec_${Buffer.from(bytes).toString('base64')}`);
  // fast-check makes nothing for what looks ahead
  const made = pattern.includes('(?=') ? keys : fc.stringMatching(expression);
  return made.filter((text) => expression.test(text));
}

function numbers(schema: Schema): fc.Arbitrary<number> {
  const whole = schema.type === 'integer';
  const step = whole ? 1 : 0.001;
  const above = numberOf(schema, 'exclusiveMinimum');
  const least = numberOf(schema, 'minimum') ?? (above === undefined ? Number.MIN_SAFE_INTEGER : above + step);
  const most = numberOf(schema, 'maximum') ?? 1e21;
  const between = whole
    ? fc.integer({ min: Math.max(least, -(2 ** 31)), max: Math.min(most, 2 ** 31 - 1) })
    : fc.double({ min: least, max: most, noNaN: true });
  return fc.oneof(between, fc.constantFrom(least, most));
}

function numberOf(schema: Schema, keyword: string): number | undefined {
  const value = schema[keyword];
  return typeof value === 'number' ? value : undefined;
}
